"""Web identity tokens that are opaque: STS asks the provider that issued them whether they hold.

STS API reference, AssumeRoleWithWebIdentity: `ProviderId`.
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.opaque_tokens import FACEBOOK, Word, facebooks_word
from cogtui.cloud.services.sts import errors
from cogtui.cloud.services.sts.identity import WebIdentity

AMAZON = "www.amazon.com"


def identity_by_asking(call: Call, provider: str, token: str) -> WebIdentity:
    """Ask the provider whom the token is about."""
    if provider == AMAZON:
        call.refuse("door.simulated", NotSimulated(f"ProviderId {AMAZON}"), member="ProviderId")
    named = Fact("has", provider, Place("parameter", f"parameter ProviderId of {call.operation}"))
    # DIFFERS: AWS's text for a provider that is none of the two is not published.
    unknown = errors.no_provider(provider)
    call.require("sts.token.provider", provider == FACEBOOK, unknown, wants=[FACEBOOK, AMAZON], has=named)
    # DIFFERS: how STS proves itself to Facebook is not published; it knows no app, so it shows the token itself.
    word = facebooks_word(call, token)
    call.require("sts.provider.answered", word is not None, lambda: errors.provider_silent(FACEBOOK), host=FACEBOOK)
    assert word is not None
    call.require(
        "sts.provider.accepted",
        word.is_valid,
        lambda: errors.rejected_by_provider(word.error.message),
        has=word.fact("is_valid"),
        note=word.reason,
    )
    return _identity(word)


def _identity(word: Word) -> WebIdentity:
    found = {f"{FACEBOOK}:app_id": word.fact("app_id"), f"{FACEBOOK}:id": word.fact("user_id")}
    return WebIdentity(
        federated=FACEBOOK,
        provider=FACEBOOK,
        subject=word.user_id,
        audience=word.app_id,
        context={key: str(fact.value) for key, fact in found.items()},
        origins={key: fact.place for key, fact in found.items() if fact.place},
        kept=tuple(found),
    )
