"""The law in force, the catalogue and the recipe become tables that kernels interpret.

May import everything below ``engine``; ``compile_law`` in ``law.py`` is the door. A new word needs: its table column in
``engine/tables.py``, its line here, its reading in one kernel helper.
"""
