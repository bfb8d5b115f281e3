"""What each rule id means: the question in words and the page it comes from.

A rule is written once, in the `rules.py` of the package that owns its prefix; this module only finds it.
"""

from __future__ import annotations

import importlib
from functools import cache

import msgspec


class Rule(msgspec.Struct, frozen=True):
    """The words behind a rule id."""

    asks: str
    """What is asked, as a short statement that is true when the check passes: "the token has not expired"."""
    source: str
    """Where the rule comes from: an AWS page, an API, an RFC section."""
    refused: str = ""
    """What went wrong when it does not pass, as a short statement; `asks` with "not" where empty."""


OWNERS = {
    "door": "cogtui.cloud.door.rules",
    "jwt": "cogtui.cloud.tokens.rules",
    "iam": "cogtui.cloud.services.iam.rules",
    "policy": "cogtui.cloud.policy.rules",
    "idp": "cogtui.cloud.services.cognito_idp.rules",
    "oauth": "cogtui.cloud.services.cognito_idp.domain.rules",
    "identity": "cogtui.cloud.services.cognito_identity.rules",
    "sync": "cogtui.cloud.services.cognito_sync.rules",
    "sts": "cogtui.cloud.services.sts.rules",
    "s3": "cogtui.cloud.services.s3.rules",
    "sns": "cogtui.cloud.services.sns.rules",
    "orgs": "cogtui.cloud.services.organizations.rules",
    "function": "cogtui.cloud.functions.rules",
    "stream": "cogtui.cloud.streams.rules",
    "provider": "cogtui.cloud.providers.rules",
    "saml": "cogtui.cloud.saml.rules",
}
"""Which module's `RULES` holds the ids that begin with a word."""


@cache
def rules(prefix: str) -> dict[str, Rule]:
    """Return the rules whose ids begin with `prefix` (`sts` for `sts.trust.aud`)."""
    found: dict[str, Rule] = importlib.import_module(OWNERS[prefix]).RULES
    return found


def rule(rule_id: str) -> Rule:
    """Return the words of `rule_id`; KeyError for an id nobody wrote down (a bug)."""
    return rules(rule_id.split(".", 1)[0])[rule_id]
