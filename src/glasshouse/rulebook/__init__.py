"""The law on paper: its words, how a file becomes a model, and what makes sense.

May import ``kit`` only. A new word goes into ``model``, its check into the ``check_*`` module of its block, and out of
``unbuilt``; then into the compiler, the kernel and the slow twin.
"""
