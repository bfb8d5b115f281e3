"""The rules of functions: what they say about an event, and how they are refused when nobody could follow them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.explain import Check
from cogtui.cloud.functions import expressions, paths
from cogtui.cloud.functions.compile import compiled
from cogtui.cloud.functions.evaluate import Outcome, evaluate
from cogtui.cloud.functions.records import FUNCTIONS, Function
from cogtui.cloud.templates.apply import apply
from tests.builders import a_world

EVENT: dict[str, Any] = {
    "version": "1",
    "triggerSource": "PreSignUp_SignUp",
    "userName": "ana",
    "request": {"userAttributes": {"email": "ana@example.com", "custom:team": "red"}, "session": []},
    "response": {"autoConfirmUser": False},
}


def wrong(at: str, message: str) -> AuthoringError:
    return AuthoringError(f"{at}: {message}")


def followed(*rules: dict[str, Any], event: dict[str, Any] = EVENT) -> Outcome:
    return evaluate(Function("arn", "f", compiled(list(rules), wrong)), event, lambda digits: "7" * digits)


def verdicts(outcome: Outcome) -> list[bool | None]:
    return [check.passed for check in outcome.checks]


# --------------------------------------------------------------------------------------------------------- what rules do


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (True, True),
        (3, 3),
        (["a"], ["a"]),
        ({"team": "red"}, {"team": "red"}),
        ("request.userAttributes.email", "ana@example.com"),
        ("'a text'", "a text"),
        ('request.userAttributes."custom:team"', "red"),
        ("request.userAttributes.phone_number", None),
        ("code(6)", "777777"),
        ("length(request.session)", 0),
        (2**70, float(2**70)),
        (10**400, None),
        ("to_number('1e999')", None),
        (["\ud800"], ["\\ud800"]),
    ],
)
def test_a_value_is_a_literal_what_a_jmespath_finds_or_a_code(written: Any, value: Any) -> None:
    assert followed({"set": {"response.x": written}}).event["response"]["x"] == value


def test_paths_make_the_maps_on_their_way_and_leave_the_rest_alone() -> None:
    outcome = followed({"set": {'response.claims."https://a.example/b".cognito:groups': True}})
    assert outcome.event["response"] == {
        "autoConfirmUser": False,
        "claims": {"https://a.example/b": {"cognito:groups": True}},
    }
    assert EVENT["response"] == {"autoConfirmUser": False}, "the event that came in is not touched"


def test_every_rule_that_holds_applies_in_order_and_sees_what_came_before() -> None:
    outcome = followed(
        {"set": {"response.code": "code(4)", "response.same": "response.code"}},
        {"when": "response.code == '0000'", "deny": "never"},
        {"when": "response.same == '7777'", "set": {"response.code": "'seen'"}, "takes": "300ms"},
        {"when": True, "takes": "1s"},
    )
    assert outcome.event["response"]["code"] == "seen"
    assert (outcome.error, outcome.seconds) == ("", 1.3)
    assert verdicts(outcome) == [True, False, True, True]


def test_the_first_denial_ends_it_and_sets_nothing() -> None:
    outcome = followed(
        {"when": "userName == 'ana'", "deny": "Studio is invite-only", "set": {"response.autoConfirmUser": True}},
        {"set": {"response.autoConfirmUser": True}},
    )
    assert outcome.error == "Studio is invite-only"
    assert outcome.event == EVENT
    assert verdicts(outcome) == [True, None]


def test_an_expression_that_fails_on_the_event_is_the_function_s_error() -> None:
    outcome = followed({"when": "length(request.nothing) > `0`", "deny": "x"}, {"set": {"response.x": True}})
    assert "length()" in outcome.error
    assert verdicts(outcome) == [False, None]


def test_a_rule_says_what_it_looked_at_whether_it_matched_or_not() -> None:
    rule = {"when": "request.userAttributes.email == 'x' || request.session[-1].challengeResult", "deny": "x"}
    check: Check = followed(rule).checks[0]
    assert check.passed is False
    assert check.fact("has") == {
        "request.userAttributes.email": "ana@example.com",
        "request.session[-1].challengeResult": None,
    }
    assert check.place is not None
    assert check.place.label == "function f, rule 1"


TRUTH = st.none() | st.booleans() | st.integers(-1, 1) | st.text(max_size=2) | st.lists(st.integers(), max_size=1)


@given(TRUTH | st.dictionaries(st.text(max_size=1), st.none(), max_size=1))
def test_true_is_what_jmespath_takes_for_true(value: Any) -> None:
    event = {"request": value}
    assert expressions.holds(value) is (expressions.value_of("request && 'yes'", event) == "yes")


@given(st.lists(st.text("abc:/- \t.é", min_size=1, max_size=6), max_size=4))
def test_every_name_can_be_written_in_a_path(names: list[str]) -> None:
    written = ".".join(["response", *(f'"{name}"' for name in names)])
    assert paths.parts_of(written) == ("response", *names)


@given(st.text(max_size=40))
def test_any_text_is_an_expression_or_is_refused_with_a_sentence(text: str) -> None:
    try:
        expressions.check(text)
    except expressions.BadExpression as problem:
        said = str(problem)
    else:
        said = "it can be followed"
        followed({"when": text, "set": {"response.x": True}} if text.strip() else {"takes": 1})
    assert said


# ----------------------------------------------------------------------------------------------------- what is no rule

BAD: list[tuple[Any, str]] = [
    ("x", "a rule is a map"),
    ({"whem": "x"}, "did you mean `when`"),
    ({"when": "userName"}, "says what happens"),
    ({}, "says what happens"),
    ({"when": "", "deny": "x"}, "is a JMESPath"),
    ({"when": 3, "deny": "x"}, "is a JMESPath"),
    ({"when": "request.[", "deny": "x"}, "is no JMESPath"),
    ({"when": "lenght(request)", "deny": "x"}, "which JMESPath does not have"),
    ({"when": "email == 'x'", "deny": "x"}, "`email`, which no event has"),
    ({"when": "userName == null", "deny": "x"}, 'backticks: "`null`"'),
    ({"when": "(" * 400 + "userName" + ")" * 90, "deny": "x"}, "JMESPath"),
    ({"when": "!request.userNotFound", "deny": "x"}, "write `!(...)`"),
    ({"when": "userName" + " " * 500, "deny": "x"}, "at most 500"),
    ({"set": {}}, "is a map"),
    ({"set": {"response.x": "CUSTOM_CHALLENGE"}}, "\"'CUSTOM_CHALLENGE'\""),
    ({"set": {"request.x": True}}, "answers in `response`"),
    ({"set": {"response..x": True}}, "is no path"),
    ({"set": {"response.a.b.c.d.e.f.g.h": True}}, "too deep"),
    ({"set": {"response.x": "code(0)"}}, "is no code"),
    ({"set": {"response.x": "code(six)"}}, "is no code"),
    ({"deny": " "}, "is the message"),
    ({"deny": "x" * 501}, "at most 500"),
    ({"takes": "6h"}, "is a time"),
    ({"takes": True}, "is a time"),
    ({"takes": 901}, "is a time"),
]


@pytest.mark.parametrize(("rule", "words"), BAD)
def test_what_nobody_could_follow_is_refused_with_its_place(rule: Any, words: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        compiled([{"takes": 1}, rule], wrong)
    assert words in caught.value.message
    assert caught.value.message.startswith("/1")


@pytest.mark.parametrize("rules", ["x", [{"takes": 1}] * 51, [{"set": {"response.x": ["y" * 20_000]}}]])
def test_a_function_has_a_list_of_not_too_many_rules(rules: Any) -> None:
    with pytest.raises(AuthoringError):
        compiled(rules, wrong)


# ------------------------------------------------------------------------------------------------- functions in a world

TEMPLATE = """
Resources:
  Guard:
    Type: CogTUI::Function
    Properties:
      FunctionName: guard
      Rules:
        - when: "!ends_with(request.userAttributes.email, '@example.com')"
          deny: Studio is invite-only
