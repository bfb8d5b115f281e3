"""How the lists of identity pools are paged."""

from __future__ import annotations

from cogtui.cloud.paging import Paging
from cogtui.cloud.services.cognito_identity import errors

# DIFFERS: AWS's text for a token of another list is not published.
BY_NEXT_TOKEN = Paging("identity.page.token", lambda: errors.invalid_parameter("Invalid NextToken."))
