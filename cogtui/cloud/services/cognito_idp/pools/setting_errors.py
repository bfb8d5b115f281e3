"""The errors of what administrators set up in a user pool: groups, resource servers, domains, providers, secrets.

Texts are AWS's own where one has been published; the others say so.
"""

from __future__ import annotations

from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter

NOT_FOUND = "ResourceNotFoundException"


def quota_exceeded(what: str, most: int) -> AwsError:
    """Return the error for one thing too many; the text is not captured."""
    return AwsError("LimitExceededException", f"Exceeded the maximum of {most} {what}.")


def group_exists(name: str) -> AwsError:
    """Return the error for a group name that is taken."""
    return AwsError("GroupExistsException", f"A group with the name {name} already exists.")


def group_not_found() -> AwsError:
    """Return the error for a group that the pool does not have."""
    return AwsError(NOT_FOUND, "Group not found.")


def resource_server_exists(identifier: str, pool_id: str) -> AwsError:
    """Return the error for an identifier that is taken."""
    return invalid_parameter(f"{identifier} already exists in user pool {pool_id}.")


def resource_server_not_found(identifier: str) -> AwsError:
    """Return the error for a resource server that the pool does not have; the text is not captured."""
    return AwsError(NOT_FOUND, f"Resource server {identifier} does not exist.")


def provider_exists(name: str, pool_id: str) -> AwsError:
    """Return the error for a provider name that is taken."""
    return AwsError("DuplicateProviderException", f"{name} already exists in user pool {pool_id}")


def provider_not_found(name: str) -> AwsError:
    """Return the error for an identity provider that the pool does not have; the text is not captured."""
    return AwsError(NOT_FOUND, f"Identity provider {name} does not exist.")


def provider_unknown(name: str, pool_id: str) -> AwsError:
    """Return the error for an app client that lists a provider which the pool does not have."""
    return invalid_parameter(f"The provider {name} does not exist for User Pool {pool_id}.")


def domain_unknown() -> AwsError:
    """Return the error for a domain that the pool does not have."""
    return invalid_parameter("No such domain or user pool exists.")


def secret_not_found(secret_id: str) -> AwsError:
    """Return the error for a client secret that the client does not have; the text is not captured."""
    return AwsError(NOT_FOUND, f"Client secret {secret_id} does not exist.")
