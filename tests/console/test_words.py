"""A line is taken apart as a shell takes it apart."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.console.words import LONGEST, CommandError, statements, words

VARIABLES = {"pool": "us-east-1:1", "credentials.Key": "k v"}


def texts(line: str) -> list[list[str]]:
    return [[word.text for word in statement.words] for statement in statements(line, VARIABLES)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("aws  sts\tx", [["aws", "sts", "x"]]),
        ("", []),
        ("# nothing", []),
        ("a # the rest", [["a"]]),
        ("a#b", [["a#b"]]),
        ("'a b' \"c d\" e\\ f", [["a b", "c d", "e f"]]),
        ("a'b'\"c\"d", [["abcd"]]),
        ("a '' \"\"", [["a", "", ""]]),
        ("'it'\"'\"'s'", [["it's"]]),
        ('$pool ${pool}/x "${pool}" x$pool', [["us-east-1:1", "us-east-1:1/x", "us-east-1:1", "xus-east-1:1"]]),
        ("${credentials.Key}", [["k v"]]),
        ("'$pool' \\$pool \"\\$pool\"", [["$pool", "$pool", "$pool"]]),
        ('${!aws:username} "${!aws:username}"', [["${aws:username}", "${aws:username}"]]),
        ("a $ b$", [["a", "$", "b$"]]),
        ("a \\\n  b", [["a", "b"]]),
        ("a\\\nb", [["ab"]]),
        ("a\nb c\n", [["a"], ["b", "c"]]),
        ("'a\nb'", [["a\nb"]]),
        ("a > b", [["a", ">", "b"]]),
        ("'a\\b' \"a\\b\"", [["a\\b", "a\\b"]]),
    ],
)
def test_words_are_what_a_shell_makes_of_them(line: str, found: list[list[str]]) -> None:
    assert texts(line) == found


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20)))
def test_what_is_quoted_for_a_shell_comes_back_whole(values: list[str]) -> None:
    line = " ".join(shlex.quote(value) for value in values)
    assert texts(line) == ([values] if values else [])


@pytest.mark.parametrize(
    ("line", "at", "words_of_it"),
    [
        ("a 'b", 2, "never closed"),
        ('a "b', 2, "never closed"),
        ("a | b", 2, "no shell"),
        ("a && b", 2, "no shell"),
        ("a; b", 1, "no shell"),
        ("`a`", 0, "no shell"),
        ("a ${poool}", 2, "did you mean `${pool}`"),
        ("x" * (LONGEST + 1), LONGEST, "100,001 characters"),
    ],
)
def test_what_is_no_command_line_is_said_where_it_is(line: str, at: int, words_of_it: str) -> None:
    with pytest.raises(CommandError) as error:
        statements(line, VARIABLES)
    assert error.value.at == at
    assert error.value.column == at + 1
    assert words_of_it in error.value.message


def test_each_character_of_a_word_knows_where_it_stands() -> None:
    (word,) = words("'a b'\"c\"")
    assert [word.at(index) for index in range(4)] == [1, 2, 3, 6]
    assert (word.start, word.end) == (0, 8)


def test_a_variable_in_single_quotes_is_kept_and_remembered() -> None:
    (statement,) = statements("'{\"a\": \"${pool}\"}' '$other'", VARIABLES)
    assert [word.kept for word in statement.words] == [("pool",), ()]


def test_an_open_quote_is_fine_while_somebody_is_still_typing() -> None:
    assert [(word.text, word.open) for word in words("a 'b c", lenient=True)] == [("a", ""), ("b c", "'")]


@given(st.text(max_size=60))
def test_any_text_is_taken_apart_or_refused(text: str) -> None:
    try:
        found = [word for statement in statements(text, VARIABLES) for word in statement.words]
    except CommandError:
        return
    for word in found:
        assert len(word.places) == len(word.text)
        assert 0 <= word.start <= word.end <= len(text)


def test_a_message_does_not_quote_a_token_whole() -> None:
    assert len(CommandError(f"`{'x' * 5000}` is not a command").message) < 100
