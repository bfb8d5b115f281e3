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


class Chunk(msgspec.Struct, frozen=True, gc=False):
    """One signed chunk of a body that is sent in pieces."""

    hash: str
    """SHA-256 of its bytes, hexadecimal."""
    signature: str
    trailer: bool = False
    """The trailing headers rather than a piece of the body."""


class Signed(msgspec.Struct, frozen=True, gc=False, tag="signed"):
    """Somebody whose HTTP request carries a signature: the request as it arrived, for `authenticate` to judge."""

    method: str
    path: str
    """As it stands on the wire, percent signs and all."""
    query: str
    """As it stands on the wire, without the question mark."""
    headers: tuple[tuple[str, str], ...]
    """Names in small letters, in the order in which they came."""
    payload_hash: str
    """SHA-256 of the body's bytes, hexadecimal."""
    received: float
    """The host's time, epoch seconds: signatures are judged by it."""
    access_key_id: str = ""
    """Whom the request names; empty where that cannot be read."""
    session_token: str = ""
    chunks: tuple[Chunk, ...] = ()
    verified: bool = True
    """False: the endpoint was told to accept any signature."""


class Service(msgspec.Struct, frozen=True, gc=False, tag="service"):
    """An AWS service acting by itself: identity pools calling STS."""

    name: str
    """Service principal: "cognito-identity.amazonaws.com"."""
    source_arn: str = ""
    """The resource for which it calls: `aws:SourceArn`, its account `aws:SourceAccount`; empty where nobody asks for them."""


class Operator(msgspec.Struct, frozen=True, gc=False, tag="operator"):
    """The person at an account's console who sets things up.

    A session of the role `Operator`, which holds AdministratorAccess and is evaluated like anyone.
    """

    account: str


Caller = Anonymous | Keys | Signed | Service | Operator

ANONYMOUS = Anonymous()


class Origin(msgspec.Struct, frozen=True, gc=False):
    """Where a call comes from; gives aws:SourceIp, aws:UserAgent, aws:SecureTransport."""

    address: str = "127.0.0.1"
    agent: str = "cogtui"
    secure: bool = True
    """TLS; loopback counts as secure."""
    referer: str = ""
    """The page that the request comes from, where it says so."""


LOCAL = Origin()
