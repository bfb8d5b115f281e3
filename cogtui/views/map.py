"""The map: who takes part in a federated login, as boxes, with the current hop lit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cogtui.views.ink import Ink, Piece, Style, merged

if TYPE_CHECKING:  # Home draws the map before anything of the cloud is loaded
    from cogtui.cloud.trail import Record


@dataclass(frozen=True)
class Box:
    """One piece of the map."""

    id: str
    title: str
    lines: tuple[str, ...]
    style: Style
    x: int
    y: int
    width: int
    parties: tuple[str, ...]
    """Codes of the parties that it stands for."""


BOXES = (
    Box(
        "provider",
        "provider",
        ("Facebook, Google", "Apple, a company"),
        "outside",
        0,
        0,
        19,
        ("FB", "Google", "Amazon", "Apple", "OIDC", "SAML"),
    ),
    Box("user-pool", "user pool", ("signs people in", "gives JWTs"), "cognito", 0, 5, 19, ("UsrPool",)),
    Box(
        "identity-pool",
        "identity pool",
        ("whose token?", "identity id", "OpenID token"),
        "cognito",
        24,
        2,
        17,
        ("IdPool",),
    ),
    Box("sts", "STS and role", ("trust policy", "temporary keys", ""), "aws", 44, 2, 18, ("STS",)),
    Box("resource", "resource", ("S3 object", "policies", ""), "aws", 65, 2, 13, ("S3",)),
)

ARROWS = (
    (19, 2, "─┐"),
    (20, 3, "│"),
    (20, 4, "├──►"),
    (20, 5, "│"),
    (20, 6, "│"),
    (19, 7, "─┘"),
    (41, 4, "──►"),
    (62, 4, "──►"),
)

HEIGHT = 9
WIDTH = 78


def lit_by(record: Record | None) -> tuple[str, ...]:
    """Return the ids of the boxes that a record's call touches."""
    if record is None:
        return ()
    touched = {record.source, record.target, *(child.target for child in record.children)}
    return tuple(box.id for box in BOXES if touched & set(box.parties))


def drawing(lit: Sequence[str] = ()) -> tuple[Ink, ...]:
    """Return the map as lines, the boxes `lit` drawn strong and marked with `►`."""
    cells: list[list[Piece]] = [[(" ", "")] * WIDTH for _ in range(HEIGHT)]
    for x, y, text in ARROWS:
        _write(cells, x, y, text, "dim")
    for box in BOXES:
        _draw(cells, box, lit=box.id in lit)
    return tuple(merged(row) for row in cells)


def _draw(cells: list[list[Piece]], box: Box, *, lit: bool) -> None:
    inner = box.width - 2
    edge: Style = "mark" if lit else "dim"
    title = f"►{box.title}" if lit else f" {box.title}"
    _write(cells, box.x, box.y, "┌" + "─" * inner + "┐", edge)
    _write(cells, box.x + 1, box.y, f"{title} ", "mark" if lit else box.style)
    for row, line in enumerate(box.lines, 1):
        _write(cells, box.x, box.y + row, "│" + " " * inner + "│", edge)
        _write(cells, box.x + 2, box.y + row, line[: inner - 1], box.style if lit else "")
    _write(cells, box.x, box.y + len(box.lines) + 1, "└" + "─" * inner + "┘", edge)


def _write(cells: list[list[Piece]], x: int, y: int, text: str, style: Style) -> None:
    for offset, character in enumerate(text):
        if 0 <= x + offset < WIDTH and y < HEIGHT:
            cells[y][x + offset] = (character, style)


def legend() -> tuple[Ink, ...]:
    """Return what each piece is for, a line each."""
    return (
        (("provider      ", "outside"), ("knows who people are: Facebook, Google, a company, a user pool", "")),
        (("user pool     ", "cognito"), ("a directory of your own users; it signs them in", "")),
        (("identity pool ", "cognito"), ("turns a login into an identity id, and that into credentials", "")),
        (("STS and role  ", "aws"), ("the trust policy says who may become the role", "")),
        (("resource      ", "aws"), ("the role's policies say what its sessions may do with it", "")),
    )
