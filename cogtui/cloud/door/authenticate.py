"""Who is it? From the caller of a call to a principal, with the checks on its keys."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from cogtui.cloud.accounts import credentials
from cogtui.cloud.accounts.credentials import AccessKey
from cogtui.cloud.accounts.principals import OPERATOR_ROLE, ROLES, session_principal
from cogtui.cloud.call import Call
from cogtui.cloud.callers import Keys, Operator, Service, Signed
from cogtui.cloud.catalog import reader
from cogtui.cloud.door.errors import Cause, door_error
from cogtui.cloud.errors import AwsError
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.policy.request import ANONYMOUS_PRINCIPAL, Principal
from cogtui.cloud.signing.old_urls import check_old_url, is_old_url, old_proof_of
from cogtui.cloud.signing.signature_checks import check_signature, proof_of

SIGNED_OR_OPEN = ("s3",)
"""Services whose signed operations may be called unsigned too; their policies decide what anonymous callers may do."""


def authenticate(call: Call) -> None:
    """Set `call.principal` and `call.account`; raise the protocol's error for keys that are no good."""
    protocol = reader.service(call.service).protocol
    if not reader.operation(call.service, call.operation).signed:
        return
    caller = call.caller
    if isinstance(caller, (Keys, Signed)):
        key = known_key(call, caller, protocol)
        call.principal, call.account = key.principal, key.account
    elif isinstance(caller, Operator):
        call.principal, call.account = operator_principal(call, caller.account), caller.account
    elif isinstance(caller, Service):
        call.principal = Principal("service", arn=caller.name, service=caller.name)
    elif call.service not in SIGNED_OR_OPEN:
        call.refuse("door.signed", door_error(protocol, "missing"), has="no credentials")
    else:
        call.principal = ANONYMOUS_PRINCIPAL


def operator_principal(call: Call, account: str) -> Principal:
    """Return the console session of an account's operator."""
    role = call.tx.get(ROLES, (account, OPERATOR_ROLE))
    if role is None:
        raise AwsError("InvalidClientTokenId", f"the world has no account {account}", status=403)
    return session_principal(role, "console")


def known_key(call: Call, caller: Keys | Signed, protocol: str) -> AccessKey:
    """Return the access key that the caller proved to hold: by its secret in process, by a signature on the wire."""
    check = _signature_of(call, caller, protocol) if isinstance(caller, Signed) else None
    key = credentials.find(call.tx, caller.access_key_id)

    def error(cause: Cause) -> AwsError:
        return door_error(protocol, cause)

    known = key is not None and key.active
    unknown = error("unknown-key")
    if protocol == "rest-xml":
        unknown.extra["AWSAccessKeyId"] = caller.access_key_id
    call.require("door.key", known, unknown, access_key_id=caller.access_key_id)
    assert key is not None
    if isinstance(caller, Keys):
        # DIFFERS: in process the secret itself is compared; only requests from the wire carry a signature made with it.
        same_secret = hmac.compare_digest(caller.secret_access_key.encode(), key.secret.encode())
        call.require("door.secret", same_secret, lambda: error("bad-secret"))
    if key.token or caller.session_token:
        _check_token(call, caller, key, protocol)
    if key.expires is not None:
        now = Fact("now", call.now, Place("clock", "the world's clock"))
        call.require("door.session", call.now < key.expires, lambda: error("expired"), now=now, expires=key.expires)
    if check is not None:
        check(key)
    return key


def _signature_of(call: Call, caller: Signed, protocol: str) -> Callable[[AccessKey], None]:
    """Return the check of a request's signature, once it is known whose it should be; raise where it cannot be read."""
    if protocol == "rest-xml" and is_old_url(caller):
        old = old_proof_of(call, caller)
        return lambda key: check_old_url(call, caller, old, key)
    proof = proof_of(call, caller, protocol)
    return lambda key: check_signature(call, caller, proof, key, protocol)


def _check_token(call: Call, caller: Keys | Signed, key: AccessKey, protocol: str) -> None:
    """A session's key is good only together with its token."""
    given = caller.session_token
    cause: Cause = "bad-token" if given or protocol != "rest-xml" else "unknown-key"
    error = door_error(protocol, cause)
    if protocol == "rest-xml" and given:
        error.extra["Token-0"] = given
    same_token = hmac.compare_digest(given.encode(errors="surrogatepass"), key.token.encode())
    call.require("door.token", same_token, error)


def session_of(call: Call) -> AccessKey | None:
    """Return the access key behind the call, or None."""
    return credentials.find(call.tx, call.caller.access_key_id) if isinstance(call.caller, (Keys, Signed)) else None
