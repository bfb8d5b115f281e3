"""Resource types of outside identity providers, for which CloudFormation has none: their apps and their users."""

from __future__ import annotations

from typing import Any

from cogtui.cloud.accounts.oidc_providers import OIDC_ISSUERS, thumbprint_of
from cogtui.cloud.documents import Document, unknown
from cogtui.cloud.errors import AwsError
from cogtui.cloud.providers.amazon_api import security_profile
from cogtui.cloud.providers.directory import add_app, add_issuer, add_user
from cogtui.cloud.providers.records import ProviderName
from cogtui.cloud.templates.resources.kind import Kind, Making, Property
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import many, one_of, table, text

NAMES: dict[str, ProviderName] = {"Facebook": "facebook", "Google": "google", "Amazon": "amazon", "Apple": "apple"}
"""Provider as templates call it -> as code does."""

_PROVIDER = Property(text, required=True)


def _named(making: Making) -> ProviderName:
    """Return the provider that a resource is of: a well-known one by its name, else what a CogTUI::OidcProvider's Ref gives."""
    given: str = making.given["Provider"]
    declared = making.call.tx.get(OIDC_ISSUERS, ("issuer", given))
    if given not in NAMES and declared is None:
        declared_names = [issuer.name for issuer in making.call.tx.scan(OIDC_ISSUERS, "issuer")]
        what = "a provider that CogTUI simulates, nor one that a CogTUI::OidcProvider declares"
        message = unknown(what, given, (*NAMES, *declared_names))
        raise making.scope.document.error(making.pointer("Provider"), message)
    return NAMES.get(given, given)


def create_oidc_provider(making: Making) -> Made:
    """Make a CogTUI::OidcProvider: an OpenID provider of a company's own, with keys and pages; Ref gives its name."""
    given, call = making.given, making.call
    name = given.get("Name", making.resource.logical_id.lower())
    optional: dict[str, Any] = {"title": given.get("Title", making.resource.logical_id)}
    optional["trusted"] = given.get("Certificate", "public") == "public"
    try:
        issuer = add_issuer(call.tx, call.ids, name, given["Issuer"], **optional)
    except AwsError as error:
        raise making.refused(error) from error
    return making.made(issuer.name, Issuer=issuer.issuer, Url=issuer.url, Thumbprint=thumbprint_of(issuer.issuer))


def _any_claim(_document: Document, _pointer: str, value: Any) -> Any:
    """Take a claim of any form: a text, a number, a list."""
    return value


def create_app(making: Making) -> Made:
    """Make a CogTUI::Provider::App: what a developer registers at the provider's own console."""
    given = making.given
    optional: dict[str, Any] = {"app_id": given.get("AppId", ""), "secret": given.get("AppSecret", "")}
    if given.get("RedirectUris"):
        optional["redirect_uris"] = tuple(given["RedirectUris"])
    call, name = making.call, given.get("Name", making.resource.logical_id)
    try:
        app = add_app(call.tx, call.ids, _named(making), name, **optional)
    except AwsError as error:
        raise making.refused(error) from error
    more = {"SecurityProfileId": security_profile(app.app_id)} if app.provider == "amazon" else {}
    if app.provider == "apple":
        more = {"TeamId": app.team_id, "KeyId": app.key_id, "PrivateKey": app.secret}
    return making.made(app.app_id, AppId=app.app_id, AppSecret=app.secret, **more)


def create_user(making: Making) -> Made:
    """Make a CogTUI::Provider::User: somebody with an account at the provider."""
    given, call = making.given, making.call
    try:
        user = add_user(
            call.tx,
            call.ids,
            _named(making),
            email=given["Email"],
            name=given["Name"],
            password=given["Password"],
            user_id=given.get("Id", ""),
            claims=given.get("Claims"),
        )
    except AwsError as error:
        raise making.refused(error) from error
    return making.made(user.id, Id=user.id, Email=user.email, Name=user.name)


KINDS = (
    Kind(
        "CogTUI::OidcProvider",
        {
            "Issuer": Property(text, required=True),
            "Name": Property(text),
            "Title": Property(text),
            "Certificate": Property(one_of("public", "private")),
        },
        create_oidc_provider,
    ),
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
            "Claims": Property(table(_any_claim)),
        },
        create_user,
    ),
)
