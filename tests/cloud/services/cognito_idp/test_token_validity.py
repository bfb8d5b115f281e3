"""How long tokens live, in every unit (Developer Guide, "Managing user pool token expiration and caching")."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.trail import Reply
from tests.builders import done, state
from tests.cloud.services.cognito_idp.people import People, people, refusal

OUT_OF_RANGE = ("InvalidParameterException", "Invalid range for token validity.")
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
LIMITS = {
    ("AccessToken", "seconds"): (300, 86400),
    ("AccessToken", "minutes"): (5, 1440),
    ("AccessToken", "hours"): (1, 24),
    ("AccessToken", "days"): (1, 1),
    ("IdToken", "seconds"): (300, 86400),
    ("IdToken", "minutes"): (5, 1440),
    ("IdToken", "hours"): (1, 24),
    ("IdToken", "days"): (1, 1),
    ("RefreshToken", "seconds"): (3600, 315_360_000),
    ("RefreshToken", "minutes"): (60, 5_256_000),
    ("RefreshToken", "hours"): (1, 87_600),
    ("RefreshToken", "days"): (1, 3650),
}
"""Token and unit -> the least and the most that AWS takes."""


def settings(token: str, unit: str | None, value: int | None) -> dict[str, Any]:
    """Return a client's settings for one kind of token; None leaves a member out."""
    return ({"TokenValidityUnits": {token: unit}} if unit else {}) | (
        {} if value is None else {f"{token}Validity": value}
    )


def updated(here: People, **given: Any) -> Reply:
    return here.asked("UpdateUserPoolClient", ClientId=here.client, **given)


def seconds_of(tokens: dict[str, Any], token: str) -> int:
    """Return how long an ID or access token lives."""
    claims = jwt.decode(tokens[token], options={"verify_signature": False})
    return claims["exp"] - claims["iat"]


@pytest.mark.parametrize(("token", "unit"), LIMITS)
def test_the_limits_themselves_are_in_range_and_one_beyond_is_not(token: str, unit: str) -> None:
    here = people()
    least, most = LIMITS[token, unit]
    for value in (least, most):
        reply = updated(here, **settings(token, unit, value))
        assert reply.ok, reply.error
        assert reply.output["UserPoolClient"][f"{token}Validity"] == value
    before = state(here.world)
    for value in beyond(token, unit):
        code, text = refusal(updated(here, **settings(token, unit, value)))
        assert code == "InvalidParameterException"
        assert text == OUT_OF_RANGE[1] or text.startswith("1 validation error detected: ")
    assert state(here.world) == before


def beyond(token: str, unit: str) -> list[int]:
    """Return the values next to the limits; a RefreshTokenValidity of 0 is none, because it asks for the default."""
    least, most = LIMITS[token, unit]
    return [value for value in (least - 1, most + 1) if value or token != "RefreshToken"]


@pytest.mark.parametrize(
    ("given_", "text"),
    [
        ({"AccessTokenValidity": 0}, "Member must have value greater than or equal to 1"),
        ({"IdTokenValidity": 0}, "Member must have value greater than or equal to 1"),
        ({"AccessTokenValidity": 86401}, "Member must have value less than or equal to 86400"),
        ({"IdTokenValidity": 86401}, "Member must have value less than or equal to 86400"),
        ({"RefreshTokenValidity": -1}, "Member must have value greater than or equal to 0"),
        ({"RefreshTokenValidity": 315_360_001}, "Member must have value less than or equal to 315360000"),
        ({"TokenValidityUnits": {"IdToken": "weeks"}}, "Member must satisfy enum value set"),
    ],
)
def test_what_the_model_refuses_is_refused_before_the_unit_is_looked_at(given_: dict[str, Any], text: str) -> None:
    here = people()
    before = state(here.world)
    reply = updated(here, **given_)
    assert refusal(reply)[0] == "InvalidParameterException"
    assert text in refusal(reply)[1]
    assert state(here.world) == before


