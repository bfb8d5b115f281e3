"""What IAM tells of the policies that AWS manages (AWS Managed Policy Reference Guide)."""

from __future__ import annotations

from typing import Any, NamedTuple

from cogtui.cloud.policy.managed import NAMES
from cogtui.cloud.services.iam.moments import timestamp

PREFIX = "arn:aws:iam::aws:policy/"


class Known(NamedTuple):
    """What is published of one policy."""

    policy_id: str
    created: float
    """Epoch seconds."""
    version: str = "v1"


_KNOWN = {
    "AdministratorAccess": Known("ANPAIWMBCKSKIEE64ZLYK", 1423247986),
    "AmazonCognitoPowerUser": Known("ANPAJKW5H2HNCPGCYGR6Y", 1427217296),
    "AmazonCognitoReadOnly": Known("ANPAJBFTRZD2GQGJHSVQK", 1427216806),
    "AmazonS3ReadOnlyAccess": Known("ANPAIZTJ4DXE7G6AGAE6M", 1423248059, "v3"),
}


def name_of(arn: str) -> str | None:
    """Return the name of a policy of AWS that CogTUI has, None for any other ARN."""
    name = arn.removeprefix(PREFIX)
    return name if arn.startswith(PREFIX) and name in NAMES else None


def version_of(name: str) -> str:
    """Return the version that counts. DIFFERS: CogTUI has this one only, and it is as old as its policy."""
    return _known(name).version


def created(name: str) -> float:
    """Return when AWS made the policy, epoch seconds."""
    return _known(name).created


def shown(name: str) -> dict[str, Any]:
    """Return the members of `Policy` that are the same for everybody. DIFFERS: GetPolicy's `Description` is left out."""
    known = _known(name)
    return {
        "PolicyName": name,
        "PolicyId": known.policy_id,
        "Arn": PREFIX + name,
        "Path": "/",
        "DefaultVersionId": known.version,
        "CreateDate": timestamp(known.created),
        "UpdateDate": timestamp(known.created),
    }


def _known(name: str) -> Known:
    """Return what is known. DIFFERS: a policy whose id is not published gets one made of its name."""
    made_up = "ANPA" + "".join(letter for letter in name.upper() if letter.isalpha())[:17].ljust(17, "A")
    return _KNOWN.get(name, Known(made_up, 1689807892))
