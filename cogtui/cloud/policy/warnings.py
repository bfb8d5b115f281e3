"""What is allowed in a policy but hardly meant so: too open, never matching, or of no effect.

In the spirit of "Validate policies with IAM Access Analyzer" in the IAM User Guide; the words are ours. What IAM refuses to
save is not repeated here, see `validate.diagnose`.
"""

from __future__ import annotations

import msgspec

from cogtui.cloud.documents import below
from cogtui.cloud.policy.document import compiled
from cogtui.cloud.policy.grammar import statements_of
from cogtui.cloud.policy.json_text import PolicySyntaxError, read
from cogtui.cloud.policy.request import PolicyKind
from cogtui.cloud.policy.warning_checks import Level, StatementView, Warned
from cogtui.cloud.policy.warnings_of_access import ACCESS_CHECKS
from cogtui.cloud.policy.warnings_of_sense import SENSE_CHECKS, redundant_statements


class PolicyWarning(msgspec.Struct, frozen=True):
    """Something worth a second look."""

    line: int
    column: int
    level: Level
    id: str
    message: str


def warnings(text: str, kind: PolicyKind) -> list[PolicyWarning]:
    """Return what to warn of in a policy of a kind, in the order of the text; nothing while it is no policy yet."""
    try:
        document, policy = read(text), compiled(text)
    except PolicySyntaxError:
        return []
    views = [StatementView(kind, policy, statement) for statement in policy.statements]
    found: list[Warned] = [one for view in views for check in (*ACCESS_CHECKS, *SENSE_CHECKS) for one in check(view)]
    found.extend(redundant_statements(views))
    for statement, pointer in statements_of(document.data):
        if statement.get("Sid") == "":
            place = below(pointer, "Sid")
            found.append(Warned("suggestion", "empty-sid", place, "an empty Sid names nothing: leave it out"))
    placed: set[PolicyWarning] = set()
    for one in found:
        line, column = document.where_key(one.pointer) if one.at_key else document.where(one.pointer)
        placed.add(PolicyWarning(line, column, one.level, one.id, one.message))
    return sorted(placed, key=lambda one: (one.line, one.column, one.id, one.message))
