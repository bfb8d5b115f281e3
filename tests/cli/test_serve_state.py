"""`cogtui serve --state FILE`: the world outlives the process, however that ends, and is never lost quietly."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import threading
from pathlib import Path

import botocore.exceptions
import pytest

from cogtui.cloud.save import Save
from cogtui.cloud.save_files import FORMAT
from cogtui.cloud.world import World
from tests.cli.serving import fails, serving


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lab.cogtui"


def test_the_world_is_there_again_after_a_restart_with_its_keys_and_its_trail(file: Path) -> None:
    with serving("--state", str(file)) as here:
        here.client("s3").create_bucket(Bucket="kept-one")
        assert not here.start["restored"]
        assert here.stop() == (0, "")
        environment = here.environment
    with serving("--state", str(file)) as here:
        assert here.start["restored"]
        keys = {name: environment[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
        assert keys.items() <= here.environment.items()
        assert [bucket["Name"] for bucket in here.client("s3").list_buckets()["Buckets"]] == ["kept-one"]
        operations = [call["operation"] for call in here.admin("GET", "trail?last=100").json()["calls"]]
        assert "CreateBucket" in operations


def test_kill_9_loses_at_most_the_call_in_flight(file: Path) -> None:
    acknowledged: list[str] = []
    enough = threading.Event()
    with serving("--state", str(file)) as here:
        s3 = here.client("s3")

        def make_buckets() -> None:
            for number in range(100_000):
                try:
                    s3.create_bucket(Bucket=f"bucket-{number:06d}")
                except botocore.exceptions.BotoCoreError:
                    return
                acknowledged.append(f"bucket-{number:06d}")
                if len(acknowledged) == 40:
                    enough.set()

        client = threading.Thread(target=make_buckets)
        client.start()
        assert enough.wait(60)
        here.kill()
        client.join()
    with serving("--state", str(file)) as here:
        found = [bucket["Name"] for bucket in here.client("s3").list_buckets()["Buckets"]]
    assert found[: len(acknowledged)] == acknowledged
    assert len(found) - len(acknowledged) <= 1


def test_only_its_owner_may_read_the_file(file: Path) -> None:
    with serving("--state", str(file)):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_second_process_on_the_same_file_is_refused(file: Path) -> None:
    with serving("--state", str(file)) as here:
        assert fails("--port", "0", "--state", str(file)) == (
            2,
            f"Error: {file}: another CogTUI has this state in use\n",
        )
        assert here.admin("GET", "health").status_code == 200


def test_what_was_kept_is_said_to_win_over_a_template_and_a_seed(file: Path, tmp_path: Path) -> None:
    template = tmp_path / "lab.yaml"
    template.write_text("Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n", encoding="utf-8")
    with serving("--state", str(file)) as here:
        here.stop()
    with serving("--state", str(file), "--template", str(template)) as here:
        assert here.start["warnings"] == [f"--template is for new worlds: that of {file} stays as it is"]
        assert here.client("s3").list_buckets()["Buckets"] == []


def test_a_reset_is_kept_too(file: Path) -> None:
    with serving("--state", str(file)) as here:
        here.client("s3").create_bucket(Bucket="kept-one")
        here.admin("POST", "reset").raise_for_status()
        here.client("s3").create_bucket(Bucket="another")
        here.kill()
    with serving("--state", str(file)) as here:
        assert [bucket["Name"] for bucket in here.client("s3").list_buckets()["Buckets"]] == ["another"]


# ----------------------------------------------------------------------------------------------------------- obstacles


@pytest.mark.parametrize(
    "octets", [b"", b"a diary", b"SQLite format 3\0" + bytes(100)], ids=["empty", "text", "damaged"]
)
def test_a_file_that_is_no_save_is_set_aside_and_said(file: Path, octets: bytes) -> None:
    file.write_bytes(octets)
    code, complaint = fails("--port", "0", "--state", str(file))
    assert (code, len(complaint.splitlines())) == (2, 1)
    assert f"{file}: this is no CogTUI save, or it is damaged; it was set aside as `lab.cogtui.broken`" in complaint
    assert file.with_name("lab.cogtui.broken").read_bytes() == octets
    with serving("--state", str(file)) as here:
        assert not here.start["restored"]


@pytest.mark.parametrize(
    ("written", "words"),
    [(FORMAT - 1, "an older CogTUI wrote this"), (FORMAT + 1, "a newer CogTUI wrote this state")],
    ids=["older", "newer"],
)
def test_a_file_of_another_cogtui_is_refused_and_left_as_it_is(file: Path, written: int, words: str) -> None:
    Save.create(file, World()).close()
    connection = sqlite3.connect(file)
    connection.execute("UPDATE meta SET value = ? WHERE name = 'format'", (str(written),))
    connection.commit()
    connection.close()
    before = file.read_bytes()
    code, complaint = fails("--port", "0", "--state", str(file))
    assert (code, words in complaint, len(complaint.splitlines())) == (2, True, 1)
    assert (file.read_bytes(), list(file.parent.iterdir())) == (before, [file])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    code, complaint = fails("--port", "0", "--state", str(tmp_path / "lab.cogtui"))
    tmp_path.chmod(0o700)
    assert (code, "the state can't be kept here: Permission denied" in complaint) == (2, True)


FULL = 400_000
"""Octets after which the disk is as good as full."""


def test_a_full_disk_is_said_once_and_clients_go_on(file: Path) -> None:
    import resource

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL))

    with serving("--state", str(file), preexec_fn=small_disk) as here:
        s3 = here.client("s3")
        s3.create_bucket(Bucket="large")
        for number in range(6):
            s3.put_object(Bucket="large", Key=f"k{number}", Body=os.urandom(FULL // 3))
        assert len(s3.list_objects_v2(Bucket="large")["Contents"]) == 6
        code, complaint = here.stop()
    assert code == 0
    assert len(complaint.splitlines()) == 1
    assert f"! {file} can't be kept any longer: " in complaint
    with serving("--state", str(file)) as here:
        kept = here.client("s3").list_objects_v2(Bucket="large").get("Contents", [])
    assert 0 < len(kept) < 6


def test_a_state_made_with_a_seed_is_not_for_the_network(file: Path) -> None:
    with serving("--state", str(file), "--seed", "x") as here:
        here.stop()
    code, complaint = fails("--port", "0", "--state", str(file), "--host", "0.0.0.0")
    assert (code, "this state was made with --seed" in complaint) == (2, True)
