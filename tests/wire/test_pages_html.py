"""A page model as HTML: nothing in it can break out, and everybody can use it."""

from __future__ import annotations

import re
from functools import partial
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.services.cognito_idp.domain.pages import FOOT
from cogtui.cloud.web import Button, Field, Link, Page, WebRequest
from cogtui.wire import addresses, html, page_headers
from cogtui.wire.addresses import Standpoint
from tests.builders import a_world
from tests.wire.sites import Seen

NOBODY = a_world().store
"""A world in which nobody declares a provider."""
AT = Standpoint("127.0.0.1", ":4577", "auth.localhost")
ASKED = WebRequest("POST", "auth.localhost", "/login", {"state": "s"})

PAGE = Page(
    title="Sign in · Reports (simulated)",
    provider="cognito",
    heading="Sign in",
    notice="Your password has been changed.",
    error="Incorrect username or password.",
    text=("Reports asks.", FOOT),
    fields=(
        Field("username", "User name", "ana", autocomplete="username", required=True),
        Field("password", "Password", secret=True, autocomplete="current-password", required=True, help="Yours."),
        Field("attribute.email", "Email", kind="email", error="This is no address."),
        Field("_csrf", "", "token", hidden=True),
    ),
    buttons=(Button("resend", "Send a new code", unchecked=True), Button("continue", "Sign in", primary=True)),
    action=ASKED,
    links=(
        Link("Continue with Facebook", msgspec.structs.replace(ASKED, method="GET"), "button", "Facebook"),
        Link("Sign up", WebRequest("GET", "auth.localhost", "/signup")),
    ),
)


def drawn(page: Page, host: str = "auth.localhost") -> Seen:
    return Seen(html.document(page, host, partial(addresses.link, NOBODY, AT)))


# --------------------------------------------------------------------------------------------------- nothing breaks out

HOSTILE = st.one_of(
    st.text(st.characters(), max_size=20),
    st.sampled_from(
        [
            '"><script>alert(1)</script>',
            "'onmouseover='x",
            "</style><script>",
            "</title><p>",
            "javascript:alert(1)",
            "&lt;b&gt;&#60;",
            "<!--",
            "]]>",
            "\x00<\ud800>",
            "\r\nset-cookie: a=b",
        ]
    ),
)


