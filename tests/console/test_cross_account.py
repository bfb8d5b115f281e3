"""Cross-account access built by typing: the five steps end in the object's text, and each that is left out is found."""

from __future__ import annotations

import pytest

from cogtui.cloud.trail import Record
from cogtui.console.session import Shell
from tests.console.lab import entered
from tests.console.two_accounts import ASSUME, GET, LIST, LOG, OURS, ROLE, STEPS, THEIRS, typed


def refusal(shell: Shell, line: str) -> Record:
    """Return the record of a line that is refused."""
    outcome = entered(shell, line)
    assert outcome.error
    assert outcome.record is not None
    return outcome.record


def silent_or_denying(record: Record) -> set[str]:
    """Return the kinds of policy that refused."""
    return {rule.removeprefix("policy.kind.") for rule in record.refused_by if rule.startswith("policy.kind.")}


def test_the_five_steps_typed_by_hand_end_in_the_object_s_text() -> None:
    shell = typed()
    assumed = entered(shell, ASSUME)
    assert assumed.notes == (
        f"as alice: arn:aws:iam::{OURS}:user/alice",
        "calls can be made with these keys: `as LogReader/alice`, or `--profile LogReader/alice`",
    )
    assert entered(shell, LIST).text == "2026/app.log"
    read = entered(shell, GET)
    assert read.text.splitlines() == [LOG.removesuffix("\\n")]
    assert read.notes[0] == f"as LogReader/alice: arn:aws:sts::{THEIRS}:assumed-role/LogReader/alice"


@pytest.mark.parametrize(
    ("without", "refused_by"),
    [("member", {"identity"}), ("may assume", {"identity"})],
)
def test_what_is_missing_on_our_side_is_refused_when_the_role_is_assumed(without: str, refused_by: set[str]) -> None:
    record = refusal(typed(without), ASSUME)
    assert record.error is not None
    assert (record.error.code, silent_or_denying(record)) == ("AccessDenied", refused_by)
    assert f"arn:aws:iam::{OURS}:user/alice is not authorized to perform: sts:AssumeRole on resource: {ROLE}" in (
        record.error.message
    )


def test_a_trust_policy_that_names_another_account_is_refused_on_their_side() -> None:
    shell = typed("role", "may read")
    entered(shell, STEPS["role"].replace(OURS, "999999999999"))
    assert silent_or_denying(refusal(shell, ASSUME)) == {"trust"}


def test_a_role_that_is_not_there_is_refused_like_one_that_trusts_nobody() -> None:
    record = refusal(typed("role", "may read"), ASSUME)
    assert record.error is not None
    assert record.error.code == "AccessDenied"


def test_a_role_without_permissions_can_be_assumed_and_reads_nothing() -> None:
    shell = typed("may read")
    assert not entered(shell, ASSUME).error
    for line in (LIST, GET):
        record = refusal(shell, line)
        assert record.error is not None
        assert (record.error.code, silent_or_denying(record)) == ("AccessDenied", {"identity"})


def test_a_bucket_that_is_not_there_is_said_to_be_missing() -> None:
    shell = typed("bucket", "object")
    assert not entered(shell, ASSUME).error
    record = refusal(shell, LIST)
    assert record.error is not None
    assert record.error.code == "NoSuchBucket"


def test_without_the_role_alice_reads_nothing_of_theirs() -> None:
    line = GET.replace("LogReader/alice", "alice")
    assert silent_or_denying(refusal(typed(), line)) == {"identity", "resource"}
