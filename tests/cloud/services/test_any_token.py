"""A law: whatever text is sent as a token, identity pools and STS answer with an AWS error and change nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.issuers import COGNITO_IDENTITY, GOOGLE
from cogtui.cloud.tokens.segments import segment_of
from tests.builders import state
from tests.cloud.services.federation import FACEBOOK, PEOPLE, federation

FED = federation("any")
"""One world for all examples: a refused call leaves it as it was."""
BEFORE = state(FED.world)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ISSUERS = st.sampled_from([COGNITO_IDENTITY, GOOGLE, f"https://{PEOPLE}", "https://example.org", PEOPLE]) | JSON


def members(**known: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects that may have any of the members, each plausible or any JSON."""
    return st.fixed_dictionaries({}, optional={name: values | JSON for name, values in known.items()})


HEADERS = members(
    kid=st.sampled_from(["us-east-1-15", "key-of-People001"]), alg=st.sampled_from(["RS512", "RS256", "none"]), typ=JSON
)
CLAIMS = members(
    iss=ISSUERS,
    aud=st.sampled_from([FED.pool, "client"]),
    azp=st.just("client"),
    sub=st.just("ana-sub"),
    exp=st.just(2**40),
    iat=st.just(int(FED.world.now)),
    nbf=JSON,
    amr=st.just(["authenticated"]),
)


@st.composite
def tokens(draw: st.DrawFn) -> str:
    """Return anything from nearly right to no token at all, never signed by whom it names."""
    if draw(st.booleans()):
        return draw(st.text(min_size=4, max_size=40))
    parts = [segment_of(draw(HEADERS)), segment_of(draw(CLAIMS)), draw(st.sampled_from(["", "AAAA", "!"]))]
    return ".".join(parts)


KEYS = st.sampled_from([PEOPLE, "accounts.google.com", FACEBOOK, "cognito-identity.amazonaws.com", "example.org/a~b"])


@given(token=tokens(), key=KEYS)
def test_no_text_that_its_issuer_did_not_sign_is_a_login(token: str, key: str) -> None:
    reply = FED.identity("GetId", IdentityPoolId=FED.pool, Logins={key: token})
    assert reply.error is not None
    assert reply.error.code in ("NotAuthorizedException", "ValidationException")
    assert reply.record.refused_by
    assert state(FED.world) == BEFORE


@given(token=tokens(), provider=st.sampled_from([{}, {"ProviderId": FACEBOOK}]))
def test_no_text_that_its_issuer_did_not_sign_opens_a_session(token: str, provider: dict[str, str]) -> None:
    reply = FED.assume(token, **provider)
    assert reply.error is not None
    assert reply.error.code in ("InvalidIdentityToken", "IDPRejectedClaim", "ValidationError")
    assert reply.record.refused_by
    assert state(FED.world) == BEFORE
