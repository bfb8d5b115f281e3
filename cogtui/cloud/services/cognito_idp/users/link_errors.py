"""The errors of linking an outside identity to a user."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter


def already_signed_up() -> AwsError:
    """Return the error for an outside identity that has a profile of its own already."""
    return invalid_parameter(
        "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link"
    )


def own_user() -> AwsError:
    """Return the error for a user of the pool itself who is to be linked to another one."""
    return invalid_parameter(
        "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, "
        "only as a DestinationUser"
    )


def already_linked() -> AwsError:
    """Return the error for an outside identity that signs in as the same user already."""
    return invalid_parameter("SourceUser is already linked to DestinationUser")


# The classes of the next errors are documented; no captures of AWS's texts are known.


def linked_elsewhere() -> AwsError:
    """Return the error for an outside identity that signs in as somebody else."""
    return AwsError("AliasExistsException", "SourceUser is already linked to another user")


def too_many(most: int) -> AwsError:
    """Return the error for one link more than a user may have."""
    return AwsError("LimitExceededException", f"A user can have at most {most} linked identities")


def incomplete(member: str) -> AwsError:
    """Return the error for a user who is not named completely."""
    return invalid_parameter(f"{member} needs ProviderName, ProviderAttributeName and ProviderAttributeValue")


def not_an_attribute(name: str) -> AwsError:
    """Return the error for a source that is named by what the provider does not give."""
    return invalid_parameter(f"Invalid ProviderAttributeName: {name}")


def immutable(names: list[str]) -> AwsError:
    """Return the error for a destination whose profile cannot be rewritten at each sign-in."""
    return invalid_parameter(f"All attributes of DestinationUser must be mutable: {', '.join(names)}")
