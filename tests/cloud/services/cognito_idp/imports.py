"""An import of users, step by step as an administrator takes it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from cogtui.cloud.web import WebRequest, WebResponse
from cogtui.cloud.world import World
from tests.builders import done
from tests.cloud.services.cognito_idp.people import People

SIGNED = {"x-amz-server-side-encryption": "aws:kms"}

_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "cognito-idp.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}


def log_role(world: World) -> str:
    """Make the role that Cognito writes an import's log with, and return its ARN."""
    given = {"RoleName": "ImportLogs", "AssumeRolePolicyDocument": json.dumps(_TRUST)}
    return done(world, "iam", "CreateRole", **given)["Role"]["Arn"]


def put(world: World, url: str, text: str, **changed: Any) -> WebResponse:
    """Upload a file to a PreSignedUrl; `changed` are other fields of the request."""
    parts = urlsplit(url)
    request = WebRequest("PUT", parts.netloc, parts.path, dict(parse_qsl(parts.query)), {}, SIGNED, content=text)
    return world.web(msgspec.structs.replace(request, **changed))


class Import:
    """One import job of a pool."""

    def __init__(self, people: People, role: str = "") -> None:
        self.people = people
        self.columns: list[str] = people.administered("GetCSVHeader")["CSVHeader"]
        role = role or log_role(people.world)
        job = people.administered("CreateUserImportJob", JobName="move in", CloudWatchLogsRoleArn=role)["UserImportJob"]
        self.id: str = job["JobId"]
        self.url: str = job["PreSignedUrl"]

    def row(self, username: str = "ana", **values: str) -> str:
        """Return a line of somebody with a proven address; `custom__team=` gives the column `custom:team`."""
        usual = {"email": f"{username}@example.com", "email_verified": "TRUE", "cognito:mfa_enabled": "FALSE"}
        given = usual | {"cognito:username": username} | {n.replace("__", ":"): v for n, v in values.items()}
        return ",".join(given.get(column, "") for column in self.columns)

    def file(self, *rows: str) -> str:
        """Return a file with the pool's header and these lines."""
        return "\n".join((",".join(self.columns), *rows, ""))

    def of(self, *rows: str) -> dict[str, Any]:
        """Upload these lines, start the job and return it at its end."""
        return self.of_file(self.file(*rows))

    def of_file(self, text: str) -> dict[str, Any]:
        """Upload a file, start the job and return it at its end."""
        assert put(self.people.world, self.url, text).status == 200
        self.people.administered("StartUserImportJob", JobId=self.id)
        return self.now

    @property
    def now(self) -> dict[str, Any]:
        """The job as it is."""
        return self.people.administered("DescribeUserImportJob", JobId=self.id)["UserImportJob"]

    @property
    def log(self) -> list[str]:
        """What the last call tells of lines that made no user."""
        record = next(
            record for record in reversed(self.people.world.trail) if record.operation == "StartUserImportJob"
        )
        return [check.note for check in record.why() if check.rule == "idp.import.row"]
