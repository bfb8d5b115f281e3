"""The matrix on the screen: it fills while keys are answered, follows the world, opens each answer's why."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from cogtui.cloud.world import World
from cogtui.tui.actions import actions
from cogtui.tui.screens.help import HelpLines
from cogtui.tui.screens.matrix import MatrixScreen
from cogtui.tui.screens.viewer import Lines, Viewer
from cogtui.tui.screens.workspace import Workspace
from cogtui.tui.session import Session
from cogtui.tui.widgets.answered_why import AnsweredWhy
from cogtui.tui.widgets.matrix_grid import MatrixGrid
from cogtui.views.ink import plain
from tests.builders import a_world, done_in, policy
from tests.tui.driving import LARGE, MIDDLE, SIZES, SMALL, TYPED, Driver, drawn, lines_of, opened
from tests.tui.laws import faults

A, B = "111122223333", "444455556666"
TURNS = 40
"""Turns of the loop within which a key must have been answered; each is at most one slice of filling."""


def two_accounts(users: tuple[str, ...] = ("alice", "bob"), buckets: tuple[str, ...] = ("logs",)) -> World:
    """A world with users in A, and buckets and a role in B; users hold every right, buckets grant alice reading."""
    world = a_world(accounts=(A, B))
    for user in users:
        done_in(world, A, "iam", "CreateUser", UserName=user)
        own = policy({"Action": "*", "Resource": "*"})
        done_in(world, A, "iam", "PutUserPolicy", UserName=user, PolicyName="all", PolicyDocument=own)
    for bucket in buckets:
        done_in(world, B, "s3", "CreateBucket", Bucket=bucket)
    trust = policy({"Principal": {"AWS": A}, "Action": "sts:AssumeRole"})
    done_in(world, B, "iam", "CreateRole", RoleName="LogReader", AssumeRolePolicyDocument=trust)
    return world


def fifty_by_fifty() -> World:
    """A world whose matrix has 50 rows and 50 columns."""
    users = tuple(f"user-{number:02}-of-the-first-account" for number in range(48))
    return two_accounts(users, tuple(f"bucket-{number:02}-of-the-second-account" for number in range(49)))


def grid(app: Driver) -> MatrixGrid:
    """Return the matrix."""
    return app.screen(MatrixScreen).grid


def words(app: Driver) -> str:
    """Return the sentence about the cell under the cursor."""
    return plain(grid(app).words)


def is_full(app: Driver) -> bool:
    """Return whether every answer is known."""
    matrix = grid(app).matrix
    return len(grid(app).known) == len(matrix.who) * len(matrix.what) > 0


async def filled(app: Driver) -> None:
    """Wait until every answer is known."""
    await app.pilot.pause()
    assert await app.waited(lambda: is_full(app))
    await app.settle()


async def begun(app: Driver) -> None:
    """Open the matrix and wait only until the first answers are there."""
    await app.app.push_screen(MatrixScreen(app.session))
    while not grid(app).known:  # noqa: ASYNC110 - a turn of the loop is what is waited for
        await asyncio.sleep(0)


async def shown(app: Driver) -> None:
    """Open the matrix and wait until it is full."""
    await app.press("X")
    await app.until(MatrixScreen)
    await filled(app)


SCRIPT = (
    ("full", ()),
    ("another cell", ("down", "right", "right")),
    ("the last column", ("right_square_bracket",) * 20),
    ("objects", ("a",)),
    ("the operators too", ("o",)),
    ("a why", ("enter",)),
    ("its policy", ("end", "enter")),
    ("narrowed", ("escape", "escape", "slash", TYPED + "alice")),
    ("nothing fits", (TYPED + " xyz",)),
    ("all again", ("escape",)),
    ("help", ("f1",)),
)


@pytest.mark.parametrize("world", [two_accounts, fifty_by_fifty], ids=["small", "50x50"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_all_can_be_reached_and_nothing_is_cut_off(size: tuple[int, int], world: Any) -> None:
    async with opened(size=size, session=Session(world(), title="two accounts")) as app:
        await shown(app)
        broken: dict[str, list[str]] = {}
        for state, keys in SCRIPT:
            await app.press(*keys)
            await app.settle()
            found = faults(app.app)
            if found:
                broken[state] = found
        assert not broken


async def test_headers_stay_in_view_while_the_cursor_walks() -> None:
    async with opened(size=SMALL, session=Session(fifty_by_fifty(), title="many")) as app:
        await shown(app)
        assert (len(grid(app).matrix.who), len(grid(app).matrix.what)) == (50, 50)
        await app.press("end", *("right",) * 30)
        assert grid(app).column == 30
        seen = grid(app).seen
        assert seen.first <= 30 <= seen.last
        assert "anybody" in drawn(grid(app))[-1]
        assert "bucket-30" in str(app.app.screen.query_one("#head").render())
        assert "bucket-30-of-the-second-account@B" in words(app)


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_keys_are_answered_while_it_fills(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MatrixScreen, "turn", 0.0)  # one cell, then everything else has its turn
    async with opened(size=size, session=Session(fifty_by_fifty(), title="many")) as app:
        await begun(app)
        before, at = len(grid(app).known), grid(app).cursor
        app.app.simulate_key("down")
        while grid(app).cursor == at:
            assert len(grid(app).known) - before < TURNS
            await asyncio.sleep(0)
        assert not is_full(app)
        await filled(app)


async def test_leaving_ends_the_filling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MatrixScreen, "turn", 0.0)
    async with opened(session=Session(fifty_by_fifty(), title="many")) as app:
        await begun(app)
        left = grid(app)
        app.app.simulate_key("escape")
        await app.until(Workspace)
        known = len(left.known)
        assert known < 2500
        await app.settle()
        assert len(left.known) == known
        assert not [worker for worker in app.app.workers if worker.group == "matrix"]


async def test_it_follows_the_world_and_its_undoing() -> None:
    world = two_accounts()
    async with opened(session=Session(world, title="two accounts")) as app:
        await shown(app)
        assert words(app) == "· alice@A may not s3:ListBucket on bucket logs@B: the bucket policy is silent"
        grant = policy({"Principal": {"AWS": A}, "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::logs"})
        done_in(world, B, "s3", "PutBucketPolicy", Bucket="logs", Policy=grant)
        await filled(app)
        assert words(app) == "✓ alice@A may s3:ListBucket on bucket logs@B: both sides allow it"
        await app.press("u")
        await filled(app)
        assert words(app).endswith("the bucket policy is silent")
        await app.press("U")
        await filled(app)
        assert words(app).endswith("both sides allow it")


async def test_the_cursor_stays_with_its_principal_when_others_come() -> None:
    world = two_accounts(("bob", "dora"))
    async with opened(session=Session(world, title="two accounts")) as app:
        await shown(app)
        await app.press("down", "right")
        assert words(app).startswith("✓ dora@A may sts:AssumeRole on role LogReader@B")
        done_in(world, A, "iam", "CreateUser", UserName="alice")
        done_in(world, B, "s3", "CreateBucket", Bucket="archive")
        await filled(app)
        assert words(app).startswith("✓ dora@A may sts:AssumeRole on role LogReader@B")


async def test_enter_opens_the_why_and_its_statement_the_policy() -> None:
    world = two_accounts()
    deny = policy({"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"})
    done_in(world, A, "iam", "PutUserPolicy", UserName="alice", PolicyName="never", PolicyDocument=deny)
    async with opened(size=MIDDLE, session=Session(world, title="two accounts")) as app:
        await shown(app)
        await app.press("right", "enter")
        tree = app.one(AnsweredWhy)
        assert app.focused is tree
        told = lines_of(tree)
        assert told[0] == "✗ alice@A may not sts:AssumeRole on role LogReader@B: a policy of its own denies it"
        leads = [row for row, line in enumerate(told) if "inline policy never" in line and line.endswith("enter")]
        await app.press(*("down",) * leads[0], "enter")
        await app.until(Viewer)
        assert any("sts:AssumeRole" in line for line in app.one(Lines).rows)
        await app.press("escape", "escape")
        assert app.focused is grid(app)
        await app.press("escape")
        await app.until(Workspace)


async def test_a_asks_for_the_next_action_and_comes_round() -> None:
    async with opened(session=Session(two_accounts(), title="two accounts")) as app:
        await shown(app)
        asked: list[str] = []
        for _ in range(5):
            asked.append(grid(app).matrix.action)
            await app.press("a")
            await filled(app)
        assert asked == ["s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"]


async def test_names_never_become_markup() -> None:
    world = two_accounts()
    for key in ("[bold]x[/bold]", "[/]", "a\x1b[31mb", "$primary", "x" * 900):
        done_in(world, B, "s3", "PutObject", Bucket="logs", Key=f"{key}/1", Body=b"x")
    async with opened(size=LARGE, session=Session(world, title="[b]two[/]")) as app:
        await shown(app)
        await app.press("a")
        await filled(app)
        said: list[str] = []
        for _ in grid(app).matrix.what:
            said.append(words(app))
            assert faults(app.app) == []
            await app.press("right")
        for name in ("logs/[bold]x[/bold]/1", "logs/[/]/1", "logs/a␛[31mb/1", "logs/$primary/1"):
            assert any(name in line for line in said), name
            assert name.removeprefix("logs/") in str(app.app.screen.query_one("#head").render())


async def test_a_world_without_resources_says_so() -> None:
    async with opened(session=Session(a_world(accounts=(A, B)), title="bare")) as app:
        await app.press("X")
        await app.until(MatrixScreen)
        assert "no bucket and no role" in str(app.app.screen.query_one("#nothing").render())
        assert faults(app.app) == []


async def test_palette_and_help_know_its_actions_while_it_is_open() -> None:
    async with opened(session=Session(two_accounts(), title="two accounts")) as app:
        await shown(app)
        known = {command.title for command in app.app.get_system_commands(app.app.screen)}
        assert {action.title for action in actions("matrix")} <= known
        await app.press("question_mark")
        lines = lines_of(app.one(HelpLines))
        assert lines[0].startswith("Who can do what")
        assert lines.index("In the matrix") < lines.index("Lesson")


async def test_a_click_chooses_the_cell_and_a_second_one_opens_it() -> None:
    async with opened(size=MIDDLE, session=Session(two_accounts(), title="two accounts")) as app:
        await shown(app)
        seen = grid(app).seen
        y = next(n for n, line in enumerate(drawn(grid(app))) if line.strip().startswith("bob"))
        at = (seen.header + 1 + seen.column + 2, y)
        await app.pilot.click(MatrixGrid, offset=at)
        await app.settle()
        assert words(app).startswith("✓ bob@A may sts:AssumeRole on role LogReader@B")
        await app.pilot.click(MatrixGrid, offset=at, times=2)
        await app.settle()
        assert app.one(AnsweredWhy).rows[0].words == words(app)


async def test_another_size_keeps_the_cell_in_view() -> None:
    async with opened(size=LARGE, session=Session(fifty_by_fifty(), title="many")) as app:
        await shown(app)
        await app.press("end", *("right_square_bracket",) * 9)
        told = words(app)
        for size in (SMALL, MIDDLE):
            await app.pilot.resize_terminal(*size)
            await app.settle()
            seen = grid(app).seen
            assert words(app) == told
            assert seen.first <= grid(app).column <= seen.last
            assert "[" in drawn(grid(app))[-1]
            assert faults(app.app) == []
