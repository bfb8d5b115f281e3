"""The forms of the steps: what each asks for. `plans` has the calls that its answers become."""

from __future__ import annotations

from collections.abc import Callable

from cogtui.views.cross_account.asked import Asked
from cogtui.views.cross_account.looks import attackers_id, customers_id
from cogtui.views.cross_account.steps import StepId
from cogtui.views.form import Field, Form

ACCOUNT, SERVICE, WEB = "account", "service", "web"
_TRUSTED = (
    (ACCOUNT, "AWS account: people and roles of an account"),
    (SERVICE, "AWS service: Lambda, EC2 ..."),
    (WEB, "Web identity: people of an identity pool"),
)
YES, NO = "yes", "no"


def form_of(asked: Asked, step: StepId) -> Form | None:
    """Return a step's form; None where there is nothing to fill in."""
    made = _FORMS.get(step)
    return made(asked) if made else None


def needed_first(asked: Asked, step: StepId) -> str:
    """Return what has to be there before a step can be done at all, in one sentence; empty where nothing is missing."""
    cast = asked.cast
    there = {"role": cast.role, "bucket": cast.bucket, "user": cast.user}
    what, words = _NEEDS.get(step, ("", ""))
    return words if what and there[what] is None else ""


_ROLE_FIRST = ("role", "B has no role yet: make the role first")
_NEEDS: dict[StepId, tuple[str, str]] = {
    "mfa-device": ("user", "A has no user yet: make the user first"),
    "bucket-policy": ("bucket", "B has no bucket yet: make the bucket first"),
    "demands-id": _ROLE_FIRST,
    "demands-mfa": _ROLE_FIRST,
    "boundary": _ROLE_FIRST,
}


# --- 1. the group -----------------------------------------------------------------------------------------------------


def _group_form(asked: Asked) -> Form:
    cast = asked.cast
    return Form(
        "A: a group with a user",
        "The user gets an access key if there is none, so that somebody can call.",
        (
            Field("group", "Group", cast.group.name if cast.group else "Analysts"),
            Field("user", "User in it", cast.user.name if cast.user else "alice"),
        ),
    )


# --- 2. the bucket ----------------------------------------------------------------------------------------------------


def _bucket_form(asked: Asked) -> Form:
    cast = asked.cast
    name = cast.bucket.name if cast.bucket else f"logs-{cast.far}"
    return Form(
        "B: a bucket with logs",
        "A bucket's name is unique among all buckets of AWS.",
        (Field("bucket", "Bucket", name), Field("key", "First log", cast.key or "2026/01/app.log")),
    )


# --- 3. and 5. identity policies --------------------------------------------------------------------------------------

_READING = "s3:GetObject, s3:ListBucket"


def _reading(policy: str, bucket: str) -> tuple[Field, ...]:
    """Return the fields of a policy about a bucket and what is in it."""
    return (
        Field("name", "Policy", policy),
        Field("actions", "Actions", _READING, "separated by commas"),
        Field("resources", "Resources", f"{bucket}, {bucket}/*", "ARNs, separated by commas"),
    )


def _permissions_form(asked: Asked) -> Form:
    return Form(
        "B: a policy that allows the bucket",
        "Objects have the bucket's ARN with a slash and the key: s3:ListBucket is about the one, s3:GetObject about the other.",
        _reading("ReadLogs", asked.cast.bucket_arn),
    )


def _use_form(asked: Asked) -> Form:
    return Form(
        "A: a policy that lets the group use B's bucket",
        "A bucket policy of another account is not enough: A must let its own people go.",
        _reading("UseLogs", asked.cast.bucket_arn),
    )


def _assume_form(asked: Asked) -> Form:
    role = asked.cast.role_arn
    return Form(
        "A: a policy that lets the group assume the role",
        "It is attached to the group, so all who are in it may.",
        (
            Field("name", "Policy", "AssumeLogReader"),
            Field("resources", "Role ARN", role, "" if role else "the role of B comes first: its ARN stands here then"),
        ),
    )


