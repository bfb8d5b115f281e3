"""Lists of SNS: a hundred to a page (API Reference, "returns a limited list, up to 100")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from cogtui.cloud.call import Call
from cogtui.cloud.paging import Paging, page_of
from cogtui.cloud.services.sns import errors

Row = TypeVar("Row")

PAGE = 100

_PAGING = Paging("sns.page", errors.bad_page)


def page(
    call: Call, member: str, rows: Sequence[Row], key: Callable[[Row], str], shown: Callable[[Row], dict[str, Any]]
) -> dict[str, Any]:
    """Return a page of `rows`, which are in the order of their keys, as the answer shows them."""
    found = page_of(call, rows, key, PAGE, _PAGING)
    return {member: [shown(row) for row in found.rows], **found.more}
