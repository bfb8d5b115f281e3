"""Rules, groups and claims are read as they are shown, and what can't be read is told in one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.services.cognito_identity.role_mappings import MappingRule
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.views.role_scene import GroupState, Scene
from cogtui.views.role_texts import (
    MATCH_TYPES,
    claim_of,
    claims_that_count,
    group_of,
    group_text,
    rule_of,
    rule_text,
    why_fixed,
)

ROLE = "arn:aws:iam::111122223333:role/"
ROLES = (f"{ROLE}Readers", f"{ROLE}team/Guests")
ANA = User("us-east-1_People001", "ana", "ana", "sub", "CONFIRMED", 0.0, 0.0)
POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_People001"
HERE = Scene(None, (POOL,), POOL, user=ANA, groups=(GroupState("Admins", ROLES[0], 1),), roles=ROLES)

words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=20)
values = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20)


@given(st.builds(MappingRule, words, st.sampled_from(MATCH_TYPES), values, st.sampled_from(ROLES)))
def test_a_rule_is_read_as_it_is_shown(rule: MappingRule) -> None:
    assume_plain = not (len(rule.value) > 1 and rule.value[0] == rule.value[-1] == '"')
    if assume_plain:
        assert rule_of(rule_text(rule), ROLES) == rule


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "A rule ends in -> and a role"),
        ("custom:team Equals red", "A rule ends in -> and a role"),
        ("custom:team Equals red ->", "A rule ends in -> and a role"),
        ("-> Readers", "A rule begins with a claim"),
        ("custom:team Is red -> Readers", "`Is` is no match type: Equals, Contains, StartsWith, NotEqual"),
        ("custom:team Equals -> Readers", "A rule needs a value"),
        ("custom:team Equals red -> Nobody", "`Nobody` is no role here: Readers, Guests"),
        ("[/] Equals [bold] -> [x]", "`[x]` is no role here: Readers, Guests"),
    ],
)
def test_a_rule_that_is_none_is_told(text: str, wrong: str) -> None:
    assert rule_of(text, ROLES) == wrong


def test_a_role_goes_by_its_name_or_by_any_arn() -> None:
    assert rule_of("a Equals b -> Guests", ROLES) == MappingRule("a", "Equals", "b", ROLES[1])
    assert rule_of("a Equals b -> arn:aws:iam::9:role/X", ROLES) == MappingRule(
        "a", "Equals", "b", "arn:aws:iam::9:role/X"
    )


def test_spaces_around_a_value_are_kept_in_quotes() -> None:
    rule = MappingRule("a", "Equals", " red ", ROLES[0])
    assert rule_text(rule) == 'a Equals " red " -> Readers'
    assert rule_of(rule_text(rule), ROLES) == rule


GROUP = GroupState("Admins", ROLES[0], 1, member=True)


@pytest.mark.parametrize(
    ("text", "old", "found"),
    [
        ("Writers 5 -> Readers", None, GroupState("Writers", ROLES[0], 5, member=True)),
        ("Writers", None, GroupState("Writers", "", None, member=True)),
        ("Writers -> Guests", None, GroupState("Writers", ROLES[1], None, member=True)),
        ("Admins 7 -> Guests", GROUP, GroupState("Admins", ROLES[1], 7, member=True)),
        ("", None, "A group needs a name"),
        ("Admins", None, "There is a group `Admins` already"),
        ("Others 1 -> Readers", GROUP, "A group keeps its name: `Admins`"),
        ("Writers x", None, "`x` is no precedence: a number from 0, lower wins"),
        ("Writers 1 2", None, "`1 2` is no precedence: a number from 0, lower wins"),
        ("Writers -> Nobody", None, "`Nobody` is no role here: Readers, Guests"),
        ("Admins -> Readers", GROUP, "UpdateGroup takes nothing away: a role and a precedence can only be replaced"),
        ("Admins 1", GROUP, "UpdateGroup takes nothing away: a role and a precedence can only be replaced"),
    ],
)
def test_a_group_is_read_or_told(text: str, old: GroupState | None, found: GroupState | str) -> None:
    assert group_of(text, HERE, old) == found


def test_a_group_is_read_as_it_is_shown() -> None:
    assert group_of(group_text(GROUP), HERE, GROUP) == GROUP


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("email", ""),
        ("custom:team", ""),
        ("sub", "The user pool writes `sub` itself"),
        ("cognito:username", "The user pool writes `cognito:username` itself"),
        ("cognito:groups", "`cognito:groups` follows from the groups below: change those"),
    ],
)
def test_what_a_user_pool_writes_itself_can_t_be_changed(name: str, why: str) -> None:
    assert why_fixed(HERE, name) == why
    assert claim_of(f"{name} x", HERE) == (why or (name, "x"))


def test_the_claims_that_count_are_those_that_rules_ask_for_and_those_of_groups() -> None:
    rules = [MappingRule("team", "Equals", "x", ROLES[0]), MappingRule("email", "Equals", "x", ROLES[0])]
    claims = {"sub": "s", "email": "e", "cognito:roles": []}
    assert claims_that_count(claims, rules) == ["team", "email", "cognito:roles"]
