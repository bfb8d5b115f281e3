"""The ready-made world, and a Console in it."""

from __future__ import annotations

from cogtui.cloud.templates.apply import apply
from cogtui.cloud.web import Page
from cogtui.cloud.world import World
from cogtui.console.outcome import Outcome
from cogtui.console.session import Shell
from cogtui.device.credentials import CredentialsProvider
from cogtui.device.sign_in import SignInClient, filled_in
from cogtui.resources import lessons_dir
from cogtui.tui.opening import LAB_WORLD


def a_lab() -> World:
    """Make the world that the lab opens on."""
    world = World(seed="console")
    path = lessons_dir() / LAB_WORLD
    apply(world, path.read_text(encoding="utf-8"), str(path))
    return world


def a_shell(world: World | None = None) -> Shell:
    return Shell(world or a_lab())


def entered(shell: Shell, line: str) -> Outcome:
    """Enter a line that asks for something."""
    found = shell.enter(line)
    assert found is not None
    return found


def log_in_at_facebook(world: World) -> None:
    """Log in as the person for whom the pages are filled in, and agree."""
    client = SignInClient(world)
    page: Page | None = client.open_login("facebook")
    while page is not None:
        page = client.submit(page, filled_in(page))


def walk(world: World) -> None:
    """Take every step of both flows, up to the object."""
    log_in_at_facebook(world)
    provider = CredentialsProvider(world)
    for step in (provider.get_id, provider.get_open_id_token, provider.assume_role, provider.get_credentials):
        assert step().ok
    keys = provider.keys()
    assert keys is not None
    world.call("s3", "GetObject", {"Bucket": "anas-reports", "Key": "reports/welcome.txt"}, caller=keys, device="app")
    world.call("s3", "GetObject", {"Bucket": "anas-reports", "Key": "private/x"}, caller=keys, device="app")
    world.call(
        "s3", "PutObject", {"Bucket": "anas-reports", "Key": "a/b.txt", "Body": b"it's\n"}, caller=world.operator
    )
    world.act("clock.advance", seconds=5400)
