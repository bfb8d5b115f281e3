"""The ledger: what is left out is named with its reason, and nothing that is simulated stands there."""

from __future__ import annotations

from cogtui.cloud.services.left_out import REASONS
from cogtui.views.coverage import ledger, lines


def test_every_operation_of_user_pools_that_is_left_out_has_a_reason_of_its_own() -> None:
    found = ledger().services["cognito-idp"]
    given = {name for names in REASONS["cognito-idp"].values() for name in names}
    assert given == set(found.not_simulated)


def test_identity_pools_are_simulated_whole() -> None:
    assert ledger().services["cognito-identity"].not_simulated == ()


def test_at_least_110_operations_of_user_pools_are_simulated() -> None:
    assert len(ledger().services["cognito-idp"].simulated) >= 110


def test_the_text_names_each_reason_below_its_operations() -> None:
    text = "\n".join(lines(ledger(), 200))
    for reasons in REASONS.values():
        for reason in reasons:
            assert f"({reason})" in text
