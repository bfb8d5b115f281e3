"""The conflict dialog's words: who wrote what, by whose clock, and what each resolution will do."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cogtui.cloud.device_sync.conflicts import Conflict
from cogtui.cloud.device_sync.last_writer import last_writer
from cogtui.views.ink import plain, size
from cogtui.views.sync import conflict as view
from cogtui.views.sync.conflict import CHOICES, Decision
from cogtui.views.sync.values import written
from tests.conflicts import IDENTITY, NOON, a_conflict, a_device
from tests.views.texts import NASTY, cells, faulty, texts

WIDE = 72


def said(choice: view.Choice, **settings: object) -> str:
    """Return a resolution's line for a conflict."""
    return plain(view.choice_line(a_conflict(**settings), choice, WIDE))  # pyright: ignore[reportArgumentType]


DOES: tuple[tuple[str, view.Choice, dict[str, object], str], ...] = (
    ("theirs", "remote", {}, "this device takes theme=dark; nothing is sent"),
    ("their removal", "remote", {"theirs": None}, "the record goes here too"),
    ("ours", "local", {}, "sends theme=blue with count 2, the service's"),
    ("our removal", "local", {"ours": None}, "removes theme with count 2, the service's"),
    ("own", "custom", {}, "you type it; it is sent with count 2"),
    ("we wrote later", "last_writer", {}, "ours: 12:00:10 is later than 12:00:05"),
    ("they wrote later", "last_writer", {"by_writer": NOON + 30}, "theirs: 12:00:30 is later than 12:00:10"),
    ("the writer told no time", "last_writer", {"by_writer": None}, "theirs: 12:00:20 is later than 12:00:10"),
    ("both at once", "last_writer", {"by_writer": NOON + 10}, "theirs: both at 12:00:10"),
    ("another year", "last_writer", {"by_writer": NOON - 4e7}, "ours: 2023-11-14 12:00:10 is later than 2022"),
    ("another day", "last_writer", {"by_writer": NOON - 86400}, "ours: 14 Nov 12:00:10 is later than 13 Nov 12:00:00"),
)


@pytest.mark.parametrize(("choice", "settings", "words"), [row[1:] for row in DOES], ids=[row[0] for row in DOES])
def test_each_resolution_says_what_it_will_do(choice: view.Choice, settings: dict[str, object], words: str) -> None:
    assert words in said(choice, **settings)


def test_a_decision_shows_in_the_line_of_its_resolution_and_in_the_row_of_its_key() -> None:
    decided = Decision("custom", "green")
    assert "✓ sends theme=green with count 2" in plain(view.choice_line(a_conflict(), "custom", WIDE, decided))
    assert "✓" not in plain(view.choice_line(a_conflict(), "local", WIDE, decided))
    assert plain(view.conflict_row(a_conflict(), decided, WIDE)).endswith("own value")
    assert plain(view.conflict_row(a_conflict(), None, WIDE)).startswith("· theme")


def test_a_wrong_clock_is_told_with_the_true_moment() -> None:
    shown = "\n".join(plain(line) for line in view.versions(a_conflict(), a_device(skew=120), WIDE))
    assert "12:00:10 by phone's clock" in shown
    assert "2 min fast: truly 11:58:10" in shown
    slow = "\n".join(plain(line) for line in view.versions(a_conflict(), a_device(skew=-5), WIDE))
    assert "5 s slow: truly 12:00:15" in slow
    right = "\n".join(plain(line) for line in view.versions(a_conflict(), a_device(), WIDE))
    assert "truly" not in right


def test_both_versions_stand_with_base_counts_and_writers() -> None:
    shown = "\n".join(plain(line) for line in view.versions(a_conflict(), a_device(), WIDE))
    for words in ("phone, count 1", "the service, count 2", "blue", "dark", "light@1", "DeviceId device-of-the"):
        assert words in shown


@pytest.mark.parametrize(
    ("by", "words"),
    [("mine", "phone itself"), (IDENTITY, "a device that told no DeviceId"), ("", "a device that told no DeviceId")],
)
def test_who_wrote_the_services_version_is_said_in_words(by: str, words: str) -> None:
    device = a_device(device_ids={IDENTITY: "mine"})
    assert words in plain(view.versions(a_conflict(by=by), device, WIDE)[4])


def test_a_key_made_new_on_both_sides_has_no_base() -> None:
    assert "none: both made this key new" in plain(view.versions(a_conflict(known=0, base=None), a_device(), WIDE)[-1])


def test_the_javascript_profile_warns_of_lost_changes_and_of_the_missing_rule() -> None:
    device = a_device(profile="javascript")
    assert "lost" in view.about("local", device)
    assert "has no such rule" in view.about("last_writer", device)
    assert "Android" in view.about("last_writer", a_device())


def test_a_heading_counts_and_names() -> None:
    assert view.heading([a_conflict()], a_device()) == "phone: conflict about theme in dataset prefs"
    assert view.heading([a_conflict("a"), a_conflict("b")], a_device()) == "phone: 2 conflicts in dataset prefs"


values = st.none() | texts
moments = st.just(0.0) | st.floats(-1e15, 1e15) | st.floats(NOON - 1e6, NOON + 1e6)


clashes = st.builds(
    a_conflict,
    texts,
    values,
    values,
    base=values,
    wrote=moments,
    stored=moments,
    by_writer=st.none() | moments,
    by=texts,
)


@given(clash=clashes, typed=values, skew=st.floats(-1e9, 1e9), cells=cells)
@example(a_conflict("x" * 5000, "y" * 5000, "[/]", base="\x1b", stored=-1, by="漢" * 90), "漢" * 90, 1, 72)
def test_no_line_is_wider_than_asked_and_no_text_breaks_one(
    clash: Conflict, typed: str | None, skew: float, cells: int
) -> None:
    lines = [
        view.conflict_row(clash, None, cells),
        *view.versions(clash, a_device(skew=skew), cells),
        *(view.choice_line(clash, choice, cells, Decision("custom", typed)) for choice in CHOICES),
        *(view.last_row(row, cells, 200, cells) for row in ("same", "go")),
    ]
    for line in lines:
        assert size(line) <= cells, plain(line)
        assert not faulty(line)


@pytest.mark.parametrize("nasty", NASTY)
def test_key_and_value_are_both_in_sight_when_one_is_long(nasty: str) -> None:
    shown = written("theme", nasty * 40, 30)
    assert shown.startswith("theme=")


@given(ours=moments, stored=moments, told=st.none() | moments)
def test_the_last_writer_is_never_earlier_than_the_other(ours: float, stored: float, told: float | None) -> None:
    found = last_writer(ours, stored, told)
    assert found.local == (found.ours > found.theirs)
    assert found.theirs in (stored, told)
