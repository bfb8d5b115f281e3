"""How the lists of user pools are paged."""

from __future__ import annotations

from cogtui.cloud.paging import Paging
from cogtui.cloud.services.cognito_idp import errors

BY_NEXT_TOKEN = Paging("idp.page.token", lambda: errors.invalid_parameter("Invalid NextToken."))
# DIFFERS: AWS's texts for a token of another list are not published, and ListUsers' tokens live for an hour there.
BY_PAGINATION_TOKEN = Paging(
    "idp.page.token", lambda: errors.invalid_parameter("Invalid PaginationToken."), "PaginationToken", "Limit"
)
BY_LIMIT = Paging("idp.page.token", lambda: errors.invalid_parameter("Invalid NextToken."), size="Limit")
