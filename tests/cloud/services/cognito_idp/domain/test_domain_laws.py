"""What holds for every request to a pool's domain: form tokens, states, passwords, refusals, saves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cogtui.cloud.codec import pack_record, unpack_record
from cogtui.cloud.explain import walk
from cogtui.cloud.rules import rule
from cogtui.cloud.save import Save
from cogtui.cloud.services.cognito_idp.domain.routes import ENDPOINTS, PAGES
from cogtui.cloud.web import WebRequest, WebResponse
from tests.builders import CALLBACK, PASSWORD, last, state
from tests.cloud.services.cognito_idp.domain.browser import HOST, LOGOUT, Site, a_site, authorize_query, returned

TYPED = "Typed-In-By-Somebody-7"

FORMS = (
    "/login",
    "/signup",
    "/confirmUser",
    "/forgotPassword",
    "/confirmForgotPassword",
    "/changePassword",
    "/mfa",
    "/challenge",
)

SITE = a_site()
"""One pool for all: every example is taken back."""

TEXT = st.text(max_size=12) | st.sampled_from(
    ["", "\x00", "\x1b[2J", "é", "\udcff", "\ud800", "x" * 500, "a=b&c", "%41"]
)


def test_every_page_with_a_form_is_looked_at() -> None:
    taking = {path for path, methods in PAGES.items() if "POST" in methods}
    assert taking - {
        "/oauth2/idpresponse",
        "/saml2/idpresponse",
        "/saml2/logout",
        "/oauth2/register",
        "/passkeys/add",
    } == set(FORMS)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    ("cookie", "field"),
    [("", ""), ("t", ""), ("", "t"), ("t", "u"), ("other=t", "t")],
)
def test_a_form_without_its_token_is_refused_and_changes_nothing(path: str, cookie: str, field: str) -> None:
    site = a_site()
    before = state(site.world)
    form = {"username": "ana", "password": PASSWORD, "new_password": TYPED, "code": "123456"}
    headers = {"cookie": cookie if "=" in cookie else f"XSRF-TOKEN={cookie}"} if cookie else {}
    query = authorize_query(site.client)
    request = WebRequest("POST", HOST, path, query, form | ({"_csrf": field} if field else {}), headers)
    response = site.world.web(request)
    assert response.status == 403
    assert response.page is not None
    assert response.page.error == "This form is out of date, or came from another site."
    assert response.page.links[0].to == WebRequest("GET", HOST, path, query)
    assert last(site.world).refused_by == ("oauth.form_token",)
    assert state(site.world) == before


def test_a_browser_has_one_form_token_for_all_pages() -> None:
    site = a_site()
    browser = site.browser()
    tokens = {
        field.value
        for path in FORMS[:-3]
        for field in browser.open(path, **authorize_query(site.client)).fields
        if field.name == "_csrf"
    }
    assert tokens == {browser.cookies["XSRF-TOKEN"]}
    assert site.browser().open("/login", **authorize_query(site.client)).fields[-1].value not in tokens


@settings(max_examples=40, deadline=None)
@given(
    app_state=st.text(alphabet=st.characters(exclude_categories=()), max_size=20),
    kind=st.sampled_from(["code", "token"]),
)
def test_the_state_comes_back_byte_for_byte(app_state: str, kind: str) -> None:
    # What a wire can bring: UTF-8, or single octets that are none.
    sent = app_state.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
    with SITE.world.what_if():
        page = SITE.browser().log_in(SITE.client, response_type=kind, scope="openid", state=sent or "-")
        assert returned(page)["state"] == (sent or "-")
        told = SITE.browser().get("/oauth2/authorize", **authorize_query(SITE.client, scope="none", state=sent or "-"))
        assert returned(told)["state"] == (sent or "-")


QUERY = authorize_query(SITE.client)
FORM = {
    "username": "ana",
    "password": TYPED,
    "new_password": TYPED,
    "code": "123456",
    "half": "x",
    "_csrf": "t",
    "grant_type": "authorization_code",
    "client_id": SITE.client,
    "redirect_uri": CALLBACK,
    "refresh_token": "x",
    "token": "x",
}
OTHERS = {
    "redirect_uri": ["myapp://callback", "https://evil.example.com/"],
    "response_type": ["token", "id_token"],
    "scope": ["openid", "openid email", "x"],
    "prompt": ["none", "login"],
    "identity_provider": ["COGNITO", "Facebook"],
    "logout_uri": [LOGOUT, CALLBACK],
    "username": ["nobody", "ana@example.com"],
    "password": [PASSWORD],
    "action": ["resend", "continue", "PASSWORD", "SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"],
    "grant_type": ["refresh_token", "client_credentials", "password"],
    "client_secret": ["x"],
}
"""Values that mean something, beside the usual ones."""
NAMES = [
    *FORM,
    *OTHERS,
    "state",
    "nonce",
    "max_age",
    "login_hint",
    "code_challenge",
    "attribute.email",
    "code_verifier",
]


@st.composite
def members(draw: st.DrawFn, usual: dict[str, str]) -> dict[str, str]:
    """Generate a query or a form: the usual one with up to three members changed or left out."""
    given = dict(usual)
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=3)):
        given[name] = draw(st.sampled_from(OTHERS.get(name, [""])) | TEXT)
    for name in draw(st.lists(st.sampled_from(sorted(given)), max_size=1)):
        del given[name]
    return given


def requests() -> st.SearchStrategy[WebRequest]:
    """Generate requests to the domain: mostly of a form that makes sense."""
    cookie = st.sampled_from(["XSRF-TOKEN=t", "XSRF-TOKEN=t", "XSRF-TOKEN=t; cognito=x; csrf-state=y", ";;=", ""])
    authorization = st.sampled_from(["", "", "Bearer a.b.c", "Basic eDp5", "Basic"]) | TEXT
    paths = [*FORMS, *FORMS, *PAGES, *ENDPOINTS, *ENDPOINTS, "/oauth2/authorize", "/nowhere"]
    return st.builds(
        WebRequest,
        method=st.sampled_from(["GET", "POST", "POST"]),
        host=st.sampled_from([HOST, HOST, HOST, "auth.localhost"]),
        path=st.sampled_from(paths),
        query=members(QUERY),
        form=members(FORM),
        headers=st.builds(lambda held, proof: {"cookie": held, "authorization": proof}, cookie, authorization),
        repeated=st.sampled_from([(), (), (), ("state",), ("code",)]),
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(request=requests())
def test_whatever_is_sent_is_answered_and_a_refusal_has_a_reason_and_changes_nothing(request: WebRequest) -> None:
    with SITE.world.what_if() as world:
        before = state(world)
        response = world.web(request)
        record = last(world)
        assert response.status in {200, 302, 400, 401, 403, 404, 405, 501}
        assert [found for check in record.why() for found in walk(check) if not rule(found.rule).source] == []
        if not record.ok:
            assert record.refused_by or request.path == "/error"
            changed = {change.table for change in record.changes}
            assert changed <= {"idp.failures", "idp.attempts"}
            assert changed or state(world) == before
        assert unpack_record(pack_record(record)).operation
        assert TYPED not in written(response)


def written(response: WebResponse) -> str:
    """Return all that an answer shows, but for where it goes: an app's own parameters come back to it."""
    page: dict[str, Any] = msgspec.to_builtins(response.page) if response.page is not None else {}
    for hidden in ("action", "links"):
        page.pop(hidden, None)
    return str(page)


