"""Intrinsic functions: what each stands for, and what each says when it is misused."""

from __future__ import annotations

from typing import Any

import pytest

from cogtui.cloud.errors import AuthoringError
from tests.cloud.templates.stacks import value_of, walked

REST = """
Parameters:
  Stage: {Type: String, Default: test}
  Count: {Type: Number, Default: 3}
  Zones: {Type: CommaDelimitedList, Default: "a, b,c"}
Mappings:
  Sizes:
    test: {size: 1, names: [x, y]}
    live: {size: 9}
Conditions:
  IsTest: !Equals [!Ref Stage, test]
  IsLive: !Not [!Condition IsTest]
  Both: !And [!Condition IsTest, !Equals [1, "1"]]
  Either: !Or [!Condition IsLive, !Condition Both]
"""

GOOD: list[tuple[str, Any]] = [
    ("plain", "plain"),
    ("[1, {a: true}]", [1, {"a": True}]),
    ("!Ref Stage", "test"),
    ("!Ref Count", "3"),
    ("!Ref Zones", ["a", "b", "c"]),
    ("!Ref Base", "Base-ref"),
    ("{Ref: Base}", "Base-ref"),
    ("!Ref AWS::AccountId", "111122223333"),
    ("!Ref AWS::Region", "us-east-1"),
    ("!Ref AWS::Partition", "aws"),
    ("!Ref AWS::StackName", "demo"),
    ("!Ref AWS::StackId", "arn:aws:cloudformation:us-east-1:111122223333:stack/demo/1"),
    ("!Ref AWS::URLSuffix", "amazonaws.com"),
    ("!Ref AWS::NoValue", None),
    ("[a, !Ref AWS::NoValue, b]", ["a", "b"]),
    ("{a: 1, b: !Ref AWS::NoValue}", {"a": 1}),
    ("!GetAtt Base.Arn", "arn:Base"),
    ("!GetAtt [Base, Arn]", "arn:Base"),
    ("!GetAtt Base.Deep.Name", "deep"),
    ("{'Fn::GetAtt': [Base, Arn]}", "arn:Base"),
    ("!Sub '${Stage}-${Base}-${Base.Arn}-${AWS::Region}'", "test-Base-ref-arn:Base-us-east-1"),
    ("!Sub 'x/${!cognito-identity.amazonaws.com:sub}/*'", "x/${cognito-identity.amazonaws.com:sub}/*"),
    ("!Sub 'no names $ { }'", "no names $ { }"),
    ("!Sub ['${a}-${Stage}', {a: !Ref Base}]", "Base-ref-test"),
    ("!Sub ['${Probe}', {Probe: own}]", "own"),
    ("!Join ['-', [a, !Ref Stage, 7]]", "a-test-7"),
    ("!Join [',', !Ref Zones]", "a,b,c"),
    ("!Select [1, !Ref Zones]", "b"),
    ("!Select ['0', [a, b]]", "a"),
    ("!Select [1, !Split [':', a:b]]", "b"),
    ("!Split ['/', a/b/c]", ["a", "b", "c"]),
    ("!FindInMap [Sizes, !Ref Stage, size]", 1),
    ("!FindInMap [Sizes, test, names]", ["x", "y"]),
    ("!If [IsTest, yes-it-is, no]", "yes-it-is"),
    ("!If [IsLive, a, !Ref AWS::NoValue]", None),
    ("!If [Either, !If [Both, both, one], none]", "both"),
    ("!If [IsLive, !Ref Nobody, the branch not taken is not looked at]", "the branch not taken is not looked at"),
    ("!Base64 hello", "aGVsbG8="),
    ("{'Fn::Base64': !Sub 'x${Stage}'}", "eHRlc3Q="),
    ("${cognito-identity.amazonaws.com:sub}", "${cognito-identity.amazonaws.com:sub}"),
]

