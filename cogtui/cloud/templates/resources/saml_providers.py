"""CogTUI::SamlProvider: a company's SAML provider with its people, for which CloudFormation has nothing."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.errors import AwsError
from cogtui.cloud.providers import saml_directory
from cogtui.cloud.providers.saml_records import RelyingParty
from cogtui.cloud.templates.resources.kind import Kind, Making, Property
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import fields, many, table, text

_USER = fields(
    {"Email": text, "Name": text, "Password": text, "NameId": text, "Attributes": table(many(text))},
    required=("Email", "Name", "Password"),
)
_PARTY = fields({"EntityId": text, "AcsUrl": text, "SloUrl": text}, required=("EntityId", "AcsUrl"))


def create(making: Making) -> Made:
    """Make a CogTUI::SamlProvider."""
    given, call = making.given, making.call
    name = given.get("Name", making.resource.logical_id)
    parties = tuple(
        RelyingParty(one["EntityId"], one["AcsUrl"], one.get("SloUrl", "")) for one in given.get("ServiceProviders", ())
    )
    try:
        provider = saml_directory.add_provider(call, name, entity_id=given.get("EntityId", ""), parties=parties)
        for user in given.get("Users", ()):
            saml_directory.add_user(call, provider, **_person(user))
    except AwsError as error:
        raise making.refused(error) from error
    return making.made(
        provider.name,
        EntityId=provider.entity_id,
        Metadata=saml_directory.metadata(call.tx, provider),
        MetadataURL=saml_directory.address(saml_directory.METADATA, provider),
    )


def _person(given: dict[str, Any]) -> dict[str, Any]:
    attributes: dict[str, list[str]] = given.get("Attributes", {})
    return {
        "email": given["Email"],
        "name": given["Name"],
        "password": given["Password"],
        "name_id": given.get("NameId", ""),
        "attributes": {name: tuple(values) for name, values in attributes.items()},
    }


KINDS = (
    Kind(
        "CogTUI::SamlProvider",
        {
            "Name": Property(text),
            "EntityId": Property(text),
            "Users": Property(many(_USER)),
            "ServiceProviders": Property(many(_PARTY)),
        },
        create,
    ),
)
