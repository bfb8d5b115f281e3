"""Asking Facebook about an access token: to everybody else it is opaque, so its word is all there is.

Graph API reference, "debug_token". Identity pools and STS both ask.
"""

from __future__ import annotations

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.web import WebRequest

FACEBOOK = "graph.facebook.com"


class GraphError(msgspec.Struct, frozen=True):
    """Why the token is no good, or why Facebook would not say."""

    message: str = ""


class Word(msgspec.Struct, frozen=True):
    """What Facebook says about a token."""

    app_id: str = ""
    """The app it was made for; empty where Facebook does not know the token."""
    user_id: str = ""
    is_valid: bool = False
    error: GraphError = GraphError()

    def fact(self, member: str) -> Fact:
        """Return a member of the answer, and where it stands."""
        place = Place("claim", f"{member} in Facebook's answer", pointer=f"/data/{member}")
        return Fact("has", getattr(self, member) if self.app_id else None, place)

    @property
    def reason(self) -> str:
        """What Facebook has against the token, as a remark; empty when nothing."""
        return f"Facebook says: {self.error.message}" if self.error.message else ""


class _Answer(msgspec.Struct, frozen=True):
    """The body: `data`, or `error` where Facebook would not even look."""

    data: Word | None = None
    error: GraphError | None = None


def facebooks_word(call: Call, token: str, *, shown: str = "") -> Word | None:
    """Ask Facebook about a token, as a child record; None when it gives no usable answer.

    `shown` is what the asker proves itself with; without it, the very token that is asked about.
    """
    query = {"input_token": token, "access_token": shown or token}
    response = call.visit(WebRequest("GET", FACEBOOK, "/debug_token", query), title="is this token good?")
    try:
        answer = msgspec.convert(response.body or {}, _Answer)
    except msgspec.ValidationError:
        return None
    return answer.data if answer.error is None else Word(error=answer.error)
