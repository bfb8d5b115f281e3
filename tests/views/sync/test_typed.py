"""What is typed on the Sync pane, and what is wrong with it."""

from __future__ import annotations

import pytest

from cogtui.views.sync.typed import (
    record_of,
    seconds_of,
    wrong_with_dataset,
    wrong_with_record,
    wrong_with_value,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [("theme = dark", ("theme", "dark")), ("a=b=c", ("a", "b=c")), ("a=", ("a", "")), (" x y = 1 ", ("x y", "1"))],
)
def test_a_record_is_key_and_value_around_the_first_equals_sign(text: str, found: tuple[str, str]):
    assert record_of(text) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("theme", "a record is written `key = value`"),
        ("= dark", "the key is missing"),
        ("k" * 129 + "=1", "the key has 129 bytes; 128 are the most"),
        ("é" * 65 + "=1", "the key has 130 bytes"),
        ("\ud800=1", "half of a character"),
        ("k = " + "v" * 1_048_576, "the value has 1,048,576 characters"),
    ],
)
def test_a_line_that_is_no_record_is_told_what_it_lacks(text: str, words: str):
    assert words in wrong_with_record(text, "correct")


def test_keys_that_the_javascript_manager_refuses_are_fine_for_the_others():
    assert wrong_with_record("my key = 1", "correct") == ""
    assert wrong_with_record("my key = 1", "javascript").startswith("Invalid key.")


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", ""), ("x" * 1_048_575, ""), ("x" * 1_048_576, "the most"), ("\x1b\n\0[bold]", ""), ("\ud800", "Unicode")],
    ids=["empty", "longest", "too long", "control characters", "half a character"],
)
def test_only_what_the_service_can_store_is_a_value(text: str, problem: str):
    assert problem in wrong_with_value(text)
    assert bool(wrong_with_value(text)) == bool(problem)


@pytest.mark.parametrize(
    ("name", "right"), [("prefs", True), ("a.b:c-d_e", True), ("", False), ("a b", False), ("x" * 129, False)]
)
def test_names_of_datasets_follow_the_service(name: str, right: bool):
    assert (wrong_with_dataset(name) == "") is right


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("-3600", -3600),
        (" +0.5 ", 0.5),
        ("", None),
        ("nan", None),
        ("inf", None),
        ("1e99", None),
        ("1 h", None),
    ],
)
def test_a_clock_is_off_by_a_finite_number_of_seconds(text: str, seconds: float | None):
    assert seconds_of(text) == seconds
