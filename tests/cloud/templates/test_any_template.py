"""A law: whatever stands in a template, it is applied or refused with an authoring error that names a place."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.errors import AuthoringError
from tests.cloud.templates.stacks import walked

NAMES = st.sampled_from(
    [
        "A",
        "B",
        "C",
        "P",
        "x",
        "Ref",
        "Condition",
        "Type",
        "Properties",
        "DependsOn",
        "Value",
        "AWS::Region",
        "AWS::NoValue",
    ]
)
TEXTS = NAMES | st.sampled_from(["A.Arn", "${A}", "${A.Arn}", "${!A}", "${x", "${a:b}", "a,b", "0", "", "String"])
CALLED = "Sub GetAtt If Join Select Split FindInMap Equals Not And Or Base64 ImportValue Nonsense"
FUNCTIONS = st.sampled_from(["Ref", "Condition", *(f"Fn::{name}" for name in CALLED.split())])
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(-1, 3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(NAMES, inner, max_size=3)
        | st.dictionaries(FUNCTIONS, inner | st.lists(inner, min_size=2, max_size=3), min_size=1, max_size=1)
    ),
    max_leaves=8,
)
SECTION = st.dictionaries(NAMES, VALUES, max_size=3) | VALUES
RESOURCES = st.dictionaries(
    st.sampled_from(["A", "B", "C"]),
    st.fixed_dictionaries(
        {"Type": st.just("X")}, optional={"Properties": SECTION, "DependsOn": TEXTS, "Condition": NAMES}
    ),
    min_size=1,
)
TEMPLATES = st.fixed_dictionaries(
    {"Resources": RESOURCES},
    optional={"Parameters": SECTION, "Mappings": SECTION, "Conditions": SECTION, "Outputs": SECTION},
)


@given(TEMPLATES)
def test_any_template_is_applied_or_refused_at_a_place(template: dict[str, Any]) -> None:
    try:
        applied, seen = walked(json.dumps(template, indent=1))
    except AuthoringError as refused:
        place = (refused.file, refused.line > 0, refused.column > 0)
    else:
        place = ("world.yaml", True, True)
        assert {made.logical_id for made in applied.resources} == set(seen) <= set(template["Resources"])
    assert place == ("world.yaml", True, True)
