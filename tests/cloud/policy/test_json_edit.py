"""Small changes to a policy's text: the change is made, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cogtui.cloud.documents import below, parts
from cogtui.cloud.policy import json_edit
from cogtui.cloud.policy.json_text import read

KEYS = st.text('ab/~"\\ {,:', min_size=1, max_size=4)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.text('ab/"\\[]{},: ', max_size=5) | st.integers(-5, 5) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=4)
INDENTS = st.sampled_from([None, 2, 4])


def at(data: Any, pointer: str) -> Any:
    for name in parts(pointer):
        data = data[int(name)] if isinstance(data, list) else data[name]
    return data


@given(OBJECTS, INDENTS)
def test_every_value_is_found_where_it_stands(data: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(data, indent=indent)
    found = json_edit.spans(text)
    for pointer, span in found.items():
        assert json.loads(text[span.value : span.end]) == at(data, pointer)
        line, column = read(text).where(pointer)
        assert len("\n".join(text.split("\n")[: line - 1])) + (line > 1) + column - 1 == span.value


@given(OBJECTS, INDENTS, VALUES, st.data())
def test_a_value_is_replaced(data: dict[str, Any], indent: int | None, value: Any, draw: st.DataObject) -> None:
    assume(data)
    name = draw.draw(st.sampled_from(sorted(data)))
    changed = json_edit.replaced(json.dumps(data, indent=indent), below("", name), value)
    assert json.loads(changed) == data | {name: value}


@given(OBJECTS, INDENTS, VALUES)
def test_a_member_is_added_behind_the_others(data: dict[str, Any], indent: int | None, value: Any) -> None:
    changed = json.loads(json_edit.with_member(json.dumps(data, indent=indent), "", "new", value))
    assert changed == data | {"new": value}
    assert list(changed)[-1] == "new"


@given(st.lists(VALUES, max_size=3) | st.text("a", max_size=2), INDENTS, VALUES)
def test_an_item_is_added_and_a_value_alone_becomes_a_list(before: Any, indent: int | None, value: Any) -> None:
    changed = json.loads(json_edit.with_item(json.dumps({"x": before}, indent=indent), "/x", value))
    assert changed == {"x": [*(before if isinstance(before, list) else [before]), value]}


@given(OBJECTS, INDENTS, st.data())
def test_a_member_is_taken_away(data: dict[str, Any], indent: int | None, draw: st.DataObject) -> None:
    assume(data)
    name = draw.draw(st.sampled_from(sorted(data)))
    changed = json_edit.without(json.dumps(data, indent=indent), below("", name))
    assert json.loads(changed) == {key: value for key, value in data.items() if key != name}


@given(OBJECTS, INDENTS, st.data())
def test_a_member_gets_another_name(data: dict[str, Any], indent: int | None, draw: st.DataObject) -> None:
    assume(data)
    name = draw.draw(st.sampled_from(sorted(data)))
    changed = json_edit.renamed(json.dumps(data, indent=indent), below("", name), "new name")
    assert json.loads(changed) == {("new name" if key == name else key): value for key, value in data.items()}


LAYOUTS = [
    ('{"a": ["x"]}', '{"a": ["x", "y"]}'),
    ('{"a":"x"}', '{"a":["x", "y"]}'),
    ('{"a": [ ]}', '{"a": ["y"]}'),
    ('{\n\t"a": [\n\t\t"x"\n\t]\n}', '{\n\t"a": [\n\t\t"x",\n\t\t"y"\n\t]\n}'),
]


@pytest.mark.parametrize(("before", "after"), LAYOUTS)
def test_the_layout_is_kept(before: str, after: str) -> None:
    assert json_edit.with_item(before, "/a", "y") == after
