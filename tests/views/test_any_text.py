"""Whatever stands in the world can be drawn: no text breaks a view, and none reaches the terminal as more than text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from cogtui.cloud.accounts.credentials import AccessKey, Principal
from cogtui.cloud.errors import ErrorInfo
from cogtui.cloud.explain import Check, Fact, Place
from cogtui.cloud.services.cognito_identity.records import IdentityPool
from cogtui.cloud.services.cognito_identity.role_mappings import MappingRule, RoleMapping
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.store import Store
from cogtui.cloud.tokens import decode
from cogtui.cloud.trail import Record
from cogtui.views import (
    comparison,
    exchange,
    flow,
    guide,
    record,
    role_explorer,
    text,
    token_answers,
    token_bench,
    token_drawing,
    token_pairs,
    token_text,
    tokens,
    trail,
    verifier,
    why,
)
from cogtui.views.ink import ELLIPSIS, Ink, beside, fit, ink, middle, pad, plain, squeezed, visible, width
from cogtui.views.json_ink import draw_json, json_lines
from cogtui.views.origin import Origin
from cogtui.views.policy_lines import draw_policy_line, policy_lines
from cogtui.views.role_draft import Draft, with_group, with_mapping
from cogtui.views.role_scene import GroupState, Scene
from tests.views.texts import NASTY, cells, faulty, texts, values

RULE = "sts.trust.aud"
PLACE = Place("policy", "role R, trust policy", "iam.roles", ("1", "R"), "trust_policy", "/Statement/0")


def a_check(said: str, value: Any, *, passed: bool | None = False) -> Check:
    """Return a check all of whose texts are `said`."""
    place = Place("policy", said, "iam.roles", (said,), said, f"/{said}")
    facts = (Fact("wants", value, place), Fact("has", said), Fact("exp", value))
    children = (Check(RULE, True, facts, note=said), Check(RULE, None), Check(RULE, False, switched_off=True))
    return Check(RULE, passed, facts, children, place, said)


def a_record(said: str, value: Any) -> Record:
    """Return a record all of whose texts are `said`, that failed, with a child that failed too."""
    base = Record("1", "call", "sts", said, "App", "STS", 0.0, account=said, principal_arn=said)
    error = ErrorInfo(said, said, 400, {"name": value})
    child = Record("1.1", "web", said, said, said, said, 0.0, error=error, checks=(a_check(said, value),), title=said)
    checks = (a_check(said, value), a_check(said, value, passed=True))
    return Record(
        **{name: getattr(base, name) for name in ("no", "kind", "service", "operation", "source", "target", "at")},
        account=said,
        principal_arn=said,
        request={said: value},
        error=error,
        checks=checks,
        children=(child,),
        title=said,
    )


# Each view takes (text, JSON value, cells) and returns the lines it draws.


def _why(said: str, value: Any, room: int) -> Iterable[Ink]:
    found = a_record(said, value)
    rows = why.why_rows(found, frozenset(row.id for row in why.why_rows(found)))
    return [why.draw_why(row, room) for row in rows]


def _flow(said: str, value: Any, room: int) -> Iterable[Ink]:
    rows = flow.rows_of([a_record(said, value)], 0, [flow.Planned(said, said, said, said)], replies=True)
    ladder = flow.laid_out(rows, room)
    return [flow.header(ladder), *(flow.draw(row, ladder) for row in rows)]


def _trail(said: str, value: Any, room: int) -> Iterable[Ink]:
    rows = [*trail.trail_rows([a_record(said, value)], 0), *trail.trail_rows([a_record(said, value)], 1, said)]
    return [trail.trail_header(room), *(trail.draw_trail(row, room) for row in rows)]


def _record(said: str, value: Any, room: int) -> Iterable[Ink]:
    found = a_record(said, value)
    shown = [line for tab in record.TABS for line in json_lines(record.json_of(found, tab))]
    rules = [record.rule_line(said, said, tab, room, focused=True) for tab in record.TABS]
    return [*rules, *(draw_json(line, room) for line in shown)]


def _policy(said: str, value: Any, room: int) -> Iterable[Ink]:
    document = json.dumps({"Statement": [{"Sid": said, "Condition": {said: value}}]}, indent=2, default=str)
    lines = [*policy_lines(said, [a_check(said, value)], said), *policy_lines(document, [a_check(said, value)], said)]
    return [draw_policy_line(line, room) for line in lines]


def _tokens(said: str, value: Any, room: int) -> Iterable[Ink]:
    answer = token_answers.IssuerAnswer(said, ((said, value, said), ("exp", value, said)))
    token, origins = _token(said, value), {said: Origin("attribute", said)}
    rows = [*tokens.token_rows(said, answer), *tokens.token_rows(token, None, origins, origins, (said,))]
    rows += tokens.token_rows(token[: room - len(token)])
    rows += token_pairs.pair_rows(token_pairs.Pair(token, token, "user_pool_id_token"), (origins, {}))
    held = [tokens.HeldToken(said, said, said)]
    bench = token_bench.OnBench(said, said, ("alg-none",), sent=(said, said))
    lines = [token_bench.which_line(held, held[0], room), token_bench.kind_line(said, bench, room, said)]
    about = (line for row in rows for line in token_drawing.about_row(row, room, 2))
    return [*lines, *(token_drawing.draw_token(row, room, 0.0) for row in rows), *about]


def _token(said: str, value: Any) -> str:
    """Return an unsigned token with these texts in it."""
    from base64 import urlsafe_b64encode

    parts = ({"alg": said, "kid": value}, {said: value, "iss": said, "exp": value, "aud": said})
    packed = (json.dumps(part, default=str).encode() for part in parts)
    return ".".join((*(urlsafe_b64encode(part).decode().rstrip("=") for part in packed), "c2ln"))


def _verifier(said: str, value: Any, room: int) -> Iterable[Ink]:
    trusted = verifier.Trusted(said, said, said)
    verified = [verifier.verification(Store(), token, trusted, 0.0) for token in (said, _token(said, value))]
    rows = [row for found in verified for row in verifier.check_rows(found)]
    return [
        *(verifier.verdict_line(found, ()) for found in verified),
        *(verifier.draw_check(row, room) for row in rows),
    ]


def _exchange(said: str, value: Any, room: int) -> Iterable[Ink]:
    key = AccessKey(
        said, said, said, Principal("role-session", said, said, said), token=said, issued=0.0, context={said: said}
    )
    links = (a_record(said, value), None)
    return [
        exchange.role_line(said, said, room),
        exchange.policy_line(said, said, 0, 1, room, editable=False),
        exchange.request_line(said, said, said, room),
        *(exchange.draw_link(said, link, room) for link in links),
        *(exchange.draw_line(line, room) for line in exchange.credential_lines(key, 0.0, (said,))),
    ]


def _guide(said: str, value: Any, room: int) -> Iterable[Ink]:
    return [
        guide.rule_line((said, said), room),
        *guide.rows(said, room),
        *guide.goal_rows([(said, True, said), (said, False, said)], room),
        *guide.option_rows("a", said, room),
        *guide.answer_rows("a", said, said, room, right=True, chosen=True),
        *guide.card_rows(said, said, room),
    ]


def _text(said: str, value: Any, room: int) -> Iterable[Ink]:
    plain_lines = [*text.wrapped(said, room), *token_text.lines(decode(said), max(room, 20))]
    return [text.found_in(line, said[:2]) for line in plain_lines]


def _comparison(said: str, value: Any, room: int) -> Iterable[Ink]:
    found = a_record(said, value)
    side = comparison.Side(((said, found), (said, None)), None, (found, None))
    rows = comparison.rows_of((side, side), [(said, said), (said, said)], None)
    told = [comparison.told(rows, index, side) for index in range(len(rows)) for side in (0, 1)]
    return [*told, *(comparison.draw_compare(row, room) for row in rows)]


def _roles(said: str, value: Any, room: int) -> Iterable[Ink]:
    login = f"cognito-idp.{said}"
    pool = IdentityPool(said, said, said, said, allows_guests=True, created=0.0)
    group = GroupState(said, said, 1, member=True)
    user = User(said, said, said, said, "CONFIRMED", 0.0, 0.0)
    scene = Scene(pool, (login,), login, said, {said: value, "sub": said}, user=user, groups=(group,), stale=True)
    mapping = RoleMapping("Rules", "Deny", (MappingRule(said, "Equals", said, said),))
    draft = with_group(with_mapping(Draft(custom=said), scene, mapping), group)
    found = a_record(said, value)
    rows = role_explorer.rows_of(scene, draft, found, scene.claims, unfolded=True)
    lines = [role_explorer.headline(found, None, found, room), role_explorer.headline(None, found, None, room)]
    lines.append(role_explorer.draft_line([said], outside=True, is_empty=False, cells=room))
    return [*lines, *(role_explorer.draw_explorer(row, room) for row in rows)]


VIEWS: tuple[Callable[[str, Any, int], Iterable[Ink]], ...] = (
    _why,
    _flow,
    _trail,
    _record,
    _policy,
    _tokens,
    _verifier,
    _exchange,
    _comparison,
    _roles,
    _guide,
    _text,
)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__.strip("_"))
@given(said=texts, value=values, room=cells)
def test_every_view_draws_any_text_at_any_width(
    view: Callable[[str, Any, int], Iterable[Ink]], said: str, value: Any, room: int
) -> None:
    assert [fault for line in view(said, value, room) for fault in faulty(line)] == []


@pytest.mark.parametrize("said", NASTY)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__.strip("_"))
def test_every_view_draws_the_nastiest_texts(view: Callable[[str, Any, int], Iterable[Ink]], said: str) -> None:
    assert [fault for line in view(said, {said: [said]}, 80) for fault in faulty(line)] == []


# --- ink --------------------------------------------------------------------------------------------------------------


@given(said=texts)
@example(said="\u0e33\u1160\u3164\ufe0f")
def test_widths_are_those_that_the_screen_reckons_with(said: str) -> None:
    shown = visible(said)
    assert width(shown) == cell_len(shown)


@given(said=texts)
def test_making_text_visible_twice_changes_nothing_more(said: str) -> None:
    assert visible(visible(said)) == visible(said)


@given(parts=st.lists(texts, max_size=4), room=cells)
def test_a_line_that_is_cut_fits_and_says_so(parts: list[str], room: int) -> None:
    line = ink(*parts)
    cut = plain(fit(line, room))
    assert width(cut) <= room
    if cut != plain(line) and room:
        assert cut.endswith(ELLIPSIS)
        assert plain(line).startswith(cut.removesuffix(ELLIPSIS))


@given(said=texts, other=texts, room=cells)
def test_a_padded_line_is_as_wide_as_it_was_asked_to_be(said: str, other: str, room: int) -> None:
    assert width(plain(pad(ink(said), room))) == room
    assert width(plain(beside(ink(said), ink(other), room))) <= max(room, 0)


@given(said=texts, room=st.integers(8, 220))
def test_a_value_that_is_cut_in_the_middle_fits_and_says_so(said: str, room: int) -> None:
    for cut in (middle(said, room), squeezed(said, room)):
        assert width(cut) <= room
        assert cut == visible(said) or ELLIPSIS in cut


@given(said=texts, room=st.integers(1, 120))
def test_wrapping_loses_nothing_but_blanks(said: str, room: int) -> None:
    lines = text.wrapped(said, room)
    shown = visible(said.replace("\r\n", "\n").replace("\n", " ")) if "\n" in said else visible(said)
    assert _inked("".join(lines)) == _inked(shown)
    assert all(width(line) <= max(room, 2) for line in lines)


def _inked(line: str) -> str:
    return "".join(line.split())
