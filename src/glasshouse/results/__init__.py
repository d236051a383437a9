"""Runs on the disk: the schema of every table, how tables are stored, the record of a run, a run as an object.

May import ``kit`` and what lies below; never the engine, except that ``Run.explain`` asks it for a life.
A new table is a tuple of columns in ``schema``; everything else follows from there.
"""
