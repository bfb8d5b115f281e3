"""The panes on the status line: by title, in brief, by digit alone, as there is room."""

from __future__ import annotations

import pytest

from cogtui.views.ink import plain, size
from cogtui.views.status import PANES, tabs


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (80, " 1 Sign in 2 Tokens 3 Exchange 4 Trail 5 Console [6 Accounts] 7 Sync"),
        (60, " 1 Sign 2 Tok 3 Exch 4 Trail 5 Cons [6 Accounts] 7 Sync"),
        (40, " 1 2 3 4 5 [6 Accounts] 7"),
    ],
)
def test_panes_are_named_as_far_as_there_is_room(cells: int, line: str) -> None:
    assert plain(tabs("accounts", cells)) == line


@pytest.mark.parametrize("pane", ["", *dict(PANES)])
def test_the_narrow_line_fits_beside_the_clock_at_80_columns(pane: str) -> None:
    assert size(tabs(pane, 60)) <= 60
