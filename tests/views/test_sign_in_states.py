"""The state diagram: it is drawn from the table of challenges, and lights where the last sign-in is."""

from __future__ import annotations

import pytest

from cogtui.cloud.services.cognito_idp.signing_in.challenges import START, TRANSITIONS
from cogtui.cloud.world import World
from cogtui.views.ink import plain
from cogtui.views.sign_in_states import Progress, diagram, lit_line, progress, tree
from tests.device.every_way import a_lab, asks_for_an_app, signed_in

FLOWS = sorted({flow for row in TRANSITIONS for flow in row.flows})


def reached(world: World) -> Progress:
    return progress(world.trail)


@pytest.mark.parametrize("flow", FLOWS)
def test_every_row_of_the_table_is_drawn_once(flow: str) -> None:
    drawn = [line.row for line in tree(flow)]
    reachable, new = {START}, {START}
    while new:
        new = {row.to for row in TRANSITIONS if flow in row.flows and row.state in new} - reachable
        reachable |= new
    wanted = [row for row in TRANSITIONS if flow in row.flows and row.state in reachable]
    assert sorted(map(repr, drawn)) == sorted(map(repr, wanted))


def test_a_sign_in_lights_the_state_that_it_waits_in() -> None:
    world = a_lab()
    asks_for_an_app(world)
    world.call(
        "cognito-idp",
        "InitiateAuth",
        {
            "ClientId": _client(world),
            "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": "ana", "PASSWORD": "Pool-ana-1"},
        },
    )
    here = reached(world)
    assert (here.flow, here.state, here.error) == ("USER_PASSWORD_AUTH", "MFA_SETUP", "")
    lines = diagram(here.flow, here, 200)
    assert "[MFA_SETUP] now" in plain(lines[lit_line(lines)])
    assert sum("now" in plain(line) for line in lines) == 1


def test_the_way_through_srp_is_ticked_to_the_tokens() -> None:
    world = a_lab()
    signed_in(world, "srp")
    here = reached(world)
    assert here.state == "TOKENS"
    assert here.walked == {
        ("START", "SRP_A", "PASSWORD_VERIFIER"),
        ("PASSWORD_VERIFIER", "PASSWORD_CLAIM_SIGNATURE", "PROVEN"),
        ("PROVEN", "", "TOKENS"),
    }
    ticked = [plain(line) for line in diagram(here.flow, here, 200) if plain(line).startswith("✓")]
    assert len(ticked) == 3
    assert "[TOKENS] now" in ticked[-1]


def test_a_refused_answer_leaves_the_sign_in_where_it_was_and_says_so() -> None:
    world = a_lab()
    signed_in(world, "srp", password="not it")
    here = reached(world)
    assert (here.state, here.error) == ("PASSWORD_VERIFIER", "NotAuthorizedException")
    assert "NotAuthorizedException" in plain(diagram(here.flow, here, 200)[-1])


def test_a_flow_without_rows_says_so() -> None:
    assert "does not simulate it" in plain(diagram("NO_SUCH_FLOW", Progress(), 200)[0])


def _client(world: World) -> str:
    from cogtui.device.settings import settings_of

    return settings_of(world).user_pool_client_id
