"""`python -m cogtui.dev keys`: writes the README's table of keys from the app's registry of actions."""

from __future__ import annotations

from pathlib import Path

import click

README = Path("README.md")

BEGIN, END = "<!-- keys -->", "<!-- /keys -->"


def with_keys(readme: str) -> str:
    """Return the README with the table between its markers as the registry has it now."""
    from cogtui.tui.actions import key_table

    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{key_table()}\n\n{END}{after}"


@click.command()
def main() -> None:
    """Write the README's table of keys; run it in the checkout's folder."""
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
