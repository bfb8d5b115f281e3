"""The `cogtui` command: straight to Home when nothing else is asked for, else the command line of `cli`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `cogtui` with the arguments of this process."""
    if len(sys.argv) == 1:  # the common case pays for no command line: it would be a tenth of the time to Home
        from cogtui.tui import garbage

        garbage.none_yet()
        from cogtui.tui.app import run

        sys.exit(run())
    else:
        from cogtui.cli import cogtui

        cogtui(prog_name="cogtui")


if __name__ == "__main__":
    main()