def strings_replaced(value: Any, words: str) -> Any:
    """Return data with these words in place of every free text."""
    closed = {"provider", "looks", "kind", "method", "host"}
    if isinstance(value, dict):
        return {name: part if name in closed else strings_replaced(part, words) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [strings_replaced(part, words) for part in value]
    return words if isinstance(value, str) and value else value


def skeleton(seen: Seen) -> list[tuple[str, tuple[str, ...]]]:
    return [(tag, tuple(attributes)) for tag, attributes in seen.elements]


@given(text=HOSTILE.filter(bool))
def test_no_text_of_the_world_or_of_a_request_changes_what_a_page_is_made_of(text: str) -> None:
    def said_everywhere(words: str) -> Page:
        return msgspec.convert(strings_replaced(msgspec.to_builtins(PAGE), words), Page)

    found = drawn(said_everywhere(text))
    assert skeleton(found) == skeleton(drawn(said_everywhere("x")))
    # The addresses of forms and links stay here, whatever stands in them.
    where = [found.action, *(one["href"] or "" for one in found.all("a"))]
    assert all(re.match(r"/(?![/\\])|#field-\d+$", address) for address in where), where


@given(value=HOSTILE)
def test_what_is_typed_is_shown_again_to_the_letter(value: str) -> None:
    field = Field("username", "User name", value)
    (box,) = drawn(Page("x", "cognito", fields=(field,), action=ASKED)).all("input")
    kept = "".join(char for char in value if char.isprintable() and not "\ud800" <= char <= "\udfff")
    assert "".join(char for char in box.get("value") or "" if char.isprintable() and char != "\ufffd") == kept.replace(
        "\ufffd", ""
    )


# --------------------------------------------------------------------------------------------------- everybody can use it


def test_every_input_that_is_seen_has_a_label_of_its_own() -> None:
    seen = drawn(PAGE)
    ids = [one["id"] for one in seen.all("input") if one["type"] != "hidden"]
    assert sorted(filter(None, ids)) == sorted(one["for"] or "" for one in seen.all("label"))
    assert len(set(ids)) == 3


def test_what_is_wrong_stands_in_a_summary_and_at_its_input() -> None:
    seen = drawn(PAGE)
    (summary,) = [one for one in seen.all("div") if one.get("role") == "alert"]
    (wrong,) = [one for one in seen.all("input") if one.get("aria-invalid") == "true"]
    assert wrong["name"] == "attribute.email"
    assert f"#{wrong['id']}" in [one["href"] for one in seen.all("a")]
    described = (wrong["aria-describedby"] or "").split()
    assert set(described) == {summary["id"], f"{wrong['id']}-wrong"}
    assert set(described) <= {attributes.get("id") for _, attributes in seen.elements}
    assert "autofocus" in wrong
    assert "Error: Sign in · Reports (simulated)" in seen.texts


@pytest.mark.parametrize(
    ("error", "said"),
    [("This is needed.", "Email: This is needed."), ("Email has no @.", "Email has no @.")],
)
def test_the_summary_names_the_field_once(error: str, said: str) -> None:
    page = msgspec.structs.replace(PAGE, fields=(Field("email", "Email", error=error),))
    assert said in drawn(page).texts


def test_help_is_read_with_its_input() -> None:
    (password,) = [one for one in drawn(PAGE).all("input") if one["type"] == "password"]
    assert password["aria-describedby"] == f"{password['id']}-help"
    assert password["autocomplete"] == "current-password"
    assert "value" not in password


def test_enter_presses_the_primary_button() -> None:
    first, second = drawn(PAGE).all("button")
    assert (first["value"], second["value"]) == ("continue", "resend")
    assert "formnovalidate" in second
    assert "formnovalidate" not in first


def test_the_focus_begins_at_the_first_empty_input() -> None:
    page = msgspec.structs.replace(PAGE, error="", fields=PAGE.fields[:2])
    (focused,) = [one for one in drawn(page).all("input") if "autofocus" in one]
    assert focused["name"] == "password"


def test_only_what_is_not_needed_is_said_to_be_optional() -> None:
    assert drawn(PAGE).texts.count(" (optional)") == 1
    none_needed = tuple(msgspec.structs.replace(field, required=False) for field in PAGE.fields)
    assert " (optional)" not in drawn(msgspec.structs.replace(PAGE, fields=none_needed)).texts


@pytest.mark.parametrize(
    ("provider", "body_class", "owner"),
    [
        ("cognito", "pool", "Reports"),
        ("facebook", "provider facebook", "Facebook"),
        ("google", "provider google", "Google"),
        ("www.example.com", "provider outside", "www.example.com"),
    ],
)
def test_each_page_says_whose_it_is_and_that_it_is_simulated(provider: str, body_class: str, owner: str) -> None:
    seen = drawn(msgspec.structs.replace(PAGE, provider=provider), "www.example.com")
    assert seen.all("body") == [{"class": body_class}]
    assert owner in seen.texts
    assert "simulated" in seen.texts
    assert any("simulated by CogTUI" in text for text in seen.texts)
    assert "It stands for one of www.example.com." in seen.texts


def test_no_page_has_a_script_or_asks_for_anything_elsewhere() -> None:
    document = html.document(PAGE, "auth.localhost", partial(addresses.link, NOBODY, AT))
    seen = Seen(document)
    assert not seen.all("script")
    assert not [name for _, attributes in seen.elements for name in attributes if name.startswith("on")]
    assert "url(" not in html.stylesheet()
    assert [one["href"] for one in seen.all("link") if not (one["href"] or "").startswith("data:")] == []


def test_the_policy_lets_in_the_style_sheet_that_the_page_has() -> None:
    import base64
    import hashlib

    document = html.document(PAGE, "auth.localhost", partial(addresses.link, NOBODY, AT))
    style = document.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = page_headers.of_page(a_world().store, PAGE)["content-security-policy"]
    assert f"style-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize(
    ("uri", "source"),
    [
        ("https://app.example.com/callback?x=1", "https://app.example.com"),
        ("http://localhost:9999/callback", "http://localhost:9999"),
        ("myapp://callback", "myapp:"),
        ("com.example.app:/callback", "com.example.app:"),
        ("http://[::1]:3000/cb", "http:"),
        ("https://app.example.com; script-src *", "https:"),
        ("https://app.example.com:99999999/", ""),
        ("no uri", ""),
    ],
)
def test_a_form_may_lead_where_the_app_is_and_no_address_writes_the_policy(uri: str, source: str) -> None:
    page = msgspec.structs.replace(PAGE, action=WebRequest("POST", "auth.localhost", "/login", {"redirect_uri": uri}))
    policy = page_headers.of_page(a_world().store, page)["content-security-policy"]
    (forms,) = [part.strip() for part in policy.split(";") if part.strip().startswith("form-action ")]
    usual = "form-action 'self' http://localhost:* http://127.0.0.1:* http://*.localhost:*"
    assert forms == f"{usual} {source}".strip()
    assert policy.count(";") == 5


# -------------------------------------------------------------------------------------------------------------- contrast

TEXT, BIG = 4.5, 3.0
"""WCAG 2.2, 1.4.3 for text, 1.4.11 for what shows where a control is."""

PAIRS = [
    ("ink", "card", TEXT),
    ("ink", "back", TEXT),
    ("dim", "card", TEXT),
    ("dim", "back", TEXT),
    ("accent", "card", TEXT),
    ("accent-strong", "card", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("on-band", "band", TEXT),
    ("error", "error-back", TEXT),
    ("error", "card", TEXT),
    ("done", "done-back", TEXT),
    ("line", "card", BIG),
    ("accent", "back", BIG),
    ("error", "error-back", BIG),
]
KINDS = [":root", ".facebook", ".google", ".outside"]


def colours(kind: str, scheme: str) -> dict[str, str]:
    """Return the colours of a kind of page in a colour scheme, as the style sheet's cascade gives them."""
    light, _, rest = html.stylesheet().partition("@media (prefers-color-scheme: dark)")
    dark = rest.partition("\n}\n")[0]
    found: dict[str, str] = {}
    # A rule of the root gives way to one of the body, whatever comes first.
    for selector, part in product((":root", kind), (light, dark) if scheme == "dark" else (light,)):
        for block in re.findall(re.escape(selector) + r"\s*\{([^}]*)\}", part):
            found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))
    return found


def luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("kind", "scheme"), list(product(KINDS, ("light", "dark"))))
def test_colours_differ_enough_to_be_read(kind: str, scheme: str) -> None:
    found = colours(kind, scheme)
    asked = [(one, other, least) for one, other, least in PAIRS if kind != ":root" or other != "band"]
    ratios = {(one, other, least): contrast(found[one], found[other]) for one, other, least in asked}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < pair[2]} == {}


def test_black_on_white_is_the_most_contrast_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
