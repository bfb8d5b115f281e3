"""The app's verifier in a world: every attack on every kind of token is refused, and what it means where the check is off."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.forgeries import forged, other_pool, signer_of
from cogtui.cloud.tokens import decode
from cogtui.cloud.tokens.attacks import TAMPERS
from cogtui.cloud.world import World
from cogtui.device.settings import settings_of
from cogtui.views.ink import plain
from cogtui.views.verifier import WITHOUT, Trusted, check_rows, draw_check, meaning_line, verdict_line, verification
from tests.cloud.worlds import ready_made

TOKENS = ("IdToken", "AccessToken", "OpenIdToken")


@cache
def signed_in() -> tuple[World, dict[str, str]]:
    """A world in which somebody signed in to its user pool and went on to the identity pool; nobody writes to it."""
    world = ready_made()
    settings = settings_of(world)
    given = {"USERNAME": "ana", "PASSWORD": "Pool-ana-1"}
    asked = {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": settings.user_pool_client_id, "AuthParameters": given}
    tokens: dict[str, Any] = world.call("cognito-idp", "InitiateAuth", asked).output["AuthenticationResult"]
    login = {str(decode(tokens["IdToken"]).claims["iss"]).removeprefix("https://"): tokens["IdToken"]}
    found = world.call("cognito-identity", "GetId", {"IdentityPoolId": settings.identity_pool_id, "Logins": login})
    asked = {"IdentityId": found.output["IdentityId"], "Logins": login}
    token = world.call("cognito-identity", "GetOpenIdToken", asked).output["Token"]
    return world, {**tokens, "OpenIdToken": token}


def trusted() -> Trusted:
    """The app's own ids."""
    settings = settings_of(signed_in()[0])
    return Trusted(settings.identity_pool_id, settings.user_pool_client_id, settings.google_client_id)


def attack(tamper_id: str, name: str) -> str:
    """The token of that name after the attack."""
    world, tokens = signed_in()
    return forged(world.store, world.now, tamper_id, tokens[name], claim="sub", value="mallory")


def judged(text: str, name: str, *off: str) -> Any:
    """The verdict on a text in the place of the token of that name."""
    world, tokens = signed_in()
    return verification(world.store, text, trusted(), world.now, off=off, original=tokens[name])


@pytest.mark.parametrize("name", TOKENS)
def test_the_token_itself_is_accepted(name: str) -> None:
    assert judged(signed_in()[1][name], name).passed


ATTACKS = [(name, tamper) for name in TOKENS for tamper in TAMPERS if (name, tamper) != ("OpenIdToken", "other-use")]


@pytest.mark.parametrize(("name", "tamper_id"), ATTACKS)
def test_every_attack_is_refused_and_passes_where_its_check_is_off(name: str, tamper_id: str) -> None:
    entry = TAMPERS[tamper_id]
    text = attack(tamper_id, name)

    refused = judged(text, name)
    careless = judged(text, name, entry.refused_by)

    assert refused.failure == entry.refused_by
    assert "refused by the step" in plain(verdict_line(refused, ()))
    assert [row.check.rule for row in check_rows(refused) if row.first] == [entry.refused_by]
    assert meaning_line(refused, (tamper_id,)) == ""
    # A token whose `sub` is gone lacks what the verifier asks for, so two checks are in its way.
    if entry.means and tamper_id != "remove-claim":
        assert careless.passed
        assert meaning_line(careless, (tamper_id,)) == entry.means
    else:
        assert not careless.passed


def test_an_attack_with_another_meaning_gets_the_words_of_the_check() -> None:
    careless = judged(attack("alg-none", "IdToken"), "IdToken", "jwt.alg")

    assert meaning_line(careless, ()) == WITHOUT["jwt.alg"]
    assert "1 check off" in plain(verdict_line(careless, ("jwt.alg",)))


def test_a_check_that_is_off_shows_it_even_when_it_holds() -> None:
    _, tokens = signed_in()
    rows = check_rows(judged(tokens["IdToken"], "IdToken", "jwt.expiry"))

    lines = [plain(draw_check(row, 80)) for row in rows]

    assert [line for line in lines if line.startswith("!")] == [line for line in lines if "off  " in line]
    assert sum(line.startswith("!") for line in lines) == 1


def test_the_access_token_in_the_id_tokens_place_is_caught_by_its_use_alone() -> None:
    _, tokens = signed_in()

    assert judged(tokens["AccessToken"], "IdToken").failure == "jwt.token_use"
    assert judged(tokens["IdToken"], "AccessToken").failure == "jwt.token_use"


def test_a_second_user_pool_of_the_world_plays_the_other_issuer() -> None:
    world = ready_made("two pools")
    first = str(decode(signed_in()[1]["IdToken"]).claims["iss"])
    assert other_pool(world.store, first) is not None
    made = world.call("cognito-idp", "CreateUserPool", {"PoolName": "other"}, caller=world.operator).output["UserPool"]
    own = f"https://cognito-idp.us-east-1.amazonaws.com/{made['Id']}"

    key = other_pool(world.store, own)

    assert key is not None
    assert key.issuer != own
    assert signer_of(world.store, own, None) is not None


def test_a_stranger_s_token_cannot_be_signed_for_real() -> None:
    world, tokens = signed_in()
    text = forged(world.store, world.now, "change-claim", tokens["IdToken"], claim="iss", value="https://a.example")

    with pytest.raises(AuthoringError, match="no key in this world"):
        forged(world.store, world.now, "expired", text)
    refused = verification(world.store, text, Trusted(), world.now)
    assert refused is not None
    assert refused.failure == "jwt.kid"


def test_every_check_that_can_be_off_says_what_that_means() -> None:
    _, tokens = signed_in()
    rows = check_rows(judged(tokens["IdToken"], "IdToken"))

    assert {row.check.rule for row in rows} == {"jwt.format", *WITHOUT}
