"""Secrets of an app client: AddUserPoolClientSecret, ListUserPoolClientSecrets, DeleteUserPoolClientSecret.

A client has up to two, so that an app can change over without a pause; both are honoured.
Source: API AddUserPoolClientSecret.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.errors import AwsError
from cogtui.cloud.ids import LOWER_ALNUM
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.lookup import client_named, pool_named
from cogtui.cloud.services.cognito_idp.pools import setting_errors as errors
from cogtui.cloud.services.cognito_idp.records import CLIENTS, Client, ClientSecret

MOST_SECRETS = 2
LENGTH = 51
"""Characters of a secret that Cognito makes."""


def add_user_pool_client_secret(
    call: Call, *, UserPoolId: str, ClientId: str, ClientSecret: str | None = None
) -> dict[str, Any]:
    """Give a client a second secret: the given one, or a new one, which is shown this once."""
    client = _client(call, UserPoolId, ClientId)
    # No captures of AWS's texts are known.
    public = invalid_parameter(f"Client {ClientId} is not configured with secret")
    call.require("idp.client.confidential", client.secrets, public, client=ClientId)
    full = AwsError("LimitExceededException", f"Exceeded the maximum of {MOST_SECRETS} client secrets.")
    has = len(client.secrets)
    call.require("idp.client.secrets", has < MOST_SECRETS, full, has=has, most=MOST_SECRETS)
    value = ClientSecret or call.ids.text(LENGTH, LOWER_ALNUM)
    twice = invalid_parameter("The client secret is in use already.")
    call.require("idp.client.secret_fresh", value not in {secret.value for secret in client.secrets}, twice)
    # Two secrets of the same second still have two ids.
    latest = max(secret.created for secret in client.secrets)
    added = _record(value, max(call.now, int(latest) + 1))
    call.tx.put(CLIENTS, msgspec.structs.replace(client, secrets=(*client.secrets, added)))
    shown = _described(client, added)
    return {"ClientSecretDescriptor": shown if ClientSecret else {**shown, "ClientSecretValue": value}}


def list_user_pool_client_secrets(
    call: Call, *, UserPoolId: str, ClientId: str, NextToken: str | None = None
) -> dict[str, Any]:
    """List a client's secrets, never their values; two fit on a page, so there is no next one."""
    del NextToken
    client = _client(call, UserPoolId, ClientId)
    return {"ClientSecrets": [_described(client, secret) for secret in client.secrets]}


def delete_user_pool_client_secret(
    call: Call, *, UserPoolId: str, ClientId: str, ClientSecretId: str
) -> dict[str, Any]:
    """Take a secret away from a client; the last one stays."""
    client = _client(call, UserPoolId, ClientId)
    left = tuple(secret for secret in client.secrets if _id(client, secret) != ClientSecretId)
    known = len(left) < len(client.secrets)
    call.require("idp.client.secret_exists", known, errors.secret_not_found(ClientSecretId), secret=ClientSecretId)
    last = invalid_parameter("The last client secret cannot be deleted.")  # not captured
    call.require("idp.client.secret_left", left, last, secret=ClientSecretId)
    call.tx.put(CLIENTS, msgspec.structs.replace(client, secrets=left))
    return {}


def fresh(call: Call, *, value: str | None, wanted: bool) -> tuple[ClientSecret, ...]:
    """Return the secrets of a new client: the given one, a new one, or none."""
    both = invalid_parameter("ClientSecret cannot be given when GenerateSecret is true.")  # not captured
    call.require("idp.client.secret_source", not (value and wanted), both)
    if value or wanted:
        return (_record(value or call.ids.text(LENGTH, LOWER_ALNUM), call.now),)
    return ()


def _record(value: str, created: float) -> ClientSecret:
    return ClientSecret(value, created)


def _client(call: Call, pool_id: str, client_id: str) -> Client:
    return client_named(call, pool_named(call, pool_id), client_id)


def _id(client: Client, secret: ClientSecret) -> str:
    return f"{client.client_id}--{int(secret.created)}"


def _described(client: Client, secret: ClientSecret) -> dict[str, Any]:
    return {"ClientSecretId": _id(client, secret), "ClientSecretCreateDate": timestamp(secret.created)}
