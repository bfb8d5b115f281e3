"""A draft of what decides about a role, and the real calls that would make it so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from cogtui.cloud import issuers
from cogtui.cloud.services.cognito_identity.role_mappings import MappingRule, RoleMapping, mappings_shape
from cogtui.cloud.services.cognito_idp.clients.clients import described
from cogtui.cloud.services.cognito_idp.pools.schema import STANDARD_NAMES
from cogtui.cloud.services.cognito_idp.users.attributes import is_readable
from cogtui.cloud.store import Reader
from cogtui.cloud.tokens import mint, read
from cogtui.views.role_scene import GroupState, Scene

Call = tuple[str, str, dict[str, Any]]
"""Service, operation, parameters."""

NO_MAPPING = RoleMapping("Rules", "AuthenticatedRole")
"""What a login without a mapping begins with."""


class Draft(msgspec.Struct, frozen=True):
    """What shall be otherwise than it is. Nothing of it is part of the world."""

    attributes: dict[str, str] = {}
    """Attributes of the user pool's user."""
    claims: dict[str, Any] = {}
    """Claims of an outside provider's token: nobody but the provider can make them so."""
    groups: dict[str, GroupState] = {}
    """Groups by name, as they shall be."""
    mappings: dict[str, RoleMapping | None] = {}
    """Mappings by key, None for none."""
    custom: str = ""
    """CustomRoleArn: a parameter of the app's own call."""

    def mapping(self, scene: Scene) -> RoleMapping | None:
        """Return the login's mapping as it shall be."""
        return self.mappings.get(scene.key, scene.mapping)

    def group_list(self, scene: Scene) -> list[GroupState]:
        """Return the pool's groups as they shall be, new ones last."""
        known = [self.groups.get(group.name, group) for group in scene.groups]
        return known + [group for name, group in self.groups.items() if name not in {one.name for one in scene.groups}]

    @property
    def is_empty(self) -> bool:
        """Whether all shall stay as it is."""
        return self == Draft()


# --- changing it ------------------------------------------------------------------------------------------------------


def with_mapping(draft: Draft, scene: Scene, mapping: RoleMapping | None) -> Draft:
    """Give the login another mapping."""
    return msgspec.structs.replace(draft, mappings={**draft.mappings, scene.key: mapping})


def with_rules(draft: Draft, scene: Scene, rules: tuple[MappingRule, ...]) -> Draft:
    """Give the login's mapping other rules; it chooses by rules then, unless none is left."""
    mapping = draft.mapping(scene) or NO_MAPPING
    kind = "Rules" if rules else mapping.type
    return with_mapping(draft, scene, msgspec.structs.replace(mapping, type=kind, rules=rules))


def with_group(draft: Draft, group: GroupState) -> Draft:
    """Let a group be as it is given."""
    return msgspec.structs.replace(draft, groups={**draft.groups, group.name: group})


def with_claim(draft: Draft, scene: Scene, name: str, text: str) -> Draft:
    """Give a claim another value: by the user's attribute, or as if an outside provider said so."""
    if scene.user is not None:
        return msgspec.structs.replace(draft, attributes={**draft.attributes, name: text})
    return msgspec.structs.replace(draft, claims={**draft.claims, name: _value(text, scene.claims.get(name))})


