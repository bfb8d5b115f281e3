"""PASSWORD_VERIFIER: the challenge that answers a client's SRP_A.

SECRET_BLOCK stands for the exchange as a Session does elsewhere, so there is no Session beside it.
Source: API InitiateAuth; Developer Guide, "Managing user existence error responses"; RFC 5054, section 2.5.
"""

from __future__ import annotations

import base64
import hashlib

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.signing_in import challenge_sessions, srp
from cogtui.cloud.services.cognito_idp.signing_in.attempt import Attempt, Output
from cogtui.cloud.services.cognito_idp.signing_in.passwords import SALT_SIZE
from cogtui.cloud.services.cognito_idp.traces import SrpExchange
from cogtui.cloud.services.cognito_idp.users import directory

_BLOCK_OCTETS = 1024
_X_SIZE = 32


class _Side(msgspec.Struct, frozen=True):
    """What the challenge is about: whose password, and what the pool keeps of it."""

    user_id: str
    salt: bytes
    x: bytes


def ask(call: Call, attempt: Attempt) -> Output:
    """Answer A with B, and remember the exchange."""
    side = _side(call, attempt)
    asked = exchanged(call, attempt, "PASSWORD_VERIFIER", srp.verifier(side.x))
    who = {"USERNAME": side.user_id, "USER_ID_FOR_SRP": side.user_id}
    return {"ChallengeParameters": {"SALT": f"{int.from_bytes(side.salt):x}", **asked, **who}}


def exchanged(call: Call, attempt: Attempt, challenge: str, verifier: int) -> dict[str, str]:
    """Remember the exchange that SRP_A begins for a challenge, and return SECRET_BLOCK and SRP_B."""
    octets = call.ids.octets(srp.SECRET_SIZE + _BLOCK_OCTETS)
    secret = srp.secret_number(octets[: srp.SECRET_SIZE])
    server_public = srp.server_public(verifier, secret)
    block = base64.b64encode(octets[srp.SECRET_SIZE :]).decode("ascii")
    exchange = SrpExchange(
        client_public=_octets(int(attempt.given["SRP_A"], 16)),
        server_public=_octets(server_public),
        secret=_octets(secret),
    )
    challenge_sessions.wait_for(call, attempt, challenge, block, srp=exchange)
    return {"SECRET_BLOCK": block, "SRP_B": f"{server_public:x}"}


def _side(call: Call, attempt: Attempt) -> _Side:
    user = attempt.user
    made_up = _made_up(call, attempt)
    if user is None:
        return made_up
    password = user.password
    if password is None:
        return msgspec.structs.replace(made_up, user_id=user.username)
    return _Side(user.username, password.salt, password.x)


def _made_up(call: Call, attempt: Attempt) -> _Side:
    """Return what stands in for a user, or a password, that does not exist: the same for a name whenever it is asked for.

    The documentation promises the same salt and "an internal user id in UUID format" for a name of a pool.
    """
    pool = attempt.app.pool
    name = directory.compared(pool, attempt.given["USERNAME"]).encode(errors="surrogatepass")
    octets = call.ids.steady(f"srp|{pool.id}|{hashlib.sha256(name).hexdigest()}", 16 + SALT_SIZE + _X_SIZE)
    digits = octets[:16].hex()
    user_id = f"{digits[:8]}-{digits[8:12]}-70{digits[12:14]}-{digits[14:18]}-{digits[18:30]}"
    return _Side(user_id, octets[16 : 16 + SALT_SIZE], octets[16 + SALT_SIZE :])


def _octets(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8)
