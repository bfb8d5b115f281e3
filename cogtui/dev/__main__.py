"""`python -m cogtui.dev`: the developers' own commands, each a module here with a click command called `main`."""

from __future__ import annotations

import importlib
import pkgutil

import click

import cogtui.dev


class Commands(click.Group):
    """Finds a command by its module's name and imports that module only."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the modules here that hold a command."""
        names = sorted(module.name for module in pkgutil.iter_modules(cogtui.dev.__path__))
        return [name for name in names if not name.startswith("_") and self.get_command(ctx, name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of the module `cmd_name`, or None."""
        module = f"{cogtui.dev.__name__}.{cmd_name}"
        try:
            found = getattr(importlib.import_module(module), "main", None)
        except ModuleNotFoundError as missing:
            if missing.name != module:
                raise
            return super().get_command(ctx, cmd_name)
        return found if isinstance(found, click.Command) else None


@click.command(cls=Commands)
def main() -> None:
    """What developers of CogTUI run."""


if __name__ == "__main__":
    main(prog_name="python -m cogtui.dev")
