"""What is measured of a run: one file per outcome, each a pure function from a run's tables to a small frame.

May import `results` and below. To add one: write a file with an ``OUTCOME`` and name it in ``outcomes/all.py``.
"""
