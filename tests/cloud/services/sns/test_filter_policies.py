"""Filter policies: which messages pass, and what is no policy (recorded at AWS: localstack/localstack, test_sns_filter_policy)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.services.sns.filter_policies import matches, problem_of
from tests.cloud.services.sns.messaging import Messaging

TEXT, NUMBER, ARRAY = "String", "Number", "String.Array"


def attribute(kind: str, value: str) -> dict[str, dict[str, Any]]:
    return {"key": {"DataType": kind, "StringValue": value}}


PASSES = [
    (["red"], TEXT, "red", True),
    (["red"], TEXT, "blue", False),
    (["red", "blue"], TEXT, "blue", True),
    ([5], NUMBER, "5.0", True),
    ([5], TEXT, "5", False),
    ([{"prefix": "re"}], TEXT, "red", True),
    ([{"suffix": "ed"}], TEXT, "rec", False),
    ([{"equals-ignore-case": "RED"}], TEXT, "red", True),
    ([{"anything-but": ["red", "blue"]}], TEXT, "green", True),
    ([{"anything-but": ["red"]}], TEXT, "red", False),
    ([{"anything-but": {"prefix": "re"}}], TEXT, "red", False),
    ([{"anything-but": [5]}], NUMBER, "5", False),
    ([{"numeric": ["=", 5]}], NUMBER, "5", True),
    ([{"numeric": [">", 0, "<=", 5]}], NUMBER, "5", True),
    ([{"numeric": [">", 5]}], NUMBER, "5", False),
    ([{"numeric": [">", 0]}], TEXT, "5", False),
    ([{"exists": True}], TEXT, "anything", True),
    ([{"exists": False}], TEXT, "anything", False),
    ([{"cidr": "10.0.0.0/24"}], TEXT, "10.0.0.255", True),
    ([{"cidr": "10.0.0.0/24"}], TEXT, "10.0.1.0", False),
    (["red"], ARRAY, '["blue", "red"]', True),
    (["red"], ARRAY, '["blue"]', False),
    ([True], ARRAY, "[true]", True),
    ([None], ARRAY, "[null]", True),
    (["red"], ARRAY, "no JSON", False),
]


@pytest.mark.parametrize(("rules", "kind", "value", "passes"), PASSES, ids=str)
def test_a_message_passes_by_its_attributes(rules: list[Any], kind: str, value: str, passes: bool) -> None:
    text = json.dumps({"key": rules})
    assert problem_of(text) == ""
    assert matches(text, attribute(kind, value)) is passes


@pytest.mark.parametrize("rules", [rules for rules, *_ in PASSES], ids=str)
def test_a_message_without_the_attribute_passes_only_where_it_must_not_be_there(rules: list[Any]) -> None:
    assert matches(json.dumps({"key": rules}), {}) is (rules == [{"exists": False}])


def test_every_key_must_be_met() -> None:
    text = json.dumps({"key": ["red"], "other": [{"exists": True}]})
    assert not matches(text, attribute(TEXT, "red"))
    assert matches(text, attribute(TEXT, "red") | {"other": {"DataType": TEXT, "StringValue": "x"}})


PROBLEMS = [
    ([["value"]], "Match value must be String, number, true, false, or null"),
    ([{"wrong-operator": True}], "Unrecognized match type wrong-operator"),
    ([{"suffix": "value", "prefix": "value2"}], "Only one key allowed in match expression"),
    ([], "Empty arrays are not allowed"),
    ([{"suffix": 100}], "suffix match pattern must be a string"),
    ("value_one", '"key" must be an object or an array'),
    ([{"cidr": "bad-filter"}], "Malformed CIDR, one '/' required"),
    ([{"cidr": "bad-filter/64"}], "Nonstandard IP address: bad-filter"),
    ([{"cidr": "10.0.0.0/xx"}], "Malformed CIDR, mask bits must be an integer"),
    ([{"numeric": []}], "Invalid member in numeric match: ]"),
    ([{"numeric": [1, "<="]}], "Invalid member in numeric match: 1"),
    ([{"numeric": ["operator"]}], "Unrecognized numeric range operator: operator"),
    ([{"numeric": ["=", "000"]}], "Value of equals must be numeric"),
    ([{"numeric": [">="]}], "Value of >= must be numeric"),
    ([{"numeric": ["<", 100, ">", 10]}], "Too many elements in numeric expression"),
    ([{"numeric": [">=", 1, ">", 2]}], "Bad numeric range operator: >"),
    ([{"numeric": [">", 3, "<", 1]}], "Bottom must be less than top"),
    ([{"numeric": [">", 20, "<", 30, "<", 50]}], "Too many terms in numeric range expression"),
    ([{"exists": "no"}], "exists match pattern must be either true or false."),
    ([{"anything-but": {"suffix": "test"}}], "Unsupported anything-but pattern: suffix"),
    ([{"anything-but": {"prefix": False}}], "prefix match pattern must be a string"),
]


@pytest.mark.parametrize(("rules", "problem"), PROBLEMS, ids=str)
def test_what_is_no_filter_policy_is_said_in_aws_s_words(rules: Any, problem: str) -> None:
    assert problem_of(json.dumps({"key": rules})) == f"FilterPolicy: {problem}"


def test_a_policy_has_at_most_five_keys_and_150_combinations() -> None:
    many = json.dumps({f"key{number}": ["a"] for number in range(6)})
    assert problem_of(many) == "FilterPolicy: Filter policy can not have more than 5 keys"
    deep = json.dumps({name: [str(number) for number in range(6)] for name in ("a", "b", "c")})
    assert problem_of(deep) == "FilterPolicy: Filter policy is too complex"


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats(-9, 9) | st.sampled_from([">", "=", "a", "1.2.3.4/8"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["prefix", "numeric", "anything-but", "exists", "cidr", "key"]), inner, max_size=2
    ),
    max_leaves=6,
)  # fmt: skip


@given(ANY_JSON, st.sampled_from([(TEXT, "a"), (NUMBER, "3"), (ARRAY, '["a", 1, null]')]))
def test_whatever_is_taken_for_a_policy_can_be_followed(policy: Any, said: tuple[str, str]) -> None:
    text = json.dumps(policy)
    if not problem_of(text):
        assert matches(text, attribute(*said)) in (True, False)


def test_filtering_on_the_body_is_said_to_be_not_simulated() -> None:
    sns = Messaging()
    named = {"TopicArn": sns.topic(), "Protocol": "sms", "Endpoint": "+15551234567"}
    refused = sns.asked("Subscribe", **named, Attributes={"FilterPolicyScope": "MessageBody"})
    assert refused.error is not None
    assert refused.error.code == "NotImplemented"
