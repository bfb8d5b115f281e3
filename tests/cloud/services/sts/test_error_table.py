"""AWS's error texts of STS, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cloud.services.error_table import NotReached, Row, explained, refused
from tests.cloud.services.sts.error_rows import OWN_WORDS, ROWS
from tests.cloud.services.sts.error_texts import NOT_REACHED, TEXTS

REACHED = {(row.code, row.text) for row in ROWS}
KNOWN = {(code, text) for code, texts in TEXTS.items() for text in texts}


@pytest.mark.parametrize("row", [*ROWS, *OWN_WORDS], ids=lambda row: row.id)
def test_a_call_is_refused_in_aws_words_with_a_reason_and_changes_nothing(row: Row[Any]) -> None:
    explained(refused(row))


def test_every_known_text_is_answered_or_stands_among_those_that_cannot_be() -> None:
    left = {(one.code, one.text) for one in NOT_REACHED}
    assert REACHED | left == KNOWN
    assert not REACHED & left


@pytest.mark.parametrize("one", NOT_REACHED, ids=lambda one: one.text)
def test_a_text_that_is_not_reached_has_its_reason(one: NotReached) -> None:
    assert one.reason
    assert not one.instead or one.instead in {text for _, text in REACHED}
