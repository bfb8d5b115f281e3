"""PreTokenGeneration: a function adds, overrides and suppresses claims, groups and scopes, just before tokens are signed.

Source: Developer Guide, "Pre token generation Lambda trigger". Version 1 of the event is about the ID token alone, version 2 about
the access token too, version 3 about the tokens of machines as well.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.groups.group_claims import GROUPS_CLAIM, PREFERRED_ROLE_CLAIM, ROLES_CLAIM
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.triggers.config import PRE_TOKEN, token_version
from cogtui.cloud.services.cognito_idp.triggers.events import Moment, metadata, profile
from cogtui.cloud.services.cognito_idp.triggers.fire import answered, fire, fires
from cogtui.cloud.services.cognito_idp.triggers.token_changes import NO_CHANGE, Groups, TokenChange, Unsaid

SOURCE = "TokenGeneration"
MACHINE = "ClientCredentials"
"""The source, and the name, of an app that acts by itself."""


class First(msgspec.Struct, frozen=True, rename="camel"):
    """claimsOverrideDetails: version 1, whose claims are texts; whether AWS takes numbers as well is not documented."""

    claims_to_add_or_override: dict[str, str | None] | None = None
    claims_to_suppress: list[str] | None = None
    group_override_details: Groups | msgspec.UnsetType | None = msgspec.UNSET


class FirstAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """What the function answers to version 1."""

    claims_override_details: First = First()


class Later(msgspec.Struct, frozen=True, rename="camel"):
    """claimsAndScopeOverrideDetails: versions 2 and 3."""

    id_token_generation: TokenChange | None = None
    access_token_generation: TokenChange | None = None
    group_override_details: Groups | msgspec.UnsetType | None = msgspec.UNSET


class LaterAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """What the function answers to versions 2 and 3."""

    claims_and_scope_override_details: Later = Later()


class Changes(msgspec.Struct, frozen=True):
    """What the function wants changed."""

    id: TokenChange = NO_CHANGE
    access: TokenChange = NO_CHANGE
    groups: Groups | Unsaid | None = msgspec.UNSET

    def group_claims(self, claims: dict[str, Any]) -> dict[str, Any]:
        """Return the claims of the user's groups: the function's, where it has a say; an empty say takes all away."""
        if isinstance(self.groups, msgspec.UnsetType):
            return claims
        said = self.groups or Groups()
        given = {
            GROUPS_CLAIM: said.groups_to_override,
            ROLES_CLAIM: said.iam_roles_to_override,
            PREFERRED_ROLE_CLAIM: said.preferred_role,
        }
        return {name: value for name, value in given.items() if value}


NO_CHANGES = Changes()


def about_user(call: Call, app: App, user: User, source: str, *, scopes: list[str], groups: dict[str, Any]) -> Changes:
    """Ask the function about the tokens of a user who has signed in."""
    pool = app.pool
    if not fires(pool, PRE_TOKEN):
        return NO_CHANGES
    version = token_version(pool)
    request: dict[str, Any] = {"userAttributes": profile(user), "groupConfiguration": _configuration(groups)}
    if version != "1":
        request["scopes"] = scopes
    request["clientMetadata"] = metadata(call, PRE_TOKEN)
    moment = Moment(PRE_TOKEN, f"{SOURCE}_{source}", user.username, app.client.client_id, version)
    return _asked(call, app, moment, request)


def about_machine(call: Call, app: App, scopes: tuple[str, ...], given: dict[str, Any]) -> Changes:
    """Ask the function about the access token of an app by itself: version 3 alone; `given` is aws_client_metadata."""
    if not fires(app.pool, PRE_TOKEN) or token_version(app.pool) != "3":
        return NO_CHANGES
    request = {
        "userAttributes": {},
        "groupConfiguration": _configuration({}),
        "scopes": list(scopes),
        "clientMetadata": given,
    }
    moment = Moment(PRE_TOKEN, f"{SOURCE}_{MACHINE}", MACHINE, app.client.client_id, "3")
    return _asked(call, app, moment, request)


def _configuration(groups: dict[str, Any]) -> dict[str, Any]:
    return {
        "groupsToOverride": groups.get(GROUPS_CLAIM, []),
        "iamRolesToOverride": groups.get(ROLES_CLAIM, []),
        "preferredRole": groups.get(PREFERRED_ROLE_CLAIM),
    }


def _asked(call: Call, app: App, moment: Moment, request: dict[str, Any]) -> Changes:
    root = "claimsOverrideDetails" if moment.version == "1" else "claimsAndScopeOverrideDetails"
    answer = fire(call, app.pool, moment, request, {root: None})
    if moment.version == "1":
        said = answered(call, moment, answer, FirstAnswer).claims_override_details
        change = TokenChange(said.claims_to_add_or_override, said.claims_to_suppress)
        return Changes(id=change, groups=said.group_override_details)
    later = answered(call, moment, answer, LaterAnswer).claims_and_scope_override_details
    return Changes(
        later.id_token_generation or NO_CHANGE,
        later.access_token_generation or NO_CHANGE,
        later.group_override_details,
    )
