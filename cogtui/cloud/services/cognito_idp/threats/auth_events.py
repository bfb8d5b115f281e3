"""The record of a user's sign-ins: AdminListUserAuthEvents, AdminUpdateAuthEventFeedback.

UpdateAuthEventFeedback needs a token that Cognito mails with a warning of a risk; no risk is ever found here.
"""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.paging import page_of
from cogtui.cloud.services.cognito_idp.lookup import pool_named, user_named
from cogtui.cloud.services.cognito_idp.paging import BY_NEXT_TOKEN
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.threats import threat_errors
from cogtui.cloud.services.cognito_idp.threats.recording import require_on
from cogtui.cloud.services.cognito_idp.threats.threat_records import AUTH_EVENTS, AuthEvent

MOST = 60

_WORDS = {True: "Success", False: "Failure"}
_NO_RISK = {"RiskDecision": "NoRisk", "CompromisedCredentialsDetected": False}


def admin_list_user_auth_events(
    call: Call, *, UserPoolId: str, Username: str, MaxResults: int | None = None, NextToken: str | None = None
) -> dict[str, Any]:
    """List a user's sign-ins, the newest first."""
    del NextToken  # the page reads it
    pool = pool_named(call, UserPoolId)
    require_on(call, pool)
    found = sorted(_events_of(call, user_named(call, pool, Username)), key=_newest_first)
    page = page_of(call, found, _newest_first, MaxResults or MOST, BY_NEXT_TOKEN)
    return {"AuthEvents": [_described(event) for event in page.rows], **page.more}


def admin_update_auth_event_feedback(
    call: Call, *, UserPoolId: str, Username: str, EventId: str, FeedbackValue: str
) -> dict[str, Any]:
    """Say of a sign-in whether it was the user's own."""
    pool = pool_named(call, UserPoolId)
    require_on(call, pool)
    user = user_named(call, pool, Username)
    event = next((event for event in _events_of(call, user) if event.event_id == EventId), None)
    call.require("idp.threats.event", event is not None, threat_errors.no_event(EventId), event=EventId)
    assert event is not None
    call.tx.put(AUTH_EVENTS, msgspec.structs.replace(event, feedback=FeedbackValue, feedback_at=call.now))
    return {}


def _events_of(call: Call, user: User) -> list[AuthEvent]:
    return [event for event in call.tx.scan(AUTH_EVENTS, user.pool_id) if event.user_key == user.key]


def _newest_first(event: AuthEvent) -> str:
    return f"{10**9 - event.number:010d} {event.event_id}"


def _described(event: AuthEvent) -> dict[str, Any]:
    """Return an event in AWS's shape (AuthEventType).

    DIFFERS: nobody knows in which city and country an address is.
    """
    feedback = {
        "FeedbackValue": event.feedback,
        "Provider": "Admin",
        "FeedbackDate": timestamp(event.feedback_at),
    }
    return {
        "EventId": event.event_id,
        "EventType": "SignIn",
        "CreationDate": timestamp(event.at),
        "EventResponse": event.outcome,
        "EventRisk": _NO_RISK,
        "ChallengeResponses": [
            {"ChallengeName": factor, "ChallengeResponse": _WORDS[proven]} for factor, proven in event.factors
        ],
        "EventContextData": {"IpAddress": event.address, "DeviceName": event.agent},
        **({"EventFeedback": feedback} if event.feedback else {}),
    }
