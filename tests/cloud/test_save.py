"""Saving a world: what comes back, what is withheld, and what a damaged, newer or busy file does."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from cogtui.cloud.door.withhold import FOREIGN
from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.save import FORMAT, Save
from cogtui.cloud.tokens.tamper import apply
from cogtui.cloud.web import WebRequest
from cogtui.cloud.world import World
from tests.cloud.worlds import ready_made, walk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "world.cogtui"


def state(world: World) -> list[tuple[str, tuple[str, ...], object]]:
    return list(world.store.every())


def test_a_saved_world_comes_back_with_state_trail_clock_and_undo(file):
    world = ready_made()
    save = Save.create(file, world)
    walk(world)
    world.act("clock.advance", seconds=60)
    world.undo()
    save.close()
    again = Save.open(file).world
    assert state(again) == state(world)
    assert [record.no for record in again.trail] == [record.no for record in world.trail]
    assert again.history.position == world.history.position
    assert again.redo() is not None
    assert again.now == world.now + 60


def test_the_why_of_a_loaded_record_is_the_why_it_had(file):
    world = ready_made()
    save = Save.create(file, world)
    walk(world)
    save.close()
    again = Save.open(file).world
    for loaded, kept in zip(again.trail, world.trail, strict=True):
        assert loaded.why() == kept.why()


def test_a_world_goes_on_after_loading_as_it_would_have_without(file):
    world = ready_made()
    save = Save.create(file, world)
    walk(world, until="assume-role")
    save.close()
    again = Save.open(file).world
    walk(world)
    walk(again)
    assert again.held("app") == world.held("app")


def test_each_call_is_on_disk_before_the_next_one_begins(file):
    world = ready_made()
    Save.create(file, world)
    world.act("clock.advance", seconds=1)
    copy = file.with_name("copy.cogtui")
    for part in file.parent.glob("world.cogtui*"):
        part.with_name(part.name.replace("world", "copy")).write_bytes(part.read_bytes())
    assert Save.open(copy).world.now == world.now


def test_only_its_owner_may_read_a_save(file):
    Save.create(file, ready_made())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def on_disk(file: Path) -> bytes:
    return b"".join(part.read_bytes() for part in file.parent.iterdir())


def test_parameters_that_the_model_marks_sensitive_are_withheld(file):
    world = ready_made()
    save = Save.create(file, world)
    walk(world, "user_pool", until="get-id")
    save.close()
    signed_in = next(record for record in Save.open(file).world.trail if record.operation == "InitiateAuth")
    assert signed_in.request["AuthParameters"]["PASSWORD"] == "(withheld)"


def test_a_token_that_the_world_did_not_sign_is_nowhere_in_the_file_and_its_why_still_reads(file):
    world = ready_made()
    save = Save.create(file, world)
    walk(world, until="assume-role")
    tampered = apply("change-claim", world.held("app")["openid_token"], claim="sub", value="somebody else")
    refused = world.call(
        "sts",
        "AssumeRoleWithWebIdentity",
        {
            "RoleArn": f"arn:aws:iam::{world.account}:role/Readers",
            "RoleSessionName": "me",
            "WebIdentityToken": tampered,
        },
    )
    debug = {"input_token": tampered, "access_token": "1|2"}
    world.web(WebRequest("GET", "graph.facebook.com", "/debug_token", debug))
    save.close()
    again = Save.open(file).world
    assert tampered.encode() not in on_disk(file)
    assert again.trail[-1].request["query"]["input_token"] == FOREIGN
    assert again.trail[-2].refused_by == refused.record.refused_by


def test_the_worlds_own_tokens_stay_readable(file):
    world = ready_made()
    save = Save.create(file, world)
    walk(world)
    save.close()
    brought = next(record for record in Save.open(file).world.trail if record.operation == "GetOpenIdToken")
    assert brought.output is not None
    assert brought.output["Token"] == world.held("app")["openid_token"]


@pytest.mark.parametrize("octets", [b"", b"not a database", b"SQLite format 3\0" + bytes(200)])
def test_a_file_that_is_no_save_is_set_aside_and_never_deleted(file, octets):
    file.write_bytes(octets)
    with pytest.raises(AuthoringError, match=r"set aside as `world\.cogtui\.broken`"):
        Save.open(file)
    assert not file.exists()
    assert file.with_name("world.cogtui.broken").read_bytes() == octets


def test_two_damaged_files_are_both_kept(file):
    for _ in range(2):
        file.write_bytes(b"damaged")
        with pytest.raises(AuthoringError):
            Save.open(file)
    assert sorted(part.name for part in file.parent.iterdir()) == ["world.cogtui.broken", "world.cogtui.broken2"]


def test_a_damaged_row_is_found_and_the_file_set_aside(file):
    world = ready_made()
    Save.create(file, world).close()
    connection = sqlite3.connect(file)
    connection.execute("UPDATE calls SET record = x'00' WHERE no = 1")
    connection.commit()
    connection.close()
    with pytest.raises(AuthoringError, match="damaged"):
        Save.open(file)


def changed(file: Path, statement: str) -> bytes:
    """Change a file behind everybody's back and return what it holds now."""
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.commit()
    connection.close()
    return file.read_bytes()


