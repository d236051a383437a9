"""One file per section of the report; each turns one outcome into words, numbers and a chart.

May import `outcomes`, `pages.section`, `pages.look`, `pages.words`. To add one: a file with a ``section`` function,
named in ``all.py``.
"""
