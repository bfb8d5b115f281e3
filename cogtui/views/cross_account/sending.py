"""What a request can bring along on each way across, and what IAM's simulator said from the other end."""

from __future__ import annotations

from cogtui.cloud.trail import Record
from cogtui.views.cross_account.asked import ACTIONS, Asked, Sends
from cogtui.views.cross_account.chain import Link
from cogtui.views.cross_account.documents import policy
from cogtui.views.cross_account.looks import attackers_id, customers_id
from cogtui.views.cross_account.steps import Variant


def offered(asked: Asked, variant: Variant) -> list[Sends]:
    """Return what AssumeRole can send along on a way, nothing first."""
    nothing = Sends()
    match variant:
        case "external-id":
            return [nothing, Sends(external_id=customers_id(asked)), Sends(external_id=attackers_id(asked))]
        case "mfa":
            return [nothing, Sends(mfa=True)]
        case "session-policy":
            return [nothing, *(Sends(session_policy=_only(asked, action)) for action in ACTIONS.values())]
        case _:
            return [nothing]


def _only(asked: Asked, action: str) -> str:
    bucket = asked.cast.bucket_arn
    return policy({"Action": action, "Resource": [bucket, f"{bucket}/*"]})


def simulated(record: Record, asked: Asked) -> Link:
    """Return what the simulator answered B, as the chain's last link."""
    name = "B asks IAM's simulator"
    if record.error is not None:
        return Link("", name, False, f"{record.error.code}: {record.error.message}", record)
    found = (record.output or {})["EvaluationResults"][0]["EvalDecision"]
    words = {"allowed": "may", "explicitDeny": "is denied", "implicitDeny": "may not"}[found]
    role = asked.cast.role.name if asked.cast.role else ""
    return Link("", name, found == "allowed", f"{role} {words} {asked.action}; it does not ask who becomes it", record)
