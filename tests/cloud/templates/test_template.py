"""The shape of a template: its sections, resources and parameters, and what is said when one is wrong."""

from __future__ import annotations

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.template import parse
from tests.cloud.templates.stacks import scope_of, walked

ONE = "Resources:\n  A:\n    Type: X\n"

BROKEN = [
    ("", 1, 1, "a template is a map with a section `Resources`"),
    ("- a", 1, 1, "a template is a map with a section `Resources`"),
    ("Description: x", 1, 1, "needs a section `Resources` with at least one resource"),
    ("Resources: {}", 1, 1, "needs a section `Resources` with at least one resource"),
    ("Resources: [a]", 1, 12, "`Resources` is a map, not a list"),
    ("Resource:\n  A: {Type: X}", 1, 1, "`Resource` is not a section of a template; did you mean `Resources`?"),
    (f"{ONE}Transform: AWS::Serverless-2016-10-31", 4, 1, "the section `Transform` is not simulated by CogTUI"),
    (f"AWSTemplateFormatVersion: 2010-09-10\n{ONE}", 1, 27, "`AWSTemplateFormatVersion` is `2010-09-09` or left out"),
    ("Resources:\n  my-pool: {Type: X}", 2, 3, "`my-pool` cannot name a resource: letters and digits only"),
    ("Resources:\n  A: {}", 2, 3, "the resource `A` needs a `Type`"),
    ("Resources:\n  A: x", 2, 6, "`A` is a map, not text"),
    ("Resources:\n  A:\n    Type: [X]", 3, 11, "`Type` is text, not a list"),
    ("Resources:\n  A:\n    Typ: X", 3, 5, "`Typ` is not an attribute of a resource; did you mean `Type`?"),
    ("Resources:\n  A:\n    Type: X\n    Properties: [x]", 4, 17, "`Properties` is a map, not a list"),
    ("Resources:\n  A:\n    Type: X\n    DependsOn: B", 4, 16, "`B` is not a resource of this template"),
    ("Resources:\n  Pool:\n    Type: X\n    DependsOn: [Pool, Poll]", 4, 23, "did you mean `Pool`?"),
    ("Resources:\n  A:\n    Type: X\n    Condition: C", 4, 16, "`C` is not a condition of this template"),
    (f"{ONE}Outputs:\n  O: {{}}", 5, 3, "the output `O` needs a `Value`"),
    (f"{ONE}Outputs:\n  O:\n    Valeu: x", 6, 5, "`Valeu` is not an attribute of an output; did you mean `Value`?"),
    (f"{ONE}Mappings:\n  M:\n    a: b", 6, 8, "`a` is a map, not text"),
    (f"{ONE}Parameters:\n  P: {{}}", 5, 3, "the parameter `P` needs a `Type`"),
    (f"{ONE}Parameters:\n  P:\n    Type: Strin", 6, 11, "`Strin` is not a type of parameter; did you mean `String`?"),
    (f"{ONE}Parameters:\n  P:\n    Type: String\n    MinLength: x", 7, 16, "`MinLength` is a number"),
    (f"{ONE}Parameters:\n  P:\n    Type: 'AWS::SSM::Parameter::Value<String>'", 6, 11, "parameters from SSM are not simulated"),
    ("Resources:\n" + "".join(f"  A{number}: {{Type: X}}\n" for number in range(501)), 1, 1, "at most 500 resources; this one has 501"),
]  # fmt: skip

UNRESOLVABLE = [
    ("A: {Type: X, Properties: {x: !Ref B}}\n  B: {Type: X, Properties: {x: !Ref A}}", 3, 32, "`A` -> `B` -> `A`"),
    ("A: {Type: X, Properties: {x: !Ref A}}", 2, 32, "resources need each other in a circle: `A` -> `A`"),
    ("A: {Type: X, DependsOn: C}\n  B: {Type: X, DependsOn: A}\n  C: {Type: X, DependsOn: B}", 3, 27, "`A` -> `C` -> `B` -> `A`"),
    ("A: {Type: X, Properties: {x: !Sub '${B.Arn}'}}\n  B: {Type: X, Properties: {x: [!GetAtt A.Arn]}}", 3, 33, "`A` -> `B` -> `A`"),
]  # fmt: skip


def problem(text: str) -> AuthoringError:
    with pytest.raises(AuthoringError) as caught:
        walked(text)
    assert caught.value.file == "world.yaml"
    return caught.value


