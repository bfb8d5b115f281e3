"""AWS's error texts of user pools, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cloud.services.cognito_idp import (
    error_rows_own_words,
    error_rows_settings,
    error_rows_sign_in,
    error_rows_users,
)
from tests.cloud.services.cognito_idp.domain import error_rows_domain
from tests.cloud.services.cognito_idp.error_texts import NOT_REACHED, TEXTS
from tests.cloud.services.error_table import NotReached, Row, explained, is_left_out, refused

ROWS: list[Row[Any]] = [
    *error_rows_sign_in.ROWS,
    *error_rows_users.ROWS,
    *error_rows_settings.ROWS,
    *error_rows_domain.ROWS,
]
REACHED = {(row.code, row.text) for row in [*ROWS, error_rows_domain.ENDING]}
KNOWN = {(code, text) for code, texts in TEXTS.items() for text in texts}


@pytest.mark.parametrize("row", [*ROWS, *error_rows_own_words.ROWS], ids=lambda row: row.id)
def test_a_call_is_refused_in_aws_words_with_a_reason_and_changes_nothing(row: Row[Any]) -> None:
    explained(refused(row))


def test_the_error_page_says_aws_s_sentence_and_the_request_before_it_has_the_reason() -> None:
    assert not refused(error_rows_domain.ENDING).refused_by


def test_every_known_text_is_answered_or_stands_among_those_that_cannot_be() -> None:
    left = {(one.code, one.text) for one in NOT_REACHED}
    assert REACHED | left == KNOWN
    assert not REACHED & left


@pytest.mark.parametrize("one", NOT_REACHED, ids=lambda one: one.text)
def test_a_text_that_is_not_reached_has_its_reason(one: NotReached) -> None:
    assert one.reason
    assert not one.operation or is_left_out("cognito-idp", one.operation)
    assert not one.instead or one.instead in {text for _, text in REACHED}
