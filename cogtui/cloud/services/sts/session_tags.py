"""Session tags: what a caller may send, and what a session inherits from the one before it in a chain of roles.

IAM User Guide, "Passing session tags in AWS STS".
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.door.authenticate import session_of
from cogtui.cloud.explain import Place
from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.services.sts import errors

Tags = list[dict[str, str]]
"""As requests have them."""

PRINCIPAL_TAG = "aws:PrincipalTag/"

MOST = 50


class SessionTags(msgspec.Struct, frozen=True):
    """The tags that a session has of its own: they win over those of its role."""

    values: dict[str, str] = {}
    transitive: tuple[str, ...] = ()
    """Keys of those that go on to the next role of a chain."""
    origins: dict[str, Place] = {}
    """Where they came from, by condition key."""

    @property
    def context(self) -> dict[str, ContextValue]:
        """Condition keys that the session's requests carry."""
        return {f"{PRINCIPAL_TAG}{key}": value for key, value in self.values.items()}


NONE = SessionTags()


def inherited(call: Call) -> SessionTags:
    """Return the transitive tags of the caller's session: whatever role it assumes has them too, unasked."""
    session = session_of(call)
    if session is None:
        return NONE
    values = {key: str(session.context[f"{PRINCIPAL_TAG}{key}"]) for key in session.transitive}
    names = [f"{PRINCIPAL_TAG}{key}" for key in values]
    origins = {name: session.origins[name] for name in names if name in session.origins}
    return SessionTags(values, tuple(values), origins)


def sent(call: Call) -> SessionTags:
    """Return the tags that the call's parameters send."""
    values = {tag["Key"]: tag["Value"] for tag in given(call, "Tags")}
    place = Place("parameter", f"parameter Tags of {call.operation}")
    keys: list[str] = given(call, "TransitiveTagKeys")
    # The key is spelled as the tag spells it: in the list capitals count for nothing.
    spelled = {key.lower(): key for key in values}
    transitive = tuple(dict.fromkeys(spelled[key.lower()] for key in keys if key.lower() in spelled))
    return SessionTags(values, transitive, {f"{PRINCIPAL_TAG}{key}": place for key in values})


def given(call: Call, member: str) -> Any:
    """Return a list that is a parameter, empty where it is absent."""
    return call.params.get(member) or []


def joined(first: SessionTags, second: SessionTags) -> SessionTags:
    """Return the tags of both."""
    return SessionTags(
        first.values | second.values,
        (*first.transitive, *second.transitive),
        first.origins | second.origins,
    )


def require_tags(call: Call) -> None:
    """Refuse tags that no session can have: a key twice, a transitive key without its tag, one that is inherited already."""
    keys = [tag["Key"] for tag in given(call, "Tags")]
    require_keys(call, keys)
    wanted: list[str] = given(call, "TransitiveTagKeys")
    missing = sorted({key.lower() for key in wanted} - {key.lower() for key in keys})
    call.require("sts.tag.transitive", not missing, errors.transitive_without_tag, keys=keys, missing=missing)
    kept = {key.lower() for key in inherited(call).values}
    clash = [key for key in (*keys, *wanted) if key.lower() in kept]
    call.require("sts.tag.inherited", not clash, errors.transitive_conflict, inherited=sorted(kept), has=clash)


def require_keys(call: Call, keys: list[str]) -> None:
    """Refuse a key that is there twice, capitals aside, and those that AWS keeps for itself."""
    call.require("sts.tag.once", len({key.lower() for key in keys}) == len(keys), errors.duplicate_tags, keys=keys)
    reserved = next((key for key in keys if key.lower().startswith("aws:")), "")
    call.require("sts.tag.reserved", not reserved, lambda: errors.reserved_tag(reserved), keys=keys)


def brought(call: Call, values: dict[str, str], transitive: list[str], places: dict[str, Place]) -> SessionTags:
    """Return the tags that a provider gives; `places` says by key where each stands.

    DIFFERS: AWS's texts for tags of tokens and assertions that cannot be are not published; these are those of AssumeRole.
    """
    require_keys(call, list(values))
    missing = sorted(set(transitive) - set(values))
    call.require("sts.tag.transitive", not missing, errors.transitive_without_tag, keys=list(values), missing=missing)
    origins = {f"{PRINCIPAL_TAG}{key}": places[key] for key in values}
    return SessionTags(values, tuple(dict.fromkeys(transitive)), origins)


def request_keys(tags: SessionTags) -> dict[str, ContextValue]:
    """Return the condition keys of tags while a session with them is being opened."""
    context: dict[str, ContextValue] = {f"aws:RequestTag/{key}": value for key, value in tags.values.items()}
    if tags.values:
        context["aws:TagKeys"] = tuple(tags.values)
    if tags.transitive:
        context["sts:TransitiveTagKeys"] = tags.transitive
    return context


def request_origins(tags: SessionTags) -> dict[str, Place]:
    """Return where the values of those keys stand."""
    return {f"aws:RequestTag/{key}": tags.origins[f"{PRINCIPAL_TAG}{key}"] for key in tags.values}
