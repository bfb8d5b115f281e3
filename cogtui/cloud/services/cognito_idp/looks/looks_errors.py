"""The errors of looks and terms. Texts are AWS's own where one has been published; the others say so."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter


def no_domain() -> AwsError:
    """Return the error for customising pages that a pool does not have."""
    return invalid_parameter("There has to be an existing domain associated with this user pool")


def css_refused(problem: str) -> AwsError:
    """Return the error for CSS that goes beyond the classes; the text is not captured."""
    return invalid_parameter(f"Invalid CSS: {problem}")


def image_refused() -> AwsError:
    """Return the error for a logo that is no picture, or too large; the text is not captured."""
    return invalid_parameter("The image file must be a PNG or JPEG file of at most 100 KB.")


def branding_exists(client_id: str) -> AwsError:
    """Return the error for a second style of an app client; the text is not captured."""
    text = f"A managed login branding style already exists for client {client_id}."
    return AwsError("ManagedLoginBrandingExistsException", text)


def branding_not_found() -> AwsError:
    """Return the error for a style that the pool does not have; the text is not captured."""
    return AwsError("ResourceNotFoundException", "Managed login branding style does not exist.")


def branding_mixed() -> AwsError:
    """Return the error for settings beside Cognito's own; the text is not captured."""
    return invalid_parameter("Settings and Assets cannot be set when UseCognitoProvidedValues is true.")


def terms_exist(name: str, client_id: str) -> AwsError:
    """Return the error for terms of a name that the app client has; the text is not captured."""
    return AwsError("TermsExistsException", f"Terms {name} already exist for client {client_id}.")


def terms_not_found() -> AwsError:
    """Return the error for terms that the pool does not have; the text is not captured."""
    return AwsError("ResourceNotFoundException", "Terms do not exist.")
