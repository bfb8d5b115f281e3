"""The worlds that ship with the lessons: each applies strictly, and the first one does what its comments say."""

from __future__ import annotations

from pathlib import Path

import pytest

from cogtui.cloud.callers import ANONYMOUS, Keys
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.templates.plan import Applied
from cogtui.cloud.trail import Reply
from cogtui.cloud.world import World

WORLDS = Path(__file__).parents[3] / "lessons" / "worlds"
FACEBOOK = WORLDS / "sign-in-with-facebook.yaml"


class Reports:
    """The first lesson's world, with its template's outputs and ways in."""

    def __init__(self) -> None:
        self.world = World()
        self.applied: Applied = apply(self.world, FACEBOOK.read_text(encoding="utf-8"), FACEBOOK.name)

    def __getitem__(self, output: str) -> str:
        return self.applied.outputs[output]

    def call(self, service: str, operation: str, **params: object) -> Reply:
        return self.world.call(service, operation, params)

    def logins(self) -> dict[str, str]:
        """Return Ana's login at the user pool."""
        reply = self.call(
            "cognito-idp",
            "InitiateAuth",
            ClientId=self["UserPoolClientId"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ana", "PASSWORD": "Pool-ana-1"},
        )
        token = reply.output["AuthenticationResult"]["IdToken"]
        return {f"cognito-idp.us-east-1.amazonaws.com/{self['UserPoolId']}": token}

    def identity(self, logins: dict[str, str]) -> str:
        return self.call("cognito-identity", "GetId", IdentityPoolId=self["IdentityPoolId"], Logins=logins).output[
            "IdentityId"
        ]

    def enhanced(self, identity: str, logins: dict[str, str]) -> Keys:
        reply = self.call("cognito-identity", "GetCredentialsForIdentity", IdentityId=identity, Logins=logins)
        given = reply.output["Credentials"]
        return Keys(given["AccessKeyId"], given["SecretKey"], given["SessionToken"])

    def classic(self, identity: str, logins: dict[str, str]) -> Keys:
        token = self.call("cognito-identity", "GetOpenIdToken", IdentityId=identity, Logins=logins).output["Token"]
        reply = self.call(
            "sts",
            "AssumeRoleWithWebIdentity",
            RoleArn=self["ReadersArn"],
            RoleSessionName="ana",
            WebIdentityToken=token,
        )
        given = reply.output["Credentials"]
        return Keys(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])

    def may(self, keys: Keys, operation: str, **params: object) -> bool:
        return self.world.call("s3", operation, {"Bucket": self["BucketName"], **params}, caller=keys).ok


@pytest.fixture(scope="module")
def reports() -> Reports:
    return Reports()


@pytest.mark.parametrize("path", sorted(WORLDS.glob("*.yaml")), ids=lambda path: path.name)
def test_world_applies_as_a_lesson_does_it(path: Path) -> None:
    world = World()
    applied = apply(world, path.read_text(encoding="utf-8"), path.name)
    assert applied.resources
    assert not any(made.placeholder for made in applied.resources)
    (record,) = world.trail
    assert all(child.ok for child in record.children)


def test_world_is_the_same_on_every_machine(reports: Reports) -> None:
    assert Reports().applied == reports.applied


def test_ana_reads_the_reports_either_way(reports: Reports) -> None:
    logins = reports.logins()
    identity = reports.identity(logins)
    for keys in (reports.enhanced(identity, logins), reports.classic(identity, logins)):
        assert reports.may(keys, "GetObject", Key="reports/welcome.txt")
        assert reports.may(keys, "GetObject", Key="public/hello.txt")
        assert reports.may(keys, "ListObjectsV2", Prefix="reports/")
        assert reports.may(keys, "PutObject", Key=f"private/{identity}/note.txt", Body=b"mine")
        assert reports.may(keys, "GetObject", Key=f"private/{identity}/note.txt")


def test_ana_reads_nobody_elses_folder_and_changes_no_report(reports: Reports) -> None:
    logins = reports.logins()
    keys = reports.enhanced(reports.identity(logins), logins)
    diary = next(made.attributes["Arn"] for made in reports.applied.resources if made.logical_id == "SomebodysDiary")
    assert not reports.may(keys, "GetObject", Key=diary.partition("/")[2])
    assert not reports.may(keys, "PutObject", Key="reports/welcome.txt", Body=b"changed")
    assert not reports.may(keys, "ListObjectsV2")


def test_guests_read_what_is_public_alone(reports: Reports) -> None:
    keys = reports.enhanced(reports.identity({}), {})
    assert reports.may(keys, "GetObject", Key="public/hello.txt")
    assert not reports.may(keys, "GetObject", Key="reports/welcome.txt")


def test_a_guest_cannot_become_a_reader(reports: Reports) -> None:
    token = reports.call("cognito-identity", "GetOpenIdToken", IdentityId=reports.identity({})).output["Token"]
    reply = reports.world.call(
        "sts",
        "AssumeRoleWithWebIdentity",
        {"RoleArn": reports["ReadersArn"], "RoleSessionName": "guest", "WebIdentityToken": token},
        caller=ANONYMOUS,
    )
    assert reply.error is not None
    assert reply.error.code == "AccessDenied"


def test_world_reads_well_in_a_narrow_window() -> None:
    assert max(len(line) for line in FACEBOOK.read_text(encoding="utf-8").splitlines()) <= 106
