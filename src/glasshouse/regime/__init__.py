"""The law in force: a rulebook with its channels, desks and publicity, from a folder, alone or joined as ``a+b``.

May import ``kit``, ``rulebook`` and ``population``. A new block goes into ``model`` and its check into ``check_force``;
if it makes lives depend on each other, also into ``coupling``.
"""
