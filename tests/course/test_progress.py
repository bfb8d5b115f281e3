"""The learner's progress on disk: what was done stays done; what is damaged is set aside and never deleted."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.course.marks import Mark, Memory, Ran
from cogtui.course.progress import Progress, Standing
from cogtui.folders import data_dir

MEMORY = Memory(
    "small",
    "asked",
    {"BucketName": "reports"},
    {"asked": Mark(3, [Ran(4, "r", {"x": 1})], "b", [0]), "hello": Mark()},
)


def test_progress_lies_in_the_learner_s_own_folder_for_its_owner_alone() -> None:
    progress = Progress()
    progress.note(MEMORY)
    assert progress.path == data_dir() / "progress.sqlite"
    assert progress.path.stat().st_mode & 0o077 == 0


def test_what_was_noted_is_there_again_with_its_answers() -> None:
    Progress().note(MEMORY)
    Progress().open_session("small")
    assert Progress().last_session() == MEMORY
    assert Progress().standings() == {"small": Standing("small", "asked", {"asked": "b"}, done=False)}


def test_a_lesson_that_was_done_stays_done_when_it_is_taken_again() -> None:
    progress = Progress()
    progress.note(Memory("small", "end", finished=True))
    progress.note(Memory("small", "hello"))
    assert progress.standings()["small"] == Standing("small", "hello", {}, done=True)


def test_a_world_without_a_lesson_has_no_play() -> None:
    progress = Progress()
    assert progress.last_session() is None
    progress.note(MEMORY)
    progress.open_session("small")
    progress.open_session("")
    assert progress.last_session() is None


def damage(path: Path, how: str) -> None:
    """Spoil the file in one of the ways in which files go bad."""
    if how == "memory":
        with sqlite3.connect(path) as file:
            file.execute("UPDATE lessons SET memory = ?", (b"{",))
        file.close()
    else:
        path.write_bytes({"text": b"this is no database", "cut": path.read_bytes()[:700] + b"\0" * 900}[how])


@pytest.mark.parametrize("how", ["text", "cut", "memory"])
def test_a_damaged_file_is_set_aside_with_a_message_and_a_new_one_begins(how: str) -> None:
    progress = Progress()
    progress.note(MEMORY)
    progress.open_session("small")
    damage(progress.path, how)
    kept = progress.path.read_bytes()
    with pytest.raises(AuthoringError, match=r"it was set aside as `progress.sqlite.broken`, and a new one begins"):
        progress.last_session()
    aside = progress.path.with_name("progress.sqlite.broken")
    assert aside.read_bytes() == kept
    assert progress.standings() == {}
    progress.note(MEMORY)
    assert list(progress.standings()) == ["small"]


def test_a_file_of_a_newer_version_is_left_alone() -> None:
    progress = Progress()
    progress.note(MEMORY)
    with sqlite3.connect(progress.path) as file:
        file.execute("PRAGMA user_version = 99")
    file.close()
    kept = progress.path.read_bytes()
    with pytest.raises(AuthoringError, match="written by a newer CogTUI; it stays as it is"):
        progress.note(MEMORY)
    assert progress.path.read_bytes() == kept


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(AuthoringError, match="progress cannot be kept"):
        Progress(tmp_path / "file" / "progress.sqlite").note(MEMORY)


def test_two_windows_can_note_at_the_same_time() -> None:
    one, other = Progress(), Progress()
    one.note(MEMORY)
    other.note(Memory("other", "x"))
    assert sorted(one.standings()) == ["other", "small"]
