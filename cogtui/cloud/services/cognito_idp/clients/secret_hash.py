"""SECRET_HASH: how an app proves that it knows its client secret (Developer Guide, "Computing secret hash values")."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp import errors
from cogtui.cloud.services.cognito_idp.records import Client


def secret_hash(client_id: str, secret: str, username: str) -> str:
    """Return base64 of HMAC-SHA256 over user name and client id, with the secret as the key."""
    # Any text can be sent as a user name, half a surrogate pair too: it must be refused, not be a crash.
    message = (username + client_id).encode(errors="surrogatepass")
    return base64.b64encode(hmac.digest(secret.encode(), message, "sha256")).decode("ascii")


def is_secret(client: Client, given: str | None) -> bool:
    """Tell whether what an app sends is one of the client's secrets, or nothing where the client has none."""
    if given is None or not client.secrets:
        return given is None and not client.secrets
    octets = given.encode(errors="surrogatepass")
    return any(hmac.compare_digest(secret.value.encode(), octets) for secret in client.secrets)


def check(
    call: Call,
    client: Client,
    given: str | None,
    *usernames: str,
    wrong: Callable[[str], AwsError] = errors.secret_hash_wrong,
) -> None:
    """Refuse a call whose hash is missing, unexpected, or fits none of the names that the user may go by."""
    place = client.place("ClientSecret", "secrets")
    if not client.secrets:
        call.require(
            "idp.secret_hash.expected",
            given is None,
            lambda: errors.secret_hash_unexpected(client.client_id),
            place=place,
            client=client.client_id,
        )
        return
    missing = errors.secret_hash_missing(client.client_id)
    call.require("idp.secret_hash.present", given is not None, missing, place=place, client=client.client_id)
    sent = (given or "").encode(errors="surrogatepass")
    fits = any(
        hmac.compare_digest(sent, secret_hash(client.client_id, secret.value, name).encode())
        for secret in client.secrets
        for name in usernames
    )
    message = [f"{name}{client.client_id}" for name in usernames]
    call.require("idp.secret_hash.correct", fits, wrong(client.client_id), place=place, message=message)
