"""Resource types of identity pools.

Source: CloudFormation User Guide, "Amazon Cognito resource type reference".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.templates.resources.blame import Blame
from cogtui.cloud.templates.resources.kind import Kind, Making, Property, parameters
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import api, fields, shape, table, text


def create_identity_pool(making: Making) -> Made:
    """Make an AWS::Cognito::IdentityPool, with its settings for Cognito Sync."""
    asked = {"IdentityPoolName": making.new_name(), **making.parameters}
    pool = making.invoke("cognito-identity", "CreateIdentityPool", asked)
    for name, (operation, parameter) in _SYNC_SETTINGS.items():
        if name in making.given:
            settings = {"IdentityPoolId": pool["IdentityPoolId"], parameter: making.given[name]}
            making.invoke("cognito-sync", operation, settings, blame=lambda _, way=name: Blame((way,)))
    return making.made(pool["IdentityPoolId"], Id=pool["IdentityPoolId"], Name=pool["IdentityPoolName"])


def attach_roles(making: Making) -> Made:
    """Make an AWS::Cognito::IdentityPoolRoleAttachment."""
    asked: dict[str, Any] = {"Roles": {}, **making.parameters}
    mappings: dict[str, dict[str, Any]] = making.given.get("RoleMappings", {})
    if mappings:
        # The key is only a name when the mapping says by itself which provider it is for.
        named = {mapping.pop("IdentityProvider", key): mapping for key, mapping in mappings.items()}
        asked["RoleMappings"] = named
    making.invoke("cognito-identity", "SetIdentityPoolRoles", asked)
    return making.made(making.new_name())


def map_principal_tags(making: Making) -> Made:
    """Make an AWS::Cognito::IdentityPoolPrincipalTag."""
    shown = making.invoke("cognito-identity", "SetPrincipalTagAttributeMap", making.parameters)
    return making.made(f"{shown['IdentityPoolId']}|{shown['IdentityProviderName']}")


_SYNC_SETTINGS = {
    "PushSync": ("SetIdentityPoolConfiguration", "PushSync"),
    "CognitoStreams": ("SetIdentityPoolConfiguration", "CognitoStreams"),
    "CognitoEvents": ("SetCognitoEvents", "Events"),
}
"""Property -> the operation of Cognito Sync that makes a pool so, and its parameter."""

_MAPPING = fields(
    {
        "AmbiguousRoleResolution": text,
        "IdentityProvider": text,
        "RulesConfiguration": shape("cognito-identity", "RulesConfigurationType"),
        "Type": text,
    },
    required=("Type",),
)

KINDS = (
    Kind(
        "AWS::Cognito::IdentityPool",
        {
            **parameters(
                "cognito-identity",
                "CreateIdentityPool",
                "AllowClassicFlow",
                "AllowUnauthenticatedIdentities",
                "CognitoIdentityProviders",
                "DeveloperProviderName",
                "IdentityPoolName",
                "IdentityPoolTags",
                "OpenIdConnectProviderARNs",
                "SamlProviderARNs",
                "SupportedLoginProviders",
                required=("AllowUnauthenticatedIdentities",),
            ),
            **{name: Property(api("cognito-sync", *through)) for name, through in _SYNC_SETTINGS.items()},
        },
        create_identity_pool,
    ),
    Kind(
        "AWS::Cognito::IdentityPoolRoleAttachment",
        {
            **parameters(
                "cognito-identity", "SetIdentityPoolRoles", "IdentityPoolId", "Roles", required=("IdentityPoolId",)
            ),
            "RoleMappings": Property(table(_MAPPING)),
        },
        attach_roles,
    ),
    Kind(
        "AWS::Cognito::IdentityPoolPrincipalTag",
        parameters(
            "cognito-identity",
            "SetPrincipalTagAttributeMap",
            "IdentityPoolId",
            "IdentityProviderName",
            "PrincipalTags",
            "UseDefaults",
            required=("IdentityPoolId", "IdentityProviderName"),
        ),
        map_principal_tags,
    ),
)
