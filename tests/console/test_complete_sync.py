"""What tab offers for Cognito Sync and SNS: what the world has of theirs."""

from __future__ import annotations

import pytest

from cogtui.console.complete import complete
from cogtui.console.known import known_in
from cogtui.device.sync import devices
from cogtui.device.sync.progress import Handlers
from tests.builders import done
from tests.tui.sync_world import anas_devices

ACCOUNT = "us-east-1:111122223333"


def texts(line: str) -> list[str]:
    """Return what is offered at a line's end, in a world with data, a topic and an application."""
    world = anas_devices()
    devices.edit(world, "phone", "settings", "theme", "dark")
    devices.synchronize(world, "phone", "settings", Handlers())
    done(world, "sns", "CreateTopic", Name="news")
    credential = {"PlatformCredential": "key"}
    done(world, "sns", "CreatePlatformApplication", Name="reader", Platform="GCM", Attributes=credential)
    return [one.text for one in complete(line, len(line), known=known_in(world.store), variables={}).candidates]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("cognito-sync list-records --dataset-name ", ["settings"]),
        ("cognito-sync list-records --identity-id us-east-1:none --dataset-name ", []),
        (
            "cognito-sync set-cognito-events --events ",
            [f"SyncTrigger=arn:aws:lambda:{ACCOUNT}:function:badges", "SyncTrigger="],
        ),
        ("sns publish --topic-arn ", [f"arn:aws:sns:{ACCOUNT}:news"]),
        ("sns create-platform-endpoint --platform-application-arn ", [f"arn:aws:sns:{ACCOUNT}:app/GCM/reader"]),
    ],
)
def test_what_the_world_has_is_offered(line: str, offered: list[str]) -> None:
    assert texts(f"aws {line}") == offered
