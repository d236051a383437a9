"""Synthetic people: a recipe of shares and laws, and the kernel that draws people from it and a seed.

May import ``kit`` and the models of ``rulebook``. A new trait is a word in ``recipe``, an address in ``make``, a column of
``Traits``. Nothing here reads rows about anybody.
"""
