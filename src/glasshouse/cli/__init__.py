"""The command ``glasshouse``: one file per command, each a thin layer over ``glasshouse.verbs``.

May import everything, but nothing heavy before a command runs: ``glasshouse --help`` answers in a blink.
To add a command, write ``cli/<verb>.py`` and list it in ``cli/main.py``.
"""

from glasshouse.cli.main import main

__all__ = ["main"]
