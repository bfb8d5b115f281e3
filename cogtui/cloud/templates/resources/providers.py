"""Resource types of outside identity providers, for which CloudFormation has none: their apps and their users."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.errors import AwsError
from cogtui.cloud.providers.amazon_api import security_profile
from cogtui.cloud.providers.directory import add_app, add_user
from cogtui.cloud.providers.records import ProviderName
from cogtui.cloud.templates.resources.kind import Kind, Making, Property
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import many, one_of, text

NAMES: dict[str, ProviderName] = {"Facebook": "facebook", "Google": "google", "Amazon": "amazon"}
"""Provider as templates call it -> as code does."""

_PROVIDER = Property(one_of(*NAMES), required=True)


def create_app(making: Making) -> Made:
    """Make a CogTUI::Provider::App: what a developer registers at the provider's own console."""
    given = making.given
    optional: dict[str, Any] = {"app_id": given.get("AppId", ""), "secret": given.get("AppSecret", "")}
    if given.get("RedirectUris"):
        optional["redirect_uris"] = tuple(given["RedirectUris"])
    call, name = making.call, given.get("Name", making.resource.logical_id)
    try:
        app = add_app(call.tx, call.ids, NAMES[given["Provider"]], name, **optional)
    except AwsError as error:
        raise making.refused(error) from error
    more = {"SecurityProfileId": security_profile(app.app_id)} if app.provider == "amazon" else {}
    return making.made(app.app_id, AppId=app.app_id, AppSecret=app.secret, **more)


def create_user(making: Making) -> Made:
    """Make a CogTUI::Provider::User: somebody with an account at the provider."""
    given, call = making.given, making.call
    try:
        user = add_user(
            call.tx,
            call.ids,
            NAMES[given["Provider"]],
            email=given["Email"],
            name=given["Name"],
            password=given["Password"],
            user_id=given.get("Id", ""),
        )
    except AwsError as error:
        raise making.refused(error) from error
    return making.made(user.id, Id=user.id, Email=user.email, Name=user.name)


KINDS = (
    Kind(
        "CogTUI::Provider::App",
        {
            "Provider": _PROVIDER,
            "Name": Property(text),
            "AppId": Property(text),
            "AppSecret": Property(text),
            "RedirectUris": Property(many(text)),
        },
        create_app,
    ),
    Kind(
        "CogTUI::Provider::User",
        {
            "Provider": _PROVIDER,
            "Email": Property(text, required=True),
            "Name": Property(text, required=True),
            "Password": Property(text, required=True),
            "Id": Property(text),
        },
        create_user,
    ),
)