# --- 4. the role ------------------------------------------------------------------------------------------------------


def _role_form(asked: Asked) -> Form:
    cast = asked.cast
    policies = tuple((one.arn, one.name) for one in cast.far_policies)
    return Form(
        "B: a role for people of A",
        "The type of trusted entity decides what the trust policy says.",
        (
            Field("name", "Role", cast.role.name if cast.role else "LogReader"),
            Field("type", "Trusted entity", ACCOUNT, choices=_TRUSTED),
            Field("account", "Account ID", cast.near, "for an AWS account"),
            Field("external_id", "ExternalId", "", "empty: none is asked for", needed=False),
            Field("policy", "Permissions", policies[-1][0] if policies else "", choices=(*policies, ("", "none yet"))),
        ),
    )


# --- variants ---------------------------------------------------------------------------------------------------------


def _bucket_policy_form(asked: Asked) -> Form:
    cast = asked.cast
    user = cast.user.arn if cast.user else ""
    whom = ((user, f"the user {user.rpartition('/')[2]}"),) if user else ()
    return Form(
        "B: a bucket policy",
        "A user or an account is named; whoever comes from another account needs A's leave as well.",
        (
            Field("principal", "For", user or cast.near, choices=(*whom, (cast.near, f"the account {cast.near}"))),
            Field("actions", "Actions", _READING, "separated by commas"),
        ),
    )


def _demands_id_form(asked: Asked) -> Form:
    return Form(
        "B: the trust policy asks for an ExternalId",
        f"The vendor gave {customers_id(asked)} to B, and {attackers_id(asked)} to C.",
        (Field("external_id", "ExternalId", customers_id(asked), "empty: none is asked for", needed=False),),
    )


def _demands_mfa_form(asked: Asked) -> Form:
    del asked
    choices = ((YES, "yes: Bool aws:MultiFactorAuthPresent is true"), (NO, "no"))
    return Form(
        "B: the trust policy asks for MFA",
        "With a long-term key alone the condition key is not there at all.",
        (Field("mfa", "MFA", YES, choices=choices),),
    )


def _boundary_form(asked: Asked) -> Form:
    return Form(
        "B: a permissions boundary for the role",
        "It allows nothing by itself: it is the most that the role's policies can give.",
        (
            Field("name", "Policy", "LogsOnly"),
            Field("actions", "Actions", "s3:*", "separated by commas"),
            Field("resources", "Resources", f"{asked.cast.bucket_arn}, {asked.cast.bucket_arn}/*", "ARNs"),
        ),
    )


_SCPS = (
    ("sts:AssumeRole", "Deny sts:AssumeRole: nobody of A becomes a role"),
    ("s3:*", "Deny s3:* : does it stop a session of B's role?"),
)


def _scp_form(asked: Asked) -> Form:
    far = asked.cast.far
    return Form(
        "An SCP on account A",
        f"If A is in no organization yet, it joins the one of {far}, which is made then.",
        (
            Field("name", "SCP", "LimitsOfA"),
            Field("denies", "It says", _SCPS[0][0], choices=_SCPS),
        ),
    )


def _mfa_device_form(asked: Asked) -> Form:
    name = asked.cast.user.name if asked.cast.user else "alice"
    return Form(
        "A: an MFA device",
        "A virtual one, as an authenticator app is. Its codes follow the world's clock.",
        (Field("device", "Device", f"{name}-phone"),),
    )


_FORMS: dict[StepId, Callable[[Asked], Form]] = {
    "group": _group_form,
    "bucket": _bucket_form,
    "permissions": _permissions_form,
    "role": _role_form,
    "assume": _assume_form,
    "bucket-policy": _bucket_policy_form,
    "use": _use_form,
    "demands-id": _demands_id_form,
    "demands-mfa": _demands_mfa_form,
    "mfa-device": _mfa_device_form,
    "boundary": _boundary_form,
    "scp": _scp_form,
}
