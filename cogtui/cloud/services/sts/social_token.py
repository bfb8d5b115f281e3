"""Web identity tokens that are opaque: STS asks the provider that issued them whether they hold.

STS API reference, AssumeRoleWithWebIdentity: `ProviderId`.
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.explain import Fact, Place
from cogtui.cloud.opaque_tokens import AMAZON, FACEBOOK, ISSUERS, Word
from cogtui.cloud.services.sts import errors
from cogtui.cloud.services.sts.identity import OutsideIdentity

_KEYS = {FACEBOOK: {"app_id": "app_id", "id": "user_id"}, AMAZON: {"app_id": "app_id", "user_id": "user_id"}}
"""Provider -> condition key without the prefix -> member of its answer."""


def identity_by_asking(call: Call, provider: str, token: str) -> OutsideIdentity:
    """Ask the provider whom the token is about."""
    named = Fact("has", provider, Place("parameter", f"parameter ProviderId of {call.operation}"))
    # DIFFERS: AWS's text for a provider that is none of the two is not published.
    unknown = errors.no_provider(provider)
    call.require("sts.token.provider", provider in ISSUERS, unknown, wants=list(ISSUERS), has=named)
    # DIFFERS: how STS proves itself to Facebook is not published; it knows no app, so it shows the token itself.
    word = ISSUERS[provider](call, token)
    call.require("sts.provider.answered", word is not None, lambda: errors.provider_silent(provider), host=provider)
    assert word is not None
    call.require(
        "sts.provider.accepted",
        word.is_valid,
        lambda: errors.rejected_by_provider(word.error.message),
        has=word.fact("is_valid"),
        note=word.reason,
    )
    return _identity(provider, word)


def _identity(provider: str, word: Word) -> OutsideIdentity:
    found = {f"{provider}:{key}": word.fact(member) for key, member in _KEYS[provider].items()}
    return OutsideIdentity(
        federated=provider,
        provider=provider,
        subject=word.user_id,
        audience=word.app_id,
        context={key: str(fact.value) for key, fact in found.items()},
        origins={key: fact.place for key, fact in found.items() if fact.place},
        kept=tuple(found),
    )