@pytest.mark.parametrize("path", FORMS)
def test_no_page_ever_shows_a_password_that_was_typed(path: str) -> None:
    site = a_site()
    browser = site.browser()
    page = browser.open(path, **authorize_query(site.client))
    for username in ("ana", "nobody", ""):
        answer = browser.submit(page, username=username, password=TYPED, new_password=TYPED, code="0")
        assert TYPED not in str(msgspec.to_builtins(answer))


def test_no_save_holds_what_was_typed_or_a_client_s_secret(tmp_path: Path) -> None:
    site = a_site(GenerateSecret=True)
    path = tmp_path / "world.cogtui"
    save = Save.create(path, site.world)
    site.browser().log_in(site.client, password=TYPED)
    forgotten = site.browser()
    page = forgotten.open("/confirmForgotPassword", **authorize_query(site.client))
    forgotten.submit(page, username="ana", new_password=TYPED, code="0")
    secret = {"client_secret": "a-secret-by-mistake", "grant_type": "client_credentials", "client_id": site.client}
    site.post("/oauth2/token", secret)
    site.post("/oauth2/token", {"grant_type": "x"}, authorization="Basic YnktbWlzdGFrZTp4")
    save.close()
    octets = path.read_bytes()
    for text in (TYPED, "a-secret-by-mistake", "YnktbWlzdGFrZTp4"):
        assert text.encode() not in octets
    assert len(Save.open(path).world.trail) == len(site.world.trail)


def test_a_sign_in_can_be_undone_and_redone() -> None:
    site: Site = a_site()
    browser = site.browser()
    told = returned(browser.log_in(site.client))
    after = state(site.world)
    site.world.undo()
    assert state(site.world) != after
    site.world.redo()
    assert state(site.world) == after
    assert site.redeem(told["code"]).status == 200
