"""People live under a law: tables, state, the steps in their order, the driver, and lives told again.

``order`` is THE list of steps. May import every layer below. A new step is one file with one kernel helper, named in
``order``; a new word is a column in ``tables``, a line in ``compile`` and its reading in one helper.
"""