# Column 14 is where the value begins: `      Value: `.
BROKEN = [
    ("!Ref Bse", 14, "`Bse` is not a parameter or resource of this template; did you mean `Base`?"),
    ("!Ref [a]", 14, "`Ref` takes the name"),
    ("!GetAtt Base.Arm", 14, "`Arm` is not an attribute of X; did you mean `Arn`?"),
    ("!GetAtt Base", 14, "`Fn::GetAtt` takes a resource and an attribute"),
    ("!GetAtt Stage.Arn", 14, "`Stage` is a parameter; only resources have attributes"),
    ("!GetAtt Nobody.Arn", 14, "`Nobody` is not a parameter or resource"),
    ("!Sub '${Stag}'", 14, "did you mean `Stage`?"),
    ("!Sub '${Base.Arm}'", 14, "did you mean `Arn`?"),
    (
        "!Sub 'x/${cognito-identity.amazonaws.com:sub}'",
        14,
        "is written `${!cognito-identity.amazonaws.com:sub}` in `Fn::Sub`",
    ),
    ("!Sub '${Zones}'", 14, "`Zones` cannot stand in a text"),
    ("!Sub [a]", 14, "`Fn::Sub` takes a text, or a list of a text and a map of names"),
    ("!Sub ['${x}', {x: [1]}]", 20, "`x` cannot stand in a text"),
    ("!Join [a]", 14, "`Fn::Join` takes a delimiter and a list of texts; this is a list of 1"),
    ("!Join ['-', [a, [b]]]", 14, "`Fn::Join` takes a delimiter and a list of texts"),
    ("!Join ['-', a]", 14, "`Fn::Join` takes a delimiter and a list of texts"),
    ("!Select [3, [a, b]]", 23, "the list has 2 items; there is no number 3"),
    ("!Select [x, [a, b]]", 14, "`Fn::Select` takes an index"),
    ("!Split ['', abc]", 14, "`Fn::Split` takes a delimiter and a text"),
    ("!FindInMap [Size, test, size]", 26, "`Size` is not a mapping; did you mean `Sizes`?"),
    ("!FindInMap [Sizes, tset, size]", 33, "`tset` is not a key of it; did you mean `test`?"),
    ("!If [IsTst, a, b]", 19, "`IsTst` is not a condition of this template; did you mean `IsTest`?"),
    ("!If [IsTest, a]", 14, "`Fn::If` takes the name of a condition and two values; this is a list of 2"),
    ("!Base64 [a]", 14, "`Fn::Base64` takes a text"),
    ("!Equals [a, b]", 14, "this function judges conditions"),
    ("!ImportValue other", 14, "`Fn::ImportValue` is not simulated by CogTUI; a world has no other stacks"),
    ("!GetAZs us-east-1", 14, "`Fn::GetAZs` is not simulated by CogTUI"),
    ("{'Fn::Sup': x}", 15, "`Fn::Sup` is not a function; did you mean `Fn::Sub`?"),
    ("{'Fn::Sub': x, other: y}", 15, "`Fn::Sub` must stand alone in its map"),
    ("!Reff x", 14, "did you mean `!Ref`?"),
]


@pytest.mark.parametrize(("written", "meant"), GOOD)
def test_function_stands_for_its_value(written: str, meant: Any) -> None:
    assert value_of(written, rest=REST) == meant


@pytest.mark.parametrize(("written", "column", "says"), BROKEN)
def test_misused_function_says_what_is_wrong_and_where(written: str, column: int, says: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        value_of(written, rest=REST)
    assert (caught.value.file, caught.value.line, caught.value.column) == ("world.yaml", 7, column)
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("conditions", "line", "column", "says"),
    [
        ("A: !Condition B\n  B: !Condition A", 10, 6, "the condition `A` depends on itself"),
        ("A: !Equals [a]", 9, 6, "expected a list of 2, not a list of 1"),
        ("A: !Equals [a, [b]]", 9, 6, "`Fn::Equals` compares two texts"),
        ("A: !Or [!Equals [a, a]]", 9, 6, "expected a list of 2 to 10, not a list of 1"),
        ("A: !Not [true]", 9, 12, "a condition is one of `Fn::Equals`"),
        ("A: !Condition Z", 9, 6, "`Z` is not a condition of this template"),
        ("A: !Equals [!Ref Base, x]", 9, 15, "the resource `Base` is not there: conditions know parameters only"),
        ("A: {'Fn::Equal': [a, b]}", 9, 7, "`Fn::Equal` is not a condition function; did you mean `Fn::Equals`?"),
        ("A: yes", 9, 6, "a condition is one of"),
    ],
)
def test_broken_condition_says_what_is_wrong_and_where(conditions: str, line: int, column: int, says: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        value_of("!If [A, 1, 2]", rest=f"Conditions:\n  {conditions}\n")
    assert (caught.value.line, caught.value.column) == (line, column)
    assert says in caught.value.message


def test_given_parameters_replace_defaults() -> None:
    assert value_of("!FindInMap [Sizes, !Ref Stage, size]", rest=REST, parameters={"Stage": "live"}) == 9
    assert value_of("!Ref Zones", rest=REST, parameters={"Zones": ["p", "q"]}) == ["p", "q"]


def test_outputs_are_resolved_after_the_resources() -> None:
    applied, _ = walked(
        "Resources:\n  Base:\n    Type: X\n"
        "Conditions:\n  Never: !Equals [a, b]\n"
        "Outputs:\n  Name:\n    Value: !Sub '${Base}!'\n  Hidden:\n    Condition: Never\n    Value: !Ref Base\n"
    )
    assert applied.outputs == {"Name": "Base-ref!"}
    assert applied.resource("Base").ref == "Base-ref"
