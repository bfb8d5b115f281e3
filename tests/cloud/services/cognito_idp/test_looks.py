"""Looks of pages, as set and given back: the classic hosted UI's CSS and logo, and managed login's styles."""

from __future__ import annotations

import pytest

from cogtui.cloud import codec
from cogtui.cloud.clock import timestamp
from tests.builders import a_client
from tests.cloud.services.cognito_idp.people import People, people, refusal

LABEL = ".label-customizable {font-weight: 400;}"
PNG = b"\x89PNG\r\n\x1a\n"
NOBODY = "00000000-0000-4000-8000-000000000000"


def at_a_domain() -> People:
    here = people()
    here.administered("CreateUserPoolDomain", Domain="ana-demo")
    return here


def test_a_client_has_the_looks_of_all_until_it_has_its_own() -> None:
    here = at_a_domain()
    assert here.administered("GetUICustomization")["UICustomization"] == {}
    now = timestamp(here.world.now)
    of_all = here.administered("SetUICustomization", CSS=LABEL, ClientId="ALL")["UICustomization"]
    assert of_all == {
        "UserPoolId": here.pool,
        "ClientId": "ALL",
        "CSS": LABEL,
        "CSSVersion": now.strftime("%Y%m%d%H%M%S"),
        "LastModifiedDate": now,
        "CreationDate": now,
    }
    assert here.administered("GetUICustomization", ClientId=here.client)["UICustomization"] == of_all
    here.wait(hours=1)
    here.administered("SetUICustomization", ClientId=here.client, ImageFile=PNG)
    own = here.administered("GetUICustomization", ClientId=here.client)["UICustomization"]
    assert own["ImageUrl"].startswith("https://d")
    assert "CSS" not in own
    assert here.administered("GetUICustomization")["UICustomization"] == of_all


def test_a_pool_without_a_domain_has_no_pages_to_customise() -> None:
    reply = people().asked("SetUICustomization", CSS=LABEL)
    text = "There has to be an existing domain associated with this user pool"
    assert refusal(reply) == ("InvalidParameterException", text)


@pytest.mark.parametrize(
    "css",
    [
        "",
        "/* nothing */",
        ".idpButton-customizable:hover, .submitButton-customizable:hover {color: #fff;}",
        ".inputField-customizable:focus {outline: 0}\n.background-customizable{background-color:#fff}",
    ],
)
def test_css_of_the_listed_classes_is_taken(css: str) -> None:
    assert at_a_domain().asked("SetUICustomization", CSS=css).ok


@pytest.mark.parametrize(
    ("css", "problem"),
    [
        ("body {color: red}", "class body is not allowed."),
        (".another {color: red}", "class .another is not allowed."),
        (".label-customizable:hover {color: red}", "class .label-customizable:hover is not allowed."),
        (".label-customizable, {color: red}", "class (none) is not allowed."),
        ("@import 'x';", "statements like @import and @media are not allowed."),
        (".label-customizable {color: red", "a rule is not complete."),
        (".label-customizable {background: url(JavaScript:x)}", "scripts are not allowed."),
        (".label-customizable {content: '</style>'}", "scripts are not allowed."),
    ],
)
def test_other_css_is_refused(css: str, problem: str) -> None:
    here = at_a_domain()
    reply = here.asked("SetUICustomization", CSS=css)
    assert refusal(reply) == ("InvalidParameterException", f"Invalid CSS: {problem}")
    assert reply.record.refused_by == ("idp.looks.css",)
    assert here.administered("GetUICustomization")["UICustomization"] == {}


@pytest.mark.parametrize("image", [b"GIF89a", PNG + bytes(100 * 1024)])
def test_a_logo_is_a_png_or_jpeg_of_at_most_100_kb(image: bytes) -> None:
    reply = at_a_domain().asked("SetUICustomization", ImageFile=image)
    assert reply.record.refused_by == ("idp.looks.image",)


def test_a_style_is_a_client_s_and_there_is_one() -> None:
    here = people()
    settings = {"components": {"form": {"borderRadius": 8}}}
    asset = {"Category": "FORM_LOGO", "ColorMode": "LIGHT", "Extension": "PNG", "Bytes": PNG}
    whose = {"ClientId": here.client}
    made = here.administered("CreateManagedLoginBranding", **whose, Settings=settings, Assets=[asset])
    style = made["ManagedLoginBranding"]
    assert (style["Settings"], style["Assets"], style["UseCognitoProvidedValues"]) == (settings, [asset], False)
    named = {"ManagedLoginBrandingId": style["ManagedLoginBrandingId"]}
    assert here.administered("DescribeManagedLoginBranding", **named) == made
    assert here.administered("DescribeManagedLoginBrandingByClient", **whose) == made
    record = here.world.trail[-3]
    assert codec.unpack_record(codec.pack_record(record)).changes == record.changes
    code, _ = refusal(here.asked("CreateManagedLoginBranding", **whose))
    assert code == "ManagedLoginBrandingExistsException"
    here.administered("DeleteManagedLoginBranding", **named)
    assert refusal(here.asked("DescribeManagedLoginBranding", **named))[0] == "ResourceNotFoundException"


def test_a_style_keeps_what_an_update_leaves_out_and_loses_it_to_cognito_s_own() -> None:
    here = people()
    made = here.administered("CreateManagedLoginBranding", ClientId=here.client, Settings={"a": {"b": 1}})
    named = {"ManagedLoginBrandingId": made["ManagedLoginBranding"]["ManagedLoginBrandingId"]}
    kept = here.administered("UpdateManagedLoginBranding", **named)["ManagedLoginBranding"]
    assert kept["Settings"] == {"a": {"b": 1}}
    own = here.administered("UpdateManagedLoginBranding", **named, UseCognitoProvidedValues=True)
    assert (own["ManagedLoginBranding"]["Settings"], own["ManagedLoginBranding"]["UseCognitoProvidedValues"]) == (
        {},
        True,
    )


@pytest.mark.parametrize(
    ("operation", "params", "rule"),
    [
        ("CreateManagedLoginBranding", {"UseCognitoProvidedValues": True, "Settings": {"a": 1}}, "one_kind"),
        ("DescribeManagedLoginBrandingByClient", {}, "exists"),
        ("UpdateManagedLoginBranding", {}, "named"),
        ("DeleteManagedLoginBranding", {"ManagedLoginBrandingId": NOBODY}, "exists"),
    ],
)
def test_a_style_that_is_not_there_or_contradicts_itself_is_refused(
    operation: str, params: dict[str, object], rule: str
) -> None:
    here = people()
    client = {"ClientId": here.client} if operation.startswith("Create") or operation.endswith("ByClient") else {}
    assert here.asked(operation, **client, **params).record.refused_by == (f"idp.branding.{rule}",)


def test_looks_go_with_their_client_and_the_others_stay() -> None:
    here = at_a_domain()
    other = a_client(here.world, here.pool)
    for client in (here.client, other):
        here.administered("SetUICustomization", ClientId=client, CSS=LABEL)
        here.administered("CreateManagedLoginBranding", ClientId=client, UseCognitoProvidedValues=True)
    here.administered("DeleteUserPoolClient", ClientId=here.client)
    assert here.administered("GetUICustomization", ClientId=other)["UICustomization"]["CSS"] == LABEL
    assert here.asked("DescribeManagedLoginBrandingByClient", ClientId=other).ok
    kept = [table for table, _, _ in here.world.store.every() if table in ("idp.ui_customizations", "idp.brandings")]
    assert len(kept) == 2