Outputs:
  Arn: {Value: !GetAtt Guard.Arn}
  Name: {Value: !Ref Guard}
"""


def test_a_template_makes_a_function_whose_arn_others_can_name() -> None:
    world = a_world()
    outputs = apply(world, TEMPLATE, "t.yaml").outputs
    arn = f"arn:aws:lambda:us-east-1:{world.account}:function:guard"
    assert outputs == {"Arn": arn, "Name": "guard"}
    found = world.store.get(FUNCTIONS, (arn,))
    assert found is not None
    assert found.rules[0].deny == "Studio is invite-only"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("deny: Studio is invite-only", "denny: x", "t.yaml:9:"),
        ("ends_with(request", "ends_with(reqest", "t.yaml:8:17"),
        ("FunctionName: guard", "FunctionName: my guard", "t.yaml:6:21"),
    ],
)
def test_a_template_s_rule_that_does_not_hold_is_an_error_at_its_line(old: str, new: str, place: str) -> None:
    world = a_world()
    with pytest.raises(AuthoringError) as caught:
        apply(world, TEMPLATE.replace(old, new), "t.yaml")
    assert caught.value.located.startswith(place)
    assert world.store.scopes(FUNCTIONS) == []


def test_a_function_can_be_given_other_rules_and_bad_ones_leave_it_alone() -> None:
    world = a_world()
    arn = world.act("function.put", name="f", rules=[{"deny": "no"}]).output["arn"]
    assert world.act("function.put", name="f", rules=[{"deny": "never"}]).ok
    refused = world.act("function.put", name="f", rules=[{"takes": "long"}])
    assert refused.error is not None
    assert "Rules/0/takes" in refused.error.message
    assert world.act("function.put", name="a b", rules=[{"takes": 1}]).error is not None
    found = world.store.get(FUNCTIONS, (arn,))
    assert found is not None
    assert found.rules[0].deny == "never"


# -------------------------------------------------------------------------------------------------- at a sync trigger

SYNC_EVENT: dict[str, Any] = {
    "version": 2,
    "eventType": "SyncTrigger",
    "datasetName": "game",
    "datasetRecords": {
        "score": {"oldValue": "1", "newValue": "42", "op": "replace"},
        "spam": {"oldValue": None, "newValue": "x", "op": "replace"},
    },
}


def test_at_a_sync_trigger_rules_read_and_set_the_records_and_leave_some_out() -> None:
    outcome = followed(
        {
            "when": "eventType == 'SyncTrigger' && to_number(datasetRecords.score.newValue) > `40`",
            "set": {
                "datasetRecords.badge": {"newValue": "gold", "op": "replace"},
                "datasetRecords.score.op": "'remove'",
            },
            "omit": ["datasetRecords.spam", "datasetRecords.nothing.here"],
        },
        event=SYNC_EVENT,
    )
    assert outcome.event == SYNC_EVENT | {
        "datasetRecords": {
            "score": {"oldValue": "1", "newValue": "42", "op": "remove"},
            "badge": {"newValue": "gold", "op": "replace"},
        }
    }
    assert "leaves out datasetRecords.spam" in outcome.checks[0].note


@pytest.mark.parametrize(
    ("omit", "words"),
    [
        ([], "`omit` is a path"),
        (3, "`omit` is a path"),
        ([3], "`omit` is a path"),
        ("request.x", "answers in `response` or `datasetRecords`"),
        (["datasetRecords"], "as a whole"),
        ("a..b", "is no path"),
    ],
)
def test_what_cannot_be_left_out_is_refused_with_its_place(omit: Any, words: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        compiled([{"omit": omit}], wrong)
    assert words in caught.value.message
    assert caught.value.message.startswith("/0/omit")


def test_what_is_left_out_of_what_is_no_map_changes_nothing() -> None:
    assert followed({"omit": "response.autoConfirmUser.x"}).event == EVENT
