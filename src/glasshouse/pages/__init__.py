"""The report: one self-contained page per run, which opens without a network.

May import `outcomes` and below. To add a section: one file in `sections` with a ``section`` function, named in
``sections/all.py``.
"""
