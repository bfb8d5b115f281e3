"""What a save keeps of callers: what this world issued, and nothing that somebody brought from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cogtui.cloud.callers import Caller, Keys, Signed
from cogtui.cloud.catalog.sensitive import WITHHELD
from cogtui.cloud.demo import demo_user
from cogtui.cloud.save import Save
from cogtui.cloud.trail import Record
from cogtui.cloud.world import World

REAL_TOKEN = "IQoJb3JpZ2luX2VjEFwaCXVzLWVhc3QtMSJHMEUCIQDRealAccountToken/+=="
REAL_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYREALSECRET"
PASSWORD = "Hunter2-Hunter2"
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential={key}/20260105/us-east-1/{service}/aws4_request, "
    "SignedHeaders={names}, Signature=" + "a" * 64
)


def signed(service: str, key: str, *, token: str = "", query: str = "", **more: str) -> Signed:
    """Build a caller whose signature is wrong."""
    headers = {
        "host": "127.0.0.1:4577",
        "x-amz-date": "20260105T090000Z",
        "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
        "user-agent": "Boto3/1.44",
        **({"x-amz-security-token": token} if token else {}),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    names = ";".join(sorted(headers.keys() - {"authorization"}))
    headers = {"authorization": AUTHORIZATION.format(key=key, service=service, names=names), **headers}
    return Signed(
        "GET",
        "/",
        query,
        tuple(headers.items()),
        "UNSIGNED-PAYLOAD",
        1767603600.0,
        access_key_id=key,
        session_token=token,
    )


def saved(
    folder: Path, world: World, called: tuple[str, str], params: dict[str, Any], caller: Caller
) -> tuple[Record, bytes]:
    """Make a call in a world that is being saved; return the loaded record and the file's octets."""
    file = folder / "w"
    save = Save.create(file, world)
    world.call(*called, params, caller=caller)
    save.close()
    again = Save.open(file)
    again.close()
    return again.world.trail[-1], file.read_bytes()


