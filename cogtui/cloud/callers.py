"""Who is calling, and from where. A call always says so; nothing is ambient."""

from __future__ import annotations

import msgspec


class Anonymous(msgspec.Struct, frozen=True, gc=False, tag="anonymous"):
    """Nobody in particular: an unsigned call, as apps make to GetId or AssumeRoleWithWebIdentity."""


class Keys(msgspec.Struct, frozen=True, gc=False, tag="keys"):
    """Somebody who holds AWS credentials that the world issued."""

    access_key_id: str
    secret_access_key: str
    session_token: str = ""
    """Empty for long-term keys."""


class Service(msgspec.Struct, frozen=True, gc=False, tag="service"):
    """An AWS service acting by itself: identity pools calling STS."""

    name: str
    """Service principal: "cognito-identity.amazonaws.com"."""


class Operator(msgspec.Struct, frozen=True, gc=False, tag="operator"):
    """The person at an account's console who sets things up.

    A session of the role `Operator`, which holds AdministratorAccess and is evaluated like anyone.
    """

    account: str


Caller = Anonymous | Keys | Service | Operator

ANONYMOUS = Anonymous()


class Origin(msgspec.Struct, frozen=True, gc=False):
    """Where a call comes from; gives aws:SourceIp, aws:UserAgent, aws:SecureTransport."""

    address: str = "127.0.0.1"
    agent: str = "cogtui"
    secure: bool = True
    """TLS; loopback counts as secure."""


LOCAL = Origin()
