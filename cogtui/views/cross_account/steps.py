"""The steps of cross-account access, and the variants: which steps each has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from cogtui.views.cross_account import looks
from cogtui.views.cross_account.asked import Asked, Sends
from cogtui.views.cross_account.looks import Found

Side = Literal["near", "far", "third"]
"""Whose account a step is in: of those who ask, of what is asked for, of the attacker."""

Variant = Literal["role", "bucket-policy", "external-id", "mfa", "session-policy", "boundary", "scp"]

StepId = Literal[
    "group",
    "bucket",
    "permissions",
    "role",
    "assume",
    "bucket-policy",
    "use",
    "demands-id",
    "sends-id",
    "attacker",
    "demands-mfa",
    "mfa-device",
    "session",
    "boundary",
    "scp",
]


class Step(msgspec.Struct, frozen=True):
    """One step."""

    id: StepId
    side: Side
    title: str
    text: str
    """What it is for, in one sentence."""
    look: Callable[[Asked], Found]


class Row(msgspec.Struct, frozen=True):
    """A step as the checklist shows it."""

    number: int
    step: Step
    found: Found


STEPS: dict[StepId, Step] = {
    one.id: one
    for one in (
        Step("group", "near", "user group", "People get their rights together, through a group.", looks.group),
        Step("bucket", "far", "bucket with logs", "What the people of A want to read.", looks.bucket),
        Step("permissions", "far", "policy for the bucket", "What the role may do with the bucket.", looks.permissions),
        Step(
            "role", "far", "role that trusts A", "Its trust policy says who may become it, A's people here.", looks.role
        ),
        Step(
            "assume",
            "near",
            "policy: assume the role",
            "A lets its own people go: sts:AssumeRole on that role.",
            looks.assume,
        ),
        Step(
            "bucket-policy",
            "far",
            "bucket policy",
            "The bucket itself lets the people of A in; no role is needed then.",
            looks.bucket_policy,
        ),
        Step(
            "use", "near", "policy: use the bucket", "A lets its own people use a bucket of another account.", looks.use
        ),
        Step(
            "demands-id",
            "far",
            "trust wants ExternalId",
            "Only whoever names the id that the vendor gave to B gets in.",
            looks.demands("sts:ExternalId", Sends(mfa=True)),
        ),
        Step(
            "sends-id",
            "near",
            "request sends it",
            "The vendor sends the id of the customer it works for.",
            looks.sends_id,
        ),
        Step(
            "attacker",
            "third",
            "names B's role",
            "C, another customer, tells the vendor the ARN of B's role as if it were its own.",
            looks.attacker,
        ),
        Step(
            "demands-mfa",
            "far",
            "trust wants MFA",
            "A stolen access key alone does not open the role.",
            looks.demands("aws:MultiFactorAuthPresent", Sends(external_id="any-id")),
        ),
        Step(
            "mfa-device",
            "near",
            "MFA device and code",
            "AssumeRole sends the device's number and a code.",
            looks.mfa_device,
        ),
        Step(
            "session",
            "near",
            "session policy",
            "The one who assumes can make the session smaller than the role, never larger.",
            looks.session,
        ),
        Step(
            "boundary",
            "far",
            "boundary of the role",
            "The most that the role can ever have, whatever its policies say.",
            looks.boundary,
        ),
        Step("scp", "near", "SCP on account A", "The organization's upper limit for everybody in A.", looks.scp),
    )
}

_FIVE: tuple[StepId, ...] = ("group", "bucket", "permissions", "role", "assume")


class Way(msgspec.Struct, frozen=True):
    """A variant: which steps it has."""

    id: Variant
    title: str
    text: str
    steps: tuple[StepId, ...]


WAYS: dict[Variant, Way] = {
    one.id: one
    for one in (
        Way("role", "through a role", "The five steps: A's user becomes a role of B, and the role reads.", _FIVE),
        Way(
            "bucket-policy",
            "by bucket policy",
            "No role: the bucket's own policy names A's people, and A lets them go. They keep their own rights.",
            ("group", "bucket", "bucket-policy", "use"),
        ),
        Way(
            "external-id",
            "ExternalId",
            "A is a vendor with many customers. C tells it B's role as its own: without an ExternalId the vendor is a "
            "confused deputy.",
            (*_FIVE, "demands-id", "sends-id", "attacker"),
        ),
        Way(
            "mfa",
            "MFA",
            "The trust policy asks for MFA: AssumeRole must send the device's number and a code.",
            (*_FIVE, "demands-mfa", "mfa-device"),
        ),
        Way(
            "session-policy",
            "session policy",
            "AssumeRole sends a policy along: the session may what both it and the role allow.",
            (*_FIVE, "session"),
        ),
        Way(
            "boundary",
            "boundary",
            "The role has a permissions boundary: it may what both its policies and the boundary allow.",
            (*_FIVE, "boundary"),
        ),
        Way(
            "scp",
            "SCP",
            "A is a member of an organization: its SCPs limit everybody in A, B's bind nobody of A.",
            (*_FIVE, "scp"),
        ),
    )
}

KMS = "KMS is not simulated by CogTUI: at AWS a bucket encrypted with a key of your own also needs the key's policy."


def rows_of(asked: Asked, variant: Variant) -> list[Row]:
    """Return the checklist of a variant."""
    return [
        Row(number, STEPS[step], STEPS[step].look(asked)) for number, step in enumerate(WAYS[variant].steps, start=1)
    ]
