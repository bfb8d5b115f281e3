"""What a resource control policy must not have, though policies of resources may.

AWS Organizations User Guide, "RCP syntax". Service control policies have the whole language of identity policies since
September 2025 ("SCP syntax"), so what holds for those holds for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cogtui.cloud.documents import below
from cogtui.cloud.policy.grammar import Finding, listed, statements_of
from cogtui.cloud.policy.variables import VERSION_WITH_VARIABLES

UNFIT = "The provided policy document does not meet the requirements of the specified policy type."
"""What Organizations says of every mistake."""


def resource_control_findings(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong with a resource control policy that an organization makes for itself."""
    if data.get("Version") != VERSION_WITH_VARIABLES:
        yield Finding(2, UNFIT, "/Version", f'expected `"Version": "{VERSION_WITH_VARIABLES}"`')
    for statement, pointer in statements_of(data):
        if statement.get("Effect") != "Deny":
            message = "only AWS's own RCPFullAWSAccess allows; an RCP of yours has statements with `Deny` alone"
            yield Finding(4, UNFIT, below(pointer, "Effect"), message)
        if statement.get("Principal", "*") != "*":
            message = "expected `*`; conditions say whom it means, such as aws:PrincipalOrgID"
            yield Finding(4, UNFIT, below(pointer, "Principal"), message)
        for name in ("NotPrincipal", "NotAction"):
            if name in statement:
                yield Finding(4, UNFIT, below(pointer, name), f"an RCP has no `{name}`", at_key=True)
        for action, place in listed(statement.get("Action", []), below(pointer, "Action")):
            if action == "*":
                yield Finding(5, UNFIT, place, "an RCP names the service: `s3:*`, not `*` alone")
