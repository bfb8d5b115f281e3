"""The main job with real logins: sign in somewhere, get an identity, get credentials, read an object of S3."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, NamedTuple

import pytest

from cogtui.cloud.callers import Keys
from cogtui.cloud.tokens import decode
from cogtui.cloud.trail import Reply
from cogtui.cloud.web import WebRequest
from cogtui.cloud.world import World
from tests.builders import CALLBACK, a_user, done, every_way, facebook_login, opened, password_sign_in, policy, sent
from tests.cloud.services.federation import as_keys

BUCKET = "arn:aws:s3:::reports-of-ana"
VERIFIER = "v" * 43


class Path(NamedTuple):
    """A world with everything on the path, and the logins that lead onto it."""

    world: World
    pool: str
    readers: str
    logins: dict[str, dict[str, str]]


def google_login(world: World, app: str) -> str:
    """Log in at Google with PKCE and return the ID token."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    asked = {"response_type": "code", "scope": "openid email", "state": "s"}
    pkce = {"code_challenge": challenge, "code_challenge_method": "S256"}
    page = opened(world, "accounts.google.com", "/o/oauth2/v2/auth", app, **asked, **pkce).page
    code = (sent(world, sent(world, page).page, action="continue").body or {})["code"]
    form = {"grant_type": "authorization_code", "client_id": app, "redirect_uri": CALLBACK}
    request = WebRequest(
        "POST", "oauth2.googleapis.com", "/token", form=form | {"code": code, "code_verifier": VERIFIER}
    )
    return (world.web(request).body or {})["id_token"]


@pytest.fixture
def path() -> Path:
    world = World(seed="path")
    way = every_way(world, redirect_uris=[CALLBACK])
    own = policy({"Action": "s3:*", "Resource": BUCKET + "/${cognito-identity.amazonaws.com:sub}/*"})
    done(world, "iam", "PutRolePolicy", RoleName="Readers", PolicyName="own", PolicyDocument=own)
    anything = policy({"Action": ["s3:GetObject", "iam:GetRole"], "Resource": "*"})
    done(world, "iam", "PutRolePolicy", RoleName="Guests", PolicyName="anything", PolicyDocument=anything)
    done(world, "s3", "CreateBucket", Bucket="reports-of-ana")
    done(world, "s3", "PutObject", Bucket="reports-of-ana", Key="hello.txt", Body=b"hello")
    tokens = password_sign_in(world, way.client, a_user(world, way.people)).output["AuthenticationResult"]
    logins = {
        "a user pool": {way.login_key: tokens["IdToken"]},
        "google": {"accounts.google.com": google_login(world, way.apps["google"])},
        "facebook": {"graph.facebook.com": facebook_login(world, way.apps["facebook"])},
        "an access token of the user pool": {way.login_key: tokens["AccessToken"]},
    }
    return Path(world, way.pool, way.readers, logins)


def identity_of(path: Path, logins: dict[str, str]) -> str:
    given = {"Logins": logins} if logins else {}
    return path.world.call("cognito-identity", "GetId", {"IdentityPoolId": path.pool, **given}).output["IdentityId"]


def s3(path: Path, operation: str, keys: Keys, key: str, **more: Any) -> Reply:
    return path.world.call("s3", operation, {"Bucket": "reports-of-ana", "Key": key, **more}, caller=keys)


def enhanced(path: Path, identity: str, logins: dict[str, str]) -> Keys:
    given: dict[str, Any] = {"IdentityId": identity} | ({"Logins": logins} if logins else {})
    return as_keys(path.world.call("cognito-identity", "GetCredentialsForIdentity", given).output["Credentials"])


def basic(path: Path, identity: str, logins: dict[str, str]) -> Keys:
    given: dict[str, Any] = {"IdentityId": identity, "Logins": logins}
    token = path.world.call("cognito-identity", "GetOpenIdToken", given).output["Token"]
    asked = {"RoleArn": path.readers, "RoleSessionName": "app", "WebIdentityToken": token}
    return as_keys(path.world.call("sts", "AssumeRoleWithWebIdentity", asked).output["Credentials"])


@pytest.mark.parametrize("login", ["a user pool", "google", "facebook"])
@pytest.mark.parametrize("flow", [enhanced, basic])
def test_a_login_leads_to_one_s_own_folder_in_s3_and_nowhere_else(path: Path, login: str, flow: Any) -> None:
    logins = path.logins[login]
    identity = identity_of(path, logins)
    keys = flow(path, identity, logins)
    assert s3(path, "PutObject", keys, f"{identity}/diary.txt", Body=b"dear diary").ok
    assert s3(path, "GetObject", keys, f"{identity}/diary.txt").ok
    refused = s3(path, "GetObject", keys, "hello.txt")
    assert refused.error is not None
    assert refused.error.code == "AccessDenied"


def test_credentials_end_after_an_hour(path: Path) -> None:
    logins = path.logins["facebook"]
    identity = identity_of(path, logins)
    keys = enhanced(path, identity, logins)
    path.world.act("clock.advance", seconds=3599)
    assert s3(path, "PutObject", keys, f"{identity}/a", Body=b"a").ok
    path.world.act("clock.advance", seconds=1)
    expired = s3(path, "GetObject", keys, f"{identity}/a")
    assert expired.error is not None
    assert (expired.error.code, expired.record.refused_by) == ("ExpiredToken", ("door.session",))


def test_an_openid_token_ends_after_ten_minutes(path: Path) -> None:
    logins = path.logins["facebook"]
    given = {"IdentityId": identity_of(path, logins), "Logins": logins}
    token = path.world.call("cognito-identity", "GetOpenIdToken", given).output["Token"]
    asked = {"RoleArn": path.readers, "RoleSessionName": "app", "WebIdentityToken": token}
    path.world.act("clock.advance", seconds=599)
    assert path.world.call("sts", "AssumeRoleWithWebIdentity", asked).ok
    path.world.act("clock.advance", seconds=1)
    expired = path.world.call("sts", "AssumeRoleWithWebIdentity", asked)
    assert expired.error is not None
    assert expired.error.code == "ExpiredTokenException"


def test_an_access_token_of_the_user_pool_is_no_login(path: Path) -> None:
    logins = path.logins["an access token of the user pool"]
    reply = path.world.call("cognito-identity", "GetId", {"IdentityPoolId": path.pool, "Logins": logins})
    assert reply.error is not None
    assert reply.error.message == "Invalid login token. Missing a required claim: aud"


def test_the_user_pool_s_user_is_named_in_the_token(path: Path) -> None:
    logins = path.logins["a user pool"]
    [(provider, id_token)] = logins.items()
    given = {"IdentityId": identity_of(path, logins), "Logins": logins}
    token = path.world.call("cognito-identity", "GetOpenIdToken", given).output["Token"]
    sub = decode(id_token).claims["sub"]
    assert decode(token).claims["amr"] == ["authenticated", provider, f"{provider}:CognitoSignIn:{sub}"]


def test_guests_get_what_role_and_session_policies_allow_and_no_more(path: Path) -> None:
    keys = enhanced(path, identity_of(path, {}), {})
    assert s3(path, "GetObject", keys, "hello.txt").ok
    refused = path.world.call("iam", "GetRole", {"RoleName": "Guests"}, caller=keys)
    assert refused.error is not None
    assert refused.error.message.endswith("because no session policy allows the iam:GetRole action")
