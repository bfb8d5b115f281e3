"""The panel that says which of Cognito Sync and AppSync to take."""

from __future__ import annotations

import pytest

from cogtui.views.ink import plain, size
from cogtui.views.sync import appsync

WIDTHS = (40, 59, 60, 70, 108, 160)


def words(cells: int) -> list[str]:
    return sorted(word for line in appsync.panel(cells) for word in plain(line).split())


@pytest.mark.parametrize("cells", WIDTHS)
def test_no_line_is_wider_than_there_is_room(cells: int) -> None:
    assert max(size(line) for line in appsync.panel(cells)) <= cells


@pytest.mark.parametrize("cells", [60, 70, 108])
def test_the_same_words_stand_there_at_every_width(cells: int) -> None:
    assert words(cells) == words(160)


def test_it_begins_with_what_to_take_and_that_aws_says_so() -> None:
    first, _, second, *_ = (plain(line) for line in appsync.panel(160))
    assert first == "For a new app, take AWS AppSync."
    assert "AWS says so itself" in second


def test_what_is_not_confirmed_says_so() -> None:
    assert appsync.PRICES.count("not confirmed") == 2
    assert "As of" in appsync.PRICES
