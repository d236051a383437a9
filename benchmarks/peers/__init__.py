"""The race: one small model, lived by Glasshouse and by other tools, each in its own process, on one machine.

``model`` says the law once; each engine is one file with ``live(persons, days, seed)``; ``engines`` lists them,
``measure`` runs one in this process, ``race`` runs all in turn. Nothing here is part of the package.
"""