@pytest.mark.parametrize(("text", "line", "column", "says"), BROKEN)
def test_misshapen_template_says_what_is_wrong_and_where(text: str, line: int, column: int, says: str) -> None:
    error = problem(text)
    assert (error.line, error.column) == (line, column)
    assert says in error.message


@pytest.mark.parametrize(("resources", "line", "column", "says"), UNRESOLVABLE)
def test_circle_of_resources_names_the_loop(resources: str, line: int, column: int, says: str) -> None:
    error = problem(f"Resources:\n  {resources}\n")
    assert (error.line, error.column) == (line, column)
    assert says in error.message


@pytest.mark.parametrize(
    ("parameter", "column", "says"),
    [
        ("{Type: String}", 3, "the parameter `P` has neither a `Default` nor a value given for it"),
        ("{Type: Number, Default: x}", 30, "`x` is no value for the parameter `P`: expected a number"),
        ("{Type: String, Default: c, AllowedValues: [a, b]}", 30, "expected `a` or `b`"),
        ("{Type: String, Default: abc, AllowedPattern: '[0-9]+'}", 30, "it does not match `[0-9]+`"),
        ("{Type: String, Default: abc, AllowedPattern: '[0-9'}", 51, "the pattern is broken"),
        ("{Type: String, Default: abc, MaxLength: 2}", 30, "`MaxLength` is 2"),
        ("{Type: Number, Default: 3, MinValue: 4}", 30, "`MinValue` is 4"),
        ("{Type: 'List<Number>', Default: '1,x'}", 38, "`x` is no value"),
        ("{Type: String, Default: c, AllowedValues: [a], ConstraintDescription: it is a}", 30, "`P`: it is a"),
    ],
)
def test_parameter_without_a_good_value_says_so(parameter: str, column: int, says: str) -> None:
    error = problem(f"{ONE}Parameters:\n  P: {parameter}\n")
    assert (error.line, error.column) == (5, column)
    assert says in error.message


def test_value_for_a_parameter_that_is_not_there_is_refused() -> None:
    with pytest.raises(AuthoringError, match="`Stag` is not a parameter of this template; did you mean `Stage`"):
        walked(f"{ONE}Parameters:\n  Stage: {{Type: String, Default: x}}\n", {"Stag": "y"})


def test_resources_are_made_after_those_they_name_and_else_as_they_stand() -> None:
    applied, _ = walked(
        "Resources:\n"
        "  D: {Type: X}\n"
        "  A: {Type: X, Properties: {x: !Ref C}}\n"
        "  B: {Type: X, DependsOn: A}\n"
        "  C: {Type: X, Properties: {x: {deep: [!Sub '${D.Arn}']}}}\n"
        "  E: {Type: X}\n"
    )
    assert [made.logical_id for made in applied.resources] == ["D", "C", "A", "B", "E"]


def test_long_chain_of_resources_is_walked() -> None:
    chain = "".join(f"  A{number}: {{Type: X, DependsOn: A{number + 1}}}\n" for number in range(499))
    applied, _ = walked(f"Resources:\n{chain}  A499: {{Type: X}}\n")
    assert applied.resources[0].logical_id == "A499"


def test_resource_whose_condition_does_not_hold_is_not_made() -> None:
    conditions = "Conditions:\n  Never: !Equals [a, b]\n"
    applied, _ = walked(f"{ONE}  B:\n    Type: X\n    Condition: Never\n{conditions}")
    assert [made.logical_id for made in applied.resources] == ["A"]
    error = problem(f"{ONE}    Properties:\n      x: !Ref B\n  B:\n    Type: X\n    Condition: Never\n{conditions}")
    assert error.located == "world.yaml:5:10: the resource `B` is not there: its condition `Never` does not hold"


def test_branch_not_taken_makes_no_dependency() -> None:
    applied, _ = walked(
        "Conditions:\n  Never: !Equals [a, b]\n"
        "Resources:\n"
        "  A: {Type: X, Properties: {x: !If [Never, !Ref B, none]}}\n"
        "  B: {Type: X, Properties: {x: !Ref A}}\n"
    )
    assert [made.logical_id for made in applied.resources] == ["A", "B"]


def test_policy_version_in_a_template_stays_text() -> None:
    template = parse("Resources:\n  A:\n    Type: X\n    Properties:\n      Version: 2012-10-17\n")
    assert template.resources["A"].properties == {"Version": "2012-10-17"}


def test_json_template_is_as_good() -> None:
    scope = scope_of('{"Resources": {"A": {"Type": "X", "Properties": {"n": {"Ref": "AWS::Region"}}}}}')
    assert scope.template.resources["A"].pointer == "/Resources/A"