def rewritten(file: Path, number: int) -> bytes:
    """Have another CogTUI write the file."""
    return changed(file, f"UPDATE meta SET value = '{number}' WHERE name = 'format'")


def test_a_save_of_an_older_cogtui_is_refused_and_left_as_it_is(file):
    Save.create(file, ready_made()).close()
    before = rewritten(file, FORMAT - 1)
    with pytest.raises(AuthoringError, match=r"an older CogTUI wrote this \(format 1\), which this one can't read"):
        Save.open(file)
    assert (file.read_bytes(), list(file.parent.iterdir())) == (before, [file])


def test_a_save_of_a_newer_cogtui_that_can_not_be_read_is_left_as_it_is(file):
    Save.create(file, ready_made()).close()
    changed(file, "UPDATE base SET record = x'00'")
    before = rewritten(file, FORMAT + 1)
    with pytest.raises(AuthoringError, match="a newer CogTUI wrote this, which this one can't read"):
        Save.open(file)
    assert (file.read_bytes(), list(file.parent.iterdir())) == (before, [file])


@pytest.mark.parametrize("words", ["unable to open database file", "disk I/O error", "database or disk is full"])
def test_a_file_that_can_not_be_read_just_now_is_not_taken_for_a_damaged_one(file, words, monkeypatch):
    def refused(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError(words)

    Save.create(file, ready_made()).close()
    before = file.read_bytes()
    monkeypatch.setattr("cogtui.cloud.save_files.sqlite3.connect", refused)
    with pytest.raises(AuthoringError, match=f"this can't be read: {words}"):
        Save.open(file)
    assert (file.read_bytes(), list(file.parent.iterdir())) == (before, [file])


def test_a_file_that_may_not_be_written_opens_for_looking_only(file, monkeypatch):
    def refused(_: Path) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    Save.create(file, ready_made()).close()
    monkeypatch.setattr("cogtui.cloud.save_files.locked", refused)
    save = Save.open(file)
    assert save.obstacle == "protected"
    save.close()


def test_a_world_that_takes_another_one_s_place_is_saved_whole(file):
    world = ready_made()
    save = Save.create(file, world)
    walk(world)
    world.become(World("another"))
    world.act("clock.advance", seconds=5)
    save.close()
    again = Save.open(file).world
    assert (again.seed, state(again), again.trail) == ("another", state(world), world.trail)


def test_a_save_of_a_newer_cogtui_opens_for_looking_only(file):
    world = ready_made()
    Save.create(file, world).close()
    rewritten(file, FORMAT + 1)
    save = Save.open(file)
    assert (save.read_only, save.obstacle) == (True, "newer")
    save.world.act("clock.advance", seconds=1)
    save.close()
    assert Save.open(file).world.now == world.now


def test_a_save_that_somebody_else_has_open_opens_for_looking_only(file):
    writer = Save.create(file, ready_made())
    reader = Save.open(file)
    assert (reader.read_only, reader.obstacle) == (True, "in use")
    reader.close()
    writer.close()
    assert not Save.open(file).read_only


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(AuthoringError, match="there is no such save file"):
        Save.open(Path("/nowhere/world.cogtui"))
