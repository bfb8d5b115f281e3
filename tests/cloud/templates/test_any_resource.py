"""A law: whatever a resource's properties hold, it is made or refused with an authoring error, never anything else."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.templates.resources.types import KINDS
from cogtui.cloud.world import World

TEXTS = st.sampled_from(
    [
        "",
        "a",
        "Facebook",
        "true",
        "8",
        "us-east-1:0",
        "arn:aws:iam::111122223333:role/R",
        "ana@example.com",
        "Abc-12345",
    ]
)
NAMES = st.sampled_from(["Name", "Value", "Version", "Statement", "Effect", "PasswordPolicy", "MinimumLength", "Rules"])
POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "x.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS | st.booleans() | st.integers(-1, 4000) | st.just(POLICY) | st.none(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)


@st.composite
def resources(draw: st.DrawFn) -> dict[str, Any]:
    """Return a resource of any type; its required properties are mostly there."""
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    required = [name for name, each in kind.properties.items() if each.required]
    others = draw(st.lists(st.sampled_from(sorted(kind.properties)), max_size=2))
    names = dict.fromkeys(others if draw(st.integers(0, 9)) == 0 else [*required, *others])
    references = st.sampled_from([{"Ref": "Pool"}, {"Ref": "Bucket"}, {"Ref": "Role"}, {"Fn::GetAtt": "Role.Arn"}])
    return {"Type": kind.type, "Properties": {name: draw(VALUES | references) for name in names}}


GROUND = {
    "Pool": {"Type": "AWS::Cognito::UserPool"},
    "Bucket": {"Type": "AWS::S3::Bucket"},
    "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": POLICY}},
}


@given(resources())
def test_any_resource_is_made_or_refused_at_a_place(resource: dict[str, Any]) -> None:
    world = World()
    before = list(world.store.every())
    try:
        apply(world, json.dumps({"Resources": {**GROUND, "Probe": resource}}, indent=1), "w.yaml")
    except AuthoringError as refused:
        assert (refused.file, refused.line > 0) == ("w.yaml", True)  # noqa: PT017  # either outcome is fine
        assert list(world.store.every()) == before
        return
    assert world.trail[-1].ok
