"""What a request can bring along on each way across, and what IAM's simulator said from the other end."""

from __future__ import annotations

from cogtui.cloud.trail import Record
from cogtui.views.cross_account.asked import ACTIONS, Asked, Sends
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


def simulated(record: Record, asked: Asked) -> str:
    """Return what the simulator answered B, in one sentence."""
    if record.error is not None:
        return f"{record.error.code}: {record.error.message}"
    found = (record.output or {})["EvaluationResults"][0]
    words = {"allowed": "may", "explicitDeny": "is denied", "implicitDeny": "may not"}[found["EvalDecision"]]
    role = asked.cast.role.name if asked.cast.role else ""
    return f"From B, call {record.no}: {role} {words} {asked.action}. Who may become it, the simulator does not ask"