def _value(text: str, before: Any) -> Any:
    """Return what was typed for a claim: a text where the claim was one, else JSON where it is JSON."""
    if before is None or isinstance(before, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def next_kind(mapping: RoleMapping | None) -> RoleMapping | None:
    """Return the mapping of the next kind: none, Token, Rules. The rules are kept by Token, unread."""
    if mapping is None:
        return msgspec.structs.replace(NO_MAPPING, type="Token")
    return msgspec.structs.replace(mapping, type="Rules") if mapping.type == "Token" else None


def otherwise(mapping: RoleMapping) -> RoleMapping:
    """Return the mapping with the other answer to "and when nothing chooses?"."""
    other = "Deny" if mapping.ambiguous == "AuthenticatedRole" else "AuthenticatedRole"
    return msgspec.structs.replace(mapping, ambiguous=other)


def moved(rules: tuple[MappingRule, ...], index: int, step: int) -> tuple[MappingRule, ...]:
    """Return the rules with one moved up or down; as they are where it can go no further."""
    to = index + step
    if not (0 <= index < len(rules) and 0 <= to < len(rules)):
        return rules
    changed = list(rules)
    changed[index], changed[to] = changed[to], changed[index]
    return tuple(changed)


# --- making it so -----------------------------------------------------------------------------------------------------


def calls_of(scene: Scene, draft: Draft) -> list[Call]:
    """Return the calls that make the draft so, in the order in which they go through."""
    return [*_attribute_calls(scene, draft), *_group_calls(scene, draft), *_mapping_calls(scene, draft)]


def tokens_of(reader: Reader, scene: Scene, draft: Draft) -> dict[str, str]:
    """Return the login's token as an outside provider would sign it with the draft's claims; nothing without any."""
    if not draft.claims or scene.opaque or scene.user is not None:
        return {}
    decoded = read(scene.token)
    keys = issuers.keys_of(reader, str((decoded.claims or {}).get("iss", "")))
    key = next((one for one in keys if one.kid == (decoded.header or {}).get("kid")), None)
    if key is None:
        return {}
    return {scene.provider: mint({**scene.claims, **draft.claims}, key, decoded.header or {})}


def _attribute_calls(scene: Scene, draft: Draft) -> Iterator[Call]:
    user = scene.user
    if user is None:
        return
    changed = {name: text for name, text in draft.attributes.items() if user.attributes.get(name) != text}
    if not changed:
        return
    new = [
        {"Name": name[7:], "AttributeDataType": "String", "Mutable": True} for name in changed if _is_new(scene, name)
    ]
    if new:
        yield "cognito-idp", "AddCustomAttributes", {"UserPoolId": user.pool_id, "CustomAttributes": new}
    yield from _client_calls(scene, [name for name in changed if scene.client and not is_readable(scene.client, name)])
    attributes = [{"Name": name, "Value": text} for name, text in changed.items()]
    who = {"UserPoolId": user.pool_id, "Username": user.username}
    yield "cognito-idp", "AdminUpdateUserAttributes", {**who, "UserAttributes": attributes}


def _client_calls(scene: Scene, unread: list[str]) -> Iterator[Call]:
    """Let the app client read attributes that it does not: what it can't read stands in no ID token of its.

    UpdateUserPoolClient sets back what is left out, so all that the client has goes along.
    """
    if scene.client is not None and unread:
        kept = {name: value for name, value in described(scene.client).items() if name not in _NOT_SETTABLE}
        reads = [*sorted(scene.client.read_attributes or STANDARD_NAMES), *unread]
        yield "cognito-idp", "UpdateUserPoolClient", {**kept, "ReadAttributes": reads}


_NOT_SETTABLE = ("ClientSecret", "LastModifiedDate", "CreationDate")


def _is_new(scene: Scene, name: str) -> bool:
    return name.startswith("custom:") and name not in scene.schema


def _group_calls(scene: Scene, draft: Draft) -> Iterator[Call]:
    user = scene.user
    if user is None:
        return
    before = {group.name: group for group in scene.groups}
    for name, group in draft.groups.items():
        old = before.get(name)
        named = {"UserPoolId": user.pool_id, "GroupName": name}
        settings = {
            **({"RoleArn": group.role} if group.role else {}),
            **({"Precedence": group.precedence} if group.precedence is not None else {}),
        }
        if old is None:
            yield "cognito-idp", "CreateGroup", {**named, **settings}
        elif (old.role, old.precedence) != (group.role, group.precedence):
            yield "cognito-idp", "UpdateGroup", {**named, **settings}
        if group.member != (old.member if old is not None else False):
            operation = "AdminAddUserToGroup" if group.member else "AdminRemoveUserFromGroup"
            yield "cognito-idp", operation, {**named, "Username": user.username}


def _mapping_calls(scene: Scene, draft: Draft) -> Iterator[Call]:
    pool = scene.pool
    if pool is None:
        return
    wanted = {key: mapping for key, mapping in {**pool.role_mappings, **draft.mappings}.items() if mapping is not None}
    if wanted != pool.role_mappings:
        mappings = {"RoleMappings": mappings_shape(wanted)} if wanted else {}
        yield (
            "cognito-identity",
            "SetIdentityPoolRoles",
            {"IdentityPoolId": pool.id, "Roles": dict(pool.roles), **mappings},
        )
