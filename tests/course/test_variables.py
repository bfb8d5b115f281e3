"""Variables in parameters and texts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.course.variables import Undefined, fill, fill_text, lookup_in, uses

VALUES = {"name": "Readers", "count": 3}
HELD = {"app": {"identity_id": "us-east-1:x", "credentials": {"AccessKeyId": "ASIA"}}}
LOOKUP = lookup_in(VALUES, lambda device: HELD.get(device, {}))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("${name}", "Readers"),
        ("role/${name}", "role/Readers"),
        ("${count}", 3),
        ("at ${count}", "at 3"),
        ("${app.identity_id}", "us-east-1:x"),
        ("${app.credentials.AccessKeyId}", "ASIA"),
        ("${app.credentials}", {"AccessKeyId": "ASIA"}),
        ("${!aws:username}", "${aws:username}"),
        ("a/${!x}/${name}", "a/${x}/Readers"),
        ({"${name}": ["${count}", {"a": "${name}"}]}, {"Readers": [3, {"a": "Readers"}]}),
        (7, 7),
        (None, None),
        ("$name {name}", "$name {name}"),
    ],
)
def test_variables_are_replaced_wherever_they_stand(written: Any, meant: Any) -> None:
    assert fill(written, LOOKUP) == meant


@pytest.mark.parametrize("name", ["nobody", "phone.token", "app.token", "app.identity_id.more", "app."])
def test_a_variable_without_a_value_is_named(name: str) -> None:
    with pytest.raises(Undefined, match=r"`\$\{.*\}` has no value here"):
        fill(f"${{{name}}}", LOOKUP)
    assert fill_text(f"see ${{{name}}}, ${{name}}", LOOKUP) == f"see ${{{name}}}, Readers"


def test_uses_come_with_the_pointer_to_where_they_stand() -> None:
    value = {"a/b": ["x", "${one}"], "${two}": "${!three} ${four}"}
    assert list(uses(value, "/with")) == [("/with/a~1b/1", "one"), ("/with/${two}", "two"), ("/with/${two}", "four")]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_what_holds_no_variable_stays_as_it_is(value: Any) -> None:
    if not any(True for _ in uses(value)) and "${!" not in str(value):
        assert fill(value, LOOKUP) == value
