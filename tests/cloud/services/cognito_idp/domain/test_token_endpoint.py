"""/oauth2/token, /oauth2/userInfo and /oauth2/revoke: what an app gets for a grant, and each way to be refused."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.tokens import read
from cogtui.cloud.web import WebRequest, WebResponse
from tests.builders import CALLBACK, a_client, done, last, password_sign_in, state
from tests.cloud.services.cognito_idp.domain.browser import (
    CHALLENGE,
    HOST,
    OAUTH,
    VERIFIER,
    Site,
    a_site,
    authorize_query,
    basic,
    bearer,
    body,
    half_hash,
    returned,
)

PKCE = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}


@pytest.fixture
def site() -> Site:
    return a_site()


def claims(token: str) -> dict[str, Any]:
    return read(token).claims or {}


def error(response: WebResponse) -> tuple[int, str]:
    return response.status, body(response)["error"]


# --------------------------------------------------------------------------------------------------------------- the code


def test_a_code_brings_three_tokens(site: Site) -> None:
    response = site.redeem(site.code())
    assert list(body(response)) == ["id_token", "access_token", "refresh_token", "expires_in", "token_type"]
    assert (body(response)["expires_in"], body(response)["token_type"]) == (3600, "Bearer")
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cache-control"] == "no-store"


def test_tokens_say_what_was_granted(site: Site) -> None:
    tokens = site.tokens(scope="openid email", nonce="n-1")
    access, identity = claims(tokens["access_token"]), claims(tokens["id_token"])
    assert (access["scope"], access["version"], access["client_id"]) == ("openid email", 2, site.client)
    assert "aud" not in access
    assert (identity["nonce"], identity["aud"]) == ("n-1", site.client)
    assert identity["at_hash"] == half_hash(tokens["access_token"])


def test_tokens_of_the_api_stay_as_they_are(site: Site) -> None:
    result = password_sign_in(site.world, site.client).output["AuthenticationResult"]
    assert "version" not in claims(result["AccessToken"])
    assert not {"at_hash", "nonce"} & claims(result["IdToken"]).keys()
    assert claims(result["AccessToken"])["scope"] == "aws.cognito.signin.user.admin"


@pytest.mark.parametrize(
    ("scope", "there", "missing"),
    [
        ("openid", {"email", "email_verified", "given_name"}, set[str]()),
        ("openid aws.cognito.signin.user.admin", {"email", "given_name"}, set[str]()),
        ("openid profile", {"email", "given_name"}, set[str]()),
        ("openid email", {"email", "email_verified"}, {"given_name"}),
        ("openid phone", set[str](), {"email", "given_name"}),
    ],
)
def test_scopes_say_which_attributes_the_app_sees(site: Site, scope: str, there: set[str], missing: set[str]) -> None:
    tokens = site.tokens(scope=scope)
    for seen in (claims(tokens["id_token"]).keys(), body(site.user_info(tokens["access_token"])).keys()):
        assert there <= seen
        assert not missing & seen


def test_a_client_sees_only_what_it_may_read() -> None:
    site = a_site(ReadAttributes=["email", "email_verified"])
    tokens = site.tokens(scope="openid profile")
    assert "given_name" not in claims(tokens["id_token"])


def test_a_scope_for_what_the_client_may_not_read_brings_no_tokens() -> None:
    site = a_site(ReadAttributes=["email"])
    assert error(site.redeem(site.code(scope="openid email"))) == (400, "invalid_grant")
    assert last(site.world).refused_by == ("oauth.grant.readable",)


def test_without_openid_there_is_no_id_token(site: Site) -> None:
    assert "id_token" not in site.tokens(scope="aws.cognito.signin.user.admin")


def test_a_resource_becomes_the_audience(site: Site) -> None:
    assert claims(site.tokens(resource="https://api.example.com")["access_token"])["aud"] == "https://api.example.com"


@pytest.mark.parametrize(
    ("changed", "answer", "rule"),
    [
        ({"grant_type": ""}, (400, "invalid_request"), "oauth.grant.named"),
        ({"grant_type": "password"}, (400, "unsupported_grant_type"), "oauth.grant.known"),
        ({"client_id": ""}, (400, "invalid_request"), "oauth.client.named"),
        ({"client_id": "nobody"}, (400, "invalid_client"), "oauth.client"),
        ({"client_secret": "guessed"}, (400, "invalid_client"), "oauth.client.secret"),
        ({"code": ""}, (400, "invalid_request"), "oauth.grant.whole"),
        ({"redirect_uri": ""}, (400, "invalid_request"), "oauth.grant.whole"),
        ({"redirect_uri": "https://evil.example.com/"}, (400, "unauthorized_client"), "oauth.redirect"),
        ({"redirect_uri": "myapp://callback"}, (400, "invalid_grant"), "oauth.code.redirect"),
        ({"code": "00000000-0000-4000-8000-000000000000"}, (400, "invalid_grant"), "oauth.code"),
        ({"code": "\udcff"}, (400, "invalid_grant"), "oauth.code"),
        ({"code_verifier": ""}, (400, "invalid_grant"), "oauth.pkce"),
        ({"code_verifier": VERIFIER[:-1] + "l"}, (400, "invalid_grant"), "oauth.pkce"),
        ({"code_verifier": "short"}, (400, "invalid_grant"), "oauth.pkce"),
        ({"code_verifier": "\ud800" * 43}, (400, "invalid_grant"), "oauth.pkce"),
    ],
)
def test_a_code_is_refused_in_oauth_s_words_and_stays_good(
    site: Site, changed: dict[str, str], answer: tuple[int, str], rule: str
) -> None:
    code = site.code(**PKCE)
    before = state(site.world)
    response = site.redeem(changed.pop("code", code), **({"code_verifier": VERIFIER} | changed))
    assert error(response) == answer
    assert last(site.world).refused_by == (rule,)
    assert state(site.world) == before
    assert response.headers["access-control-allow-origin"] == "*"
    assert site.redeem(code, code_verifier=VERIFIER).status == 200


def test_a_code_is_good_once(site: Site) -> None:
    code = site.code()
    assert site.redeem(code).status == 200
    assert error(site.redeem(code)) == (400, "invalid_grant")
    assert last(site.world).refused_by == ("oauth.code.once",)


def test_a_code_is_good_for_five_minutes(site: Site) -> None:
    early, late = site.code(), site.code()
    site.world.act("clock.advance", seconds=299)
    assert site.redeem(early).status == 200
    site.world.act("clock.advance", seconds=1)
    assert error(site.redeem(late)) == (400, "invalid_grant")
    assert last(site.world).refused_by == ("oauth.code.expiry",)


def test_a_code_is_good_for_its_own_app_only(site: Site) -> None:
    other = a_client(site.world, site.pool, **OAUTH)
    assert error(site.redeem(site.code(), client_id=other)) == (400, "invalid_grant")
    assert last(site.world).refused_by == ("oauth.code.client",)


def test_a_verifier_for_a_code_without_challenge_is_refused(site: Site) -> None:
    assert error(site.redeem(site.code(), code_verifier=VERIFIER)) == (400, "invalid_grant")


def test_a_user_who_is_gone_gets_no_tokens(site: Site) -> None:
    code = site.code()
    done(site.world, "cognito-idp", "AdminDeleteUser", UserPoolId=site.pool, Username="ana")
    assert error(site.redeem(code)) == (400, "invalid_grant")


def test_only_posts_are_answered(site: Site) -> None:
    response = site.world.web(WebRequest("GET", HOST, "/oauth2/token"))
    assert (response.status, response.headers["allow"]) == (405, "POST")


def test_a_parameter_that_came_twice_is_refused(site: Site) -> None:
    form = {"grant_type": "authorization_code", "client_id": site.client, "code": "x", "redirect_uri": CALLBACK}
    response = site.world.web(WebRequest("POST", HOST, "/oauth2/token", form=form, repeated=("code",)))
    assert error(response) == (400, "invalid_request")


# --------------------------------------------------------------------------------------------------- the client's secret


@pytest.fixture
def secret() -> Site:
    return a_site(GenerateSecret=True)


def code_form(site: Site, **changed: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "client_id": site.client,
        "code": site.code(),
        "redirect_uri": CALLBACK,
    } | changed


def test_a_secret_comes_in_the_form_or_in_the_header(secret: Site) -> None:
    assert secret.redeem(secret.code()).status == 200
    for changed in ({}, {"client_id": ""}):
        form = code_form(secret, **changed)
        assert secret.post("/oauth2/token", form, **basic(secret.client, secret.secret)).status == 200


@pytest.mark.parametrize(
    ("form", "header", "answer"),
    [
        ({}, {}, (400, "invalid_client")),
        ({"client_secret": "wrong"}, {}, (400, "invalid_client")),
        ({}, ("{client}", "wrong"), (400, "invalid_client")),
        ({}, ("nobody", "{secret}"), (400, "invalid_client")),
        ({"client_secret": "{secret}"}, ("{client}", "{secret}"), (400, "invalid_request")),
        ({"client_id": "another"}, ("{client}", "{secret}"), (400, "invalid_client")),
    ],
)
def test_who_does_not_know_the_secret_is_not_the_client(
    secret: Site, form: dict[str, str], header: Any, answer: tuple[int, str]
) -> None:
    def filled(text: str) -> str:
        return text.format(client=secret.client, secret=secret.secret)

    sent = code_form(secret) | {name: filled(value) for name, value in form.items()}
    headers = basic(*map(filled, header)) if header else {}
    assert error(secret.post("/oauth2/token", sent, **headers)) == answer


@pytest.mark.parametrize("header", ["Basic", "Basic !", "Basic bm9jb2xvbg==", "Basic /w=="])
def test_a_header_that_nobody_can_read_is_no_client(secret: Site, header: str) -> None:
    assert error(secret.post("/oauth2/token", code_form(secret), authorization=header)) == (400, "invalid_client")


# ------------------------------------------------------------------------------------------------------------- refreshing


def refreshed(site: Site, token: str, **changed: str) -> WebResponse:
    form = {"grant_type": "refresh_token", "client_id": site.client, "refresh_token": token} | changed
    return site.post("/oauth2/token", form | ({"client_secret": site.secret} if site.secret else {}))


def test_refreshing_keeps_scopes_and_the_time_of_the_sign_in(secret: Site) -> None:
    tokens = secret.tokens(scope="openid email", nonce="n")
    secret.world.act("clock.advance", seconds=1800)
    again = body(refreshed(secret, tokens["refresh_token"]))
    assert list(again) == ["id_token", "access_token", "expires_in", "token_type"]
    old, new = claims(tokens["access_token"]), claims(again["access_token"])
    for name in ("scope", "auth_time", "origin_jti", "sub", "version"):
        assert old[name] == new[name]
    assert new["iat"] == old["iat"] + 1800
    assert "given_name" not in claims(again["id_token"])
    assert [child.operation for child in last(secret.world).children] == ["GetTokensFromRefreshToken"]


def test_refreshing_without_openid_gives_no_id_token(site: Site) -> None:
    token = site.tokens(scope="aws.cognito.signin.user.admin")["refresh_token"]
    assert "id_token" not in body(refreshed(site, token))


def test_a_refresh_token_that_is_no_good_is_an_invalid_grant(site: Site) -> None:
    token = site.tokens()["refresh_token"]
    other = a_client(site.world, site.pool, **OAUTH)
    assert error(refreshed(site, token, client_id=other)) == (400, "invalid_grant")
    assert error(refreshed(site, "nonsense")) == (400, "invalid_grant")
    assert error(refreshed(site, "")) == (400, "invalid_request")
    done(site.world, "cognito-idp", "AdminUserGlobalSignOut", UserPoolId=site.pool, Username="ana")
    assert error(refreshed(site, token)) == (400, "invalid_grant")
    assert "idp.session.revoked" in last(site.world).refused_by


# ---------------------------------------------------------------------------------------------------------------- rotation

ROTATING = {
    "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
    "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
}


def test_rotation_adds_the_new_refresh_token_to_the_answer() -> None:
    site = a_site(GenerateSecret=True, **ROTATING)
    tokens = site.tokens(scope="openid email")
    again = body(refreshed(site, tokens["refresh_token"]))
    assert list(again) == ["id_token", "access_token", "refresh_token", "expires_in", "token_type"]
    assert again["refresh_token"] != tokens["refresh_token"]
    old, new = claims(tokens["access_token"]), claims(again["access_token"])
    assert (old["scope"], old["origin_jti"]) == (new["scope"], new["origin_jti"])
    third = body(refreshed(site, again["refresh_token"]))
    assert third["refresh_token"] not in {tokens["refresh_token"], again["refresh_token"]}


def test_a_replay_at_the_endpoint_is_an_invalid_grant_once_the_grace_period_is_over() -> None:
    site = a_site(**ROTATING)
    token = site.tokens()["refresh_token"]
    newer = body(refreshed(site, token))["refresh_token"]
    site.world.act("clock.advance", seconds=9)
    assert refreshed(site, token).status == 200
    site.world.act("clock.advance", seconds=1)
    before = state(site.world)
    assert error(refreshed(site, token)) == (400, "invalid_grant")
    assert "idp.refresh.current" in last(site.world).refused_by
    assert state(site.world) == before
    assert refreshed(site, newer).status == 200


def test_a_token_of_the_endpoint_rotates_through_the_api_as_well() -> None:
    site = a_site(**ROTATING)
    token = site.tokens()["refresh_token"]
    api = site.world.call("cognito-idp", "GetTokensFromRefreshToken", {"ClientId": site.client, "RefreshToken": token})
    assert refreshed(site, api.output["AuthenticationResult"]["RefreshToken"]).status == 200


@pytest.mark.parametrize("named", [0, 1])
def test_revoking_at_the_endpoint_ends_the_whole_family(named: int) -> None:
    site = a_site(**ROTATING)
    first = site.tokens(scope="openid")
    family = [first, body(refreshed(site, first["refresh_token"]))]
    assert (
        site.post("/oauth2/revoke", {"token": family[named]["refresh_token"], "client_id": site.client}).status == 200
    )
    for tokens in family:
        assert error(refreshed(site, tokens["refresh_token"])) == (400, "invalid_grant")
        assert site.user_info(tokens["access_token"]).status == 401


@pytest.mark.parametrize("how", ["revoke", "GlobalSignOut", "AdminUserGlobalSignOut"])
def test_ending_the_family_leaves_the_browser_s_session_which_signs_in_again_without_a_password(how: str) -> None:
    site = a_site(**ROTATING)
    browser = site.browser()
    scope = "openid aws.cognito.signin.user.admin"
    tokens = body(site.redeem(returned(browser.log_in(site.client, scope=scope))["code"]))
    match how:
        case "revoke":
            site.post("/oauth2/revoke", {"token": tokens["refresh_token"], "client_id": site.client})
        case "GlobalSignOut":
            assert site.world.call("cognito-idp", how, {"AccessToken": tokens["access_token"]}).ok
        case _:
            done(site.world, "cognito-idp", how, UserPoolId=site.pool, Username="ana")
    assert error(refreshed(site, tokens["refresh_token"])) == (400, "invalid_grant")
    back = browser.get("/oauth2/authorize", **authorize_query(site.client))
    fresh = body(site.redeem(returned(back)["code"]))
    assert claims(fresh["access_token"])["origin_jti"] != claims(tokens["access_token"])["origin_jti"]
    assert refreshed(site, fresh["refresh_token"]).status == 200


# ------------------------------------------------------------------------------------------------------- the app by itself


@pytest.fixture
def machine() -> Site:
    site = a_site(user=False)
    scopes = [{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")]
    server = {"Identifier": "notes", "Name": "notes", "Scopes": scopes}
    done(site.world, "cognito-idp", "CreateResourceServer", UserPoolId=site.pool, **server)
    made = done(
        site.world,
        "cognito-idp",
        "CreateUserPoolClient",
        UserPoolId=site.pool,
        ClientName="robot",
        GenerateSecret=True,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=["notes/read", "notes/write"],
    )["UserPoolClient"]
    return Site(site.world, site.pool, made["ClientId"], made["ClientSecret"])


def own_token(site: Site, **form: str) -> WebResponse:
    asked = {"grant_type": "client_credentials"} | form
    return site.post("/oauth2/token", asked, **basic(site.client, site.secret))


@pytest.mark.parametrize(("scope", "granted"), [("", "notes/read notes/write"), ("notes/read", "notes/read")])
def test_an_app_by_itself_gets_an_access_token_and_nothing_else(machine: Site, scope: str, granted: str) -> None:
    answer = body(own_token(machine, scope=scope))
    assert list(answer) == ["access_token", "expires_in", "token_type"]
    found = claims(answer["access_token"])
    now = int(machine.world.now)
    assert found.pop("jti")
    assert found == {
        "sub": machine.client,
        "token_use": "access",
        "scope": granted,
        "auth_time": now,
        "iss": f"https://cognito-idp.us-east-1.amazonaws.com/{machine.pool}",
        "exp": now + 3600,
        "iat": now,
        "version": 2,
        "client_id": machine.client,
    }


@pytest.mark.parametrize(
    ("form", "answer"),
    [
        ({"scope": "notes/delete"}, (400, "invalid_scope")),
        ({"scope": "openid"}, (400, "invalid_scope")),
        ({"aws_client_metadata": "{"}, (400, "invalid_request")),
        ({"grant_type": "authorization_code", "code": "x", "redirect_uri": "y"}, (400, "unauthorized_client")),
    ],
)
def test_an_app_by_itself_gets_no_more_than_it_may_have(
    machine: Site, form: dict[str, str], answer: tuple[int, str]
) -> None:
    assert error(own_token(machine, **form)) == answer


def test_an_app_without_the_flow_gets_no_token_for_itself(secret: Site) -> None:
    assert error(own_token(secret)) == (400, "unauthorized_client")


def test_an_app_s_own_token_is_nobody_s(machine: Site) -> None:
    token = body(own_token(machine))["access_token"]
    assert error(machine.user_info(token)) == (401, "invalid_token")
    reply = machine.world.call("cognito-idp", "GetUser", {"AccessToken": token})
    assert not reply.ok


# --------------------------------------------------------------------------------------------------------------- userInfo


def test_user_info_tells_in_texts(site: Site) -> None:
    info = body(site.user_info(site.tokens(scope="openid email")["access_token"]))
    assert info == {"sub": info["sub"], "email": "ana@example.com", "email_verified": "true", "username": "ana"}


def test_user_info_takes_a_post_too(site: Site) -> None:
    assert site.post("/oauth2/userInfo", {}, **bearer(site.tokens()["access_token"])).status == 200


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer"}, basic("a", "b")])
def test_a_request_without_a_token_is_a_bad_one(site: Site, headers: dict[str, str]) -> None:
    response = site.world.web(WebRequest("GET", HOST, "/oauth2/userInfo", headers=headers))
    assert error(response) == (400, "invalid_request")
    wants = 'error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"'
    assert response.headers["www-authenticate"] == wants


def test_a_token_that_is_no_good_is_refused_in_the_header_too(site: Site) -> None:
    tokens = site.tokens()
    text = "Access token is expired, disabled, or deleted, or the user has globally signed out."
    for token in ("nonsense", tokens["id_token"], tokens["access_token"][:-4] + "AAAA"):
        response = site.user_info(token)
        assert error(response) == (401, "invalid_token")
        assert response.headers["www-authenticate"] == f'error="invalid_token", error_description="{text}"'
    site.world.act("clock.advance", seconds=3600)
    assert error(site.user_info(tokens["access_token"])) == (401, "invalid_token")


def test_user_info_wants_openid(site: Site) -> None:
    token = password_sign_in(site.world, site.client).output["AuthenticationResult"]["AccessToken"]
    response = site.user_info(token)
    assert body(response)["error_description"] == "Access token does not contain openid scope"


def test_a_scope_decides_whether_the_api_may_be_called(site: Site) -> None:
    narrow = site.tokens(scope="openid")["access_token"]
    wide = site.tokens(scope="openid aws.cognito.signin.user.admin")["access_token"]
    refused = site.world.call("cognito-idp", "GetUser", {"AccessToken": narrow})
    assert refused.error is not None
    assert refused.error.message == "Access Token does not have required scopes"
    assert site.world.call("cognito-idp", "GetUser", {"AccessToken": wide}).ok


# ---------------------------------------------------------------------------------------------------------------- revoking


def test_a_revoked_refresh_token_takes_its_access_tokens_along(secret: Site) -> None:
    tokens = secret.tokens()
    form = {"token": tokens["refresh_token"]}
    for _ in range(2):
        answer = secret.post("/oauth2/revoke", form, **basic(secret.client, secret.secret))
        assert (answer.status, answer.body) == (200, None)
    assert error(refreshed(secret, tokens["refresh_token"])) == (400, "invalid_grant")
    assert error(secret.user_info(tokens["access_token"])) == (401, "invalid_token")


def test_revoking_is_refused_in_oauth_s_words(site: Site) -> None:
    tokens = site.tokens()
    refresh = tokens["refresh_token"]
    other = a_client(site.world, site.pool, **OAUTH)
    off = a_client(site.world, site.pool, **OAUTH, EnableTokenRevocation=False)
    table = [
        ({"client_id": site.client}, (400, "invalid_request")),
        ({"token": refresh, "client_id": "nobody"}, (401, "invalid_client")),
        ({"token": refresh, "client_id": site.client, "client_secret": "x"}, (401, "invalid_client")),
        ({"token": refresh, "client_id": other}, (401, "invalid_client")),
        ({"token": tokens["access_token"], "client_id": site.client}, (400, "unsupported_token_type")),
        ({"token": refresh, "client_id": off}, (400, "invalid_request")),
    ]
    assert [error(site.post("/oauth2/revoke", form)) for form, _ in table] == [answer for _, answer in table]
    assert refreshed(site, refresh).status == 200