@pytest.mark.parametrize(
    ("given_", "token", "seconds"),
    [
        ({"AccessTokenValidity": 25}, "AccessToken", 90_000),
        ({"AccessTokenValidity": 86400}, "AccessToken", 311_040_000),
        (settings("AccessToken", "seconds", 299), "AccessToken", 299),
        (settings("IdToken", "minutes", 4), "IdToken", 240),
        (settings("IdToken", "days", 2), "IdToken", 172_800),
        (settings("RefreshToken", "seconds", 3599), "RefreshToken", 3599),
        (settings("RefreshToken", None, 3651), "RefreshToken", 315_446_400),
    ],
)
def test_the_why_says_which_token_is_out_of_range_in_seconds(given_: dict[str, Any], token: str, seconds: int) -> None:
    here = people()
    reply = updated(here, **given_)
    assert refusal(reply) == OUT_OF_RANGE
    assert reply.record.refused_by == ("idp.validity.range",)
    facts = {fact.name: fact.value for fact in getattr(reply.record.checks[-1], "facts", ())}
    assert (facts["token"], facts["seconds"]) == (token, seconds)


@pytest.mark.parametrize("token", ["AccessToken", "IdToken"])
@pytest.mark.parametrize(("unit", "refresh"), [("seconds", 7200), ("minutes", 120), ("hours", 2), ("hours", 23)])
def test_a_token_lives_at_most_as_long_as_the_refresh_token(token: str, unit: str, refresh: int) -> None:
    here = people()
    whole = refresh * SECONDS[unit]
    given_ = {"RefreshTokenValidity": refresh, f"{token}Validity": whole}
    units = {"RefreshToken": unit, token: "seconds"}
    assert updated(here, **given_, TokenValidityUnits=units).ok, "as long"
    reply = updated(here, **(given_ | {f"{token}Validity": whole + 1}), TokenValidityUnits=units)
    assert refusal(reply) == OUT_OF_RANGE
    assert reply.record.refused_by == ("idp.validity.refresh_longest",)


@given(st.sampled_from(sorted(LIMITS)), st.data())
def test_a_token_lives_for_its_validity_in_its_unit(kind: tuple[str, str], data: st.DataObject) -> None:
    token, unit = kind
    value = data.draw(st.integers(*LIMITS[kind]))
    here = people(settings(token, unit, value))
    here.user()
    tokens, whole = here.tokens(), value * SECONDS[unit]
    if token != "RefreshToken":
        assert seconds_of(tokens, token) == whole
        assert tokens["ExpiresIn"] == (whole if token == "AccessToken" else 3600)
        return
    here.wait(seconds=whole - 1)
    assert here.refresh(tokens["RefreshToken"]).ok
    here.wait(seconds=1)
    assert here.refresh(tokens["RefreshToken"]).record.refused_by == ("idp.refresh.expired",)


@pytest.mark.parametrize("unit", [None, *SECONDS])
@pytest.mark.parametrize("token", ["AccessToken", "IdToken"])
def test_a_unit_without_a_validity_leaves_the_default_of_an_hour(token: str, unit: str | None) -> None:
    here = people(settings(token, unit, None))
    here.user()
    assert seconds_of(here.tokens(), token) == 3600


@pytest.mark.parametrize("value", [None, 0])
@pytest.mark.parametrize(
    ("unit", "described"), [(None, 30), ("seconds", 2_592_000), ("minutes", 43_200), ("hours", 720), ("days", 30)]
)
def test_no_refresh_validity_and_0_are_thirty_days_in_every_unit(
    unit: str | None, described: int, value: int | None
) -> None:
    here = people(settings("RefreshToken", unit, value))
    here.user()
    named = {"UserPoolId": here.pool, "ClientId": here.client}
    client = done(here.world, "cognito-idp", "DescribeUserPoolClient", **named)["UserPoolClient"]
    assert client["RefreshTokenValidity"] == described
    token = here.tokens()["RefreshToken"]
    here.wait(days=30, seconds=-1)
    assert here.refresh(token).ok
    here.wait(seconds=1)
    assert here.refresh(token).record.refused_by == ("idp.refresh.expired",)
