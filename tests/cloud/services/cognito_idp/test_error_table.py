"""AWS's error texts of user pools, one by one."""

from __future__ import annotations

import pytest

from tests.cloud.services.cognito_idp import error_rows_sign_in, error_rows_users
from tests.cloud.services.cognito_idp.people import People
from tests.cloud.services.error_table import Row, explained, refused

ROWS = [*error_rows_sign_in.ROWS, *error_rows_users.ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_call_is_refused_in_aws_words_with_a_reason_and_changes_nothing(row: Row[People]) -> None:
    explained(refused(row))