def session_of(world: World) -> Keys:
    user = demo_user(world)
    mine = Keys(user.access_key_id, user.secret)
    made = world.call("sts", "GetSessionToken", {}, caller=mine).output["Credentials"]
    return Keys(made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"])


def in_it(octets: bytes, text: str) -> bool:
    return text.encode() in octets or text.encode().hex(" ").encode() in octets


@pytest.mark.parametrize("service", ["sts", "s3", "cognito-idp"])
def test_a_session_token_of_a_real_account_is_nowhere_in_the_file(tmp_path: Path, service: str) -> None:
    operations = {
        "sts": ("GetCallerIdentity", {}),
        "s3": ("ListBuckets", {}),
        "cognito-idp": ("ListUserPools", {"MaxResults": 1}),
    }
    operation, params = operations[service]
    world = World()
    kept, octets = saved(
        tmp_path, world, (service, operation), params, signed(service, "ASIAREALREALREALREAL", token=REAL_TOKEN)
    )
    assert kept.error is not None
    assert isinstance(kept.caller, Signed)
    assert (kept.caller.access_key_id, kept.caller.session_token) == ("ASIAREALREALREALREAL", WITHHELD)
    assert dict(kept.caller.headers)["x-amz-security-token"] == WITHHELD
    assert not in_it(octets, REAL_TOKEN)


def test_a_token_of_somebody_else_under_a_key_of_this_world_is_withheld_too(tmp_path: Path) -> None:
    world = World()
    mine = session_of(world)
    kept, octets = saved(tmp_path, world, ("s3", "ListBuckets"), {}, signed("s3", mine.access_key_id, token=REAL_TOKEN))
    assert kept.error is not None
    assert kept.error.code == "InvalidToken"
    assert not in_it(octets, REAL_TOKEN)


def test_a_token_that_this_world_issued_stays_and_so_do_signatures(tmp_path: Path) -> None:
    world = World()
    mine = session_of(world)
    caller = signed("s3", mine.access_key_id, token=mine.session_token)
    kept, _ = saved(tmp_path, world, ("s3", "ListBuckets"), {}, caller)
    assert kept.caller == caller
    assert kept.error == world.trail[-1].error
    assert kept.why() == world.trail[-1].why()


def test_headers_that_carry_somebody_s_secrets_are_withheld_and_those_that_say_how_it_was_sent_stay(
    tmp_path: Path,
) -> None:
    key = demo_user(world := World()).access_key_id
    secrets = {
        "cookie": "session=of-another-program-on-localhost",
        "x_amz_server_side_encryption_customer_key": "c2VjcmV0LWtleS1vZi1zb21lYm9keQ==",
        "x_forwarded_for": "203.0.113.9",
    }
    kept, octets = saved(tmp_path, world, ("s3", "ListBuckets"), {}, signed("s3", key, **secrets))
    assert isinstance(kept.caller, Signed)
    headers = dict(kept.caller.headers)
    assert {headers[name.replace("_", "-")] for name in secrets} == {WITHHELD}
    assert (headers["user-agent"], headers["host"]) == ("Boto3/1.44", "127.0.0.1:4577")
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 ")
    assert kept.error is not None
    assert "x-amz-server-side-encryption-customer-key:(withheld)" in kept.error.extra["CanonicalRequest"]
    assert kept.error.extra["CanonicalRequestBytes"] == WITHHELD
    assert not [name for name, secret in secrets.items() if name != "x_forwarded_for" and in_it(octets, secret)]


@pytest.mark.parametrize("given", [f"Basic {PASSWORD}", f"Bearer {PASSWORD}"])
def test_an_authorization_that_is_no_signature_is_withheld(tmp_path: Path, given: str) -> None:
    kept, octets = saved(tmp_path, World(), ("sts", "GetCallerIdentity"), {}, signed("sts", "", authorization=given))
    assert isinstance(kept.caller, Signed)
    assert dict(kept.caller.headers)["authorization"] == WITHHELD
    assert not in_it(octets, PASSWORD)


@pytest.mark.parametrize("right", [True, False], ids=["known key", "unknown key"])
def test_what_a_query_asks_for_is_withheld_where_it_is_in_the_request_already(tmp_path: Path, right: bool) -> None:
    world = World()
    key = demo_user(world).access_key_id if right else "AKIAREALREALREALREAL"
    query = f"Action=CreateLoginProfile&Version=2010-05-08&UserName=ana&Password={PASSWORD}%21&X-Amz-Security-Token={REAL_TOKEN}"
    params = {"UserName": "ana", "Password": f"{PASSWORD}!"}
    kept, octets = saved(
        tmp_path, world, ("iam", "CreateLoginProfile"), params, signed("iam", key, token=REAL_TOKEN, query=query)
    )
    assert isinstance(kept.caller, Signed)
    assert kept.caller.query.startswith(
        "Action=CreateLoginProfile&Version=2010-05-08&UserName=(withheld)&Password=(withheld)"
    )
    assert not in_it(octets, PASSWORD)
    assert not in_it(octets, REAL_TOKEN)


def test_the_query_of_s3_stays_but_for_a_token_of_elsewhere(tmp_path: Path) -> None:
    query = f"prefix=reports%2F&X-Amz-Security-Token={REAL_TOKEN.replace('/', '%2F').replace('+', '%2B').replace('=', '%3D')}"
    kept, octets = saved(
        tmp_path, World(), ("s3", "ListBuckets"), {}, signed("s3", "ASIAREAL", token=REAL_TOKEN, query=query)
    )
    assert isinstance(kept.caller, Signed)
    assert kept.caller.query == "prefix=reports%2F&X-Amz-Security-Token=(withheld)"
    assert not in_it(octets, REAL_TOKEN)
    assert b"IQoJb3JpZ2lu" not in octets


def test_keys_typed_in_process_stay_only_where_they_are_this_world_s(tmp_path: Path) -> None:
    world = World()
    mine = session_of(world)
    kept, _ = saved(tmp_path, world, ("sts", "GetCallerIdentity"), {}, mine)
    assert kept.caller == mine
    typed = Keys("AKIAREALREALREALREAL", REAL_SECRET, REAL_TOKEN)
    kept, octets = saved(tmp_path, world, ("sts", "GetCallerIdentity"), {}, typed)
    assert kept.caller == Keys("AKIAREALREALREALREAL", WITHHELD, WITHHELD)
    assert not in_it(octets, REAL_SECRET)
    assert not in_it(octets, REAL_TOKEN)
