"""The Guide's lines: markup, wrapping, goals, answers; nothing falls away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.views.guide import (
    answer_rows,
    bare,
    card_rows,
    glossary_words,
    goal_rows,
    marked,
    option_rows,
    rows,
    rule_line,
    wrapped,
)
from cogtui.views.ink import Ink, Style, plain, width

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def plains(lines: list[Ink]) -> list[str]:
    return [plain(line) for line in lines]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("plain", [("plain", "")]),
        ("a `code` b", [("a ", ""), ("code", "key"), (" b", "")]),
        ("**bold**", [("bold", "strong")]),
        ("an [[identity pool]]", [("an ", ""), ("identity pool", "link")]),
        ("the [[identity pool|pool]]s", [("the ", ""), ("pool", "link"), ("s", "")]),
        ("arn:aws:s3:::a/[/b]", [("arn:aws:s3:::a/[/b]", "")]),
        ("a `b", [("a `b", "")]),
        ("[bold]x[/]", [("[bold]x[/]", "")]),
        ("2 * 3 ** 4", [("2 * 3 ** 4", "")]),
        ("\x1b[31m", [("␛[31m", "")]),
    ],
)
def test_markup_is_code_bold_and_words_of_the_glossary(text: str, pieces: list[tuple[str, Style]]) -> None:
    assert marked(text) == pieces


def test_marked_words_are_those_of_the_glossary_not_as_the_text_shows_them() -> None:
    assert glossary_words("a [[sub]] and [[identity pool|the pool]]") == ["sub", "identity pool"]


def test_paragraphs_are_parted_and_lists_hang() -> None:
    text = "One two\nthree.\n\nBefore:\n- the first thing\n- the second"
    assert plains(rows(text, 12)) == ["One two", "three.", "", "Before:", "- the first", "  thing", "- the second"]


def test_words_stay_with_their_punctuation() -> None:
    assert plains(rows("It is `sub`, not `aud`.", 11)) == ["It is sub,", "not aud."]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("us-east-1:0123456789", ["us-east-1:", "0123456789"]),
        ("see `us-east-1:0123456789`. Then", ["see", "us-east-1:", "0123456789", ". Then"]),
        ("`0123456789`.", ["0123456789", "."]),
    ],
)
def test_a_word_that_is_wider_than_a_row_goes_on_in_the_next(text: str, lines: list[str]) -> None:
    assert plains(rows(text, 10)) == lines


@given(TEXTS, st.integers(1, 90))
def test_no_character_falls_away_and_no_row_is_too_wide(text: str, cells: int) -> None:
    lines = wrapped(marked(text), max(cells, 2))
    assert "".join("".join(plains(lines)).split()) == "".join(bare(text).split())
    wide = [line for line in lines if sum(width(part) for part, _ in line) > max(cells, 2)]
    assert [line for line in wide if plain(line).isascii()] == []


@pytest.mark.parametrize(
    ("goal", "cells", "lines"),
    [
        (("STS lets Ana in", True, ""), 40, ["[✓] STS lets Ana in"]),
        (("STS lets Ana in", False, "no"), 40, ["[ ] STS lets Ana in   not yet: no"]),
        (("STS lets Ana in", False, "another audience"), 40, ["[ ] STS lets Ana in", "    not yet: another audience"]),
        (("STS lets Ana in again", False, ""), 16, ["[ ] STS lets Ana", "    in again"]),
    ],
)
def test_goals_say_what_is_missing_beside_them_or_below(
    goal: tuple[str, bool, str], cells: int, lines: list[str]
) -> None:
    assert plains(goal_rows([goal], cells)) == lines


def test_answers_have_their_letter_and_hang() -> None:
    assert plains(option_rows("b", "It asks Facebook", 14)) == [" b  It asks", "    Facebook"]


def test_a_chosen_answer_is_marked_as_the_learner_s_with_its_reason() -> None:
    lines = plains(answer_rows("b", "It asks", "Who else?", 60, right=True, chosen=True))
    assert lines == ["✓ b  It asks (your answer) Who else?"]
    assert plains(answer_rows("a", "No", "Why?", 60, right=False, chosen=False)) == ["✗ a  No Why?"]


def test_a_card_begins_with_what_it_is_about() -> None:
    first = card_rows("Trust policy", "asks for `aud`", 60)[0]
    assert plain(first) == "- Trust policy asks for aud"
    assert [style for text, style in first if text == "Trust"] == ["strong"]


@given(st.lists(TEXTS, max_size=4), st.integers(0, 120))
def test_the_rule_fills_its_row_and_is_cut_with_an_ellipsis(words: list[str], cells: int) -> None:
    line = rule_line([word for word in words if word.isascii()], cells)
    assert sum(width(text) for text, _ in line) == cells
