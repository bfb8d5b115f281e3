"""Make the fixed ring of public simulation keys; done once, because every picture and lesson depends on its keys.

`python -m cogtui.dev keyring` writes the file where it is missing and refuses to replace one.
"""

from __future__ import annotations

import base64
from pathlib import Path

import click

from cogtui.cloud.tokens.fresh import fresh_der
from cogtui.cloud.tokens.ring import ATTACKER, RING_FILE

NOTICE = """\
# PUBLIC SIMULATION KEYS: these private keys are published with CogTUI and protect nothing.
# One RSA-2048 key a line, base64 of its PKCS#1 DER form; the last one belongs to the attacker of the tamper lab.
# Lessons, tests and pictures sign with them, so that tokens are the same on every machine. See README.md beside this file.
"""


def write_ring(file: Path) -> None:
    """Write a ring of fresh keys to `file`; FileExistsError when there already is one."""
    with file.open("x", encoding="ascii") as out:
        out.write(NOTICE)
        out.writelines(base64.b64encode(fresh_der()).decode() + "\n" for _ in range(ATTACKER + 1))


@click.command()
@click.option("--file", type=click.Path(path_type=Path), default=RING_FILE, help="Where to; the package's own data.")
def main(file: Path) -> None:
    """Make the ring of public simulation keys."""
    try:
        write_ring(file)
    except FileExistsError:
        raise click.ClickException(
            f"`{file}` is there already: its keys are in every picture and lesson, so it is never replaced"
        ) from None
    click.echo(f"{file}: {ATTACKER + 1} keys")
