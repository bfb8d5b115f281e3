"""Asking Facebook or Amazon about an access token: to everybody else it is opaque, so the issuer's word is all there is.

Graph API reference, "debug_token"; Login with Amazon, "Verifying that the token belongs to your app". Identity pools and STS
both ask.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.web import WebRequest

FACEBOOK = "graph.facebook.com"
AMAZON = "www.amazon.com"


class GraphError(msgspec.Struct, frozen=True):
    """Why the token is no good, or why its issuer would not say."""

    message: str = ""


class Word(msgspec.Struct, frozen=True):
    """What the issuer says about a token."""

    app_id: str = ""
    """The app it was made for; empty where the issuer does not know the token."""
    user_id: str = ""
    is_valid: bool = False
    error: GraphError = GraphError()
    by: str = "Facebook"
    """Who says so."""
    folder: str = "/data"
    """JSON pointer to where the members stand in the answer."""

    def fact(self, member: str) -> Fact:
        """Return a member of the answer, and where it stands."""
        place = Place("claim", f"{member} in {self.by}'s answer", pointer=f"{self.folder}/{member}")
        return Fact("has", getattr(self, member) if self.app_id else None, place)

    @property
    def reason(self) -> str:
        """What the issuer has against the token, as a remark; empty when nothing."""
        return f"{self.by} says: {self.error.message}" if self.error.message else ""


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


def amazons_word(call: Call, token: str, *, shown: str = "") -> Word | None:
    """Ask Amazon about a token, as a child record; whoever has a token may ask."""
    del shown
    request = WebRequest("GET", "api.amazon.com", "/auth/o2/tokeninfo", {"access_token": token})
    response = call.visit(request, title="is this token good?")
    body: dict[str, Any] = response.body or {}
    word = Word(by="Amazon", folder="")
    if response.status >= 400:
        reason = GraphError(str(body.get("error_description", "")))
        return msgspec.structs.replace(word, error=reason) if "error" in body else None
    return msgspec.structs.replace(word, app_id=str(body["app_id"]), user_id=str(body["user_id"]), is_valid=True)


ISSUERS: dict[str, Callable[..., Word | None]] = {FACEBOOK: facebooks_word, AMAZON: amazons_word}
"""Whose word can be asked for, by the key of Logins maps and STS's ProviderId."""
