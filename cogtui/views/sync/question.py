"""What an app is asked when a dataset was deleted or datasets were merged: what happened, and what yes and no do."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cogtui.cloud.device_sync.records import SyncDevice
from cogtui.views.ink import middle, squeezed

MOST_NAMED = 3


class Question(msgspec.Struct, frozen=True):
    """A question with its two answers."""

    title: str
    text: str
    """What happened."""
    yes: str
    """What is done after yes."""
    no: str
    clients: str
    """What the real clients do."""


def about_deleted(dataset: str, device: SyncDevice | None = None) -> Question:
    """Return the question of onDatasetDeleted."""
    name, whose = middle(dataset, 40), _whose(device)
    javascript = device is not None and device.profile == "javascript"
    return Question(
        f"{whose}: dataset {squeezed(dataset, 30)} was deleted",
        f"Since {whose} synchronised last, {name} was deleted at the service, and maybe made anew. "
        f"{whose} still has its copy. Delete that too?",
        "the copy goes; then amazon-cognito-js throws a TypeError, and no callback comes"
        if javascript
        else "the copy goes, with all that was not sent; what is new there comes next time",
        "the copy stays; the synchronisation fails, and the question comes again"
        if javascript
        else "the copy stays; the synchronisation stops, and the question comes again",
        "Android does the same (no: Manual cancel). iOS, told no, deletes the copy; told yes, or without a handler, "
        "it keeps it and makes the dataset anew at the service. Its guide says the opposite.",
    )


def about_merged(dataset: str, merged: Sequence[str], device: SyncDevice | None = None) -> Question:
    """Return the question of onDatasetsMerged."""
    name, whose = middle(dataset, 40), _whose(device)
    javascript = device is not None and device.profile == "javascript"
    others = ", ".join(squeezed(one, 60) for one in merged[:MOST_NAMED])
    more = f" and {len(merged) - MOST_NAMED} more" if len(merged) > MOST_NAMED else ""
    return Question(
        f"{whose}: datasets were merged into {squeezed(dataset, 30)}",
        f"Two identities became one. What the other one had as {name} lies beside it: {others}{more}. "
        "The service merges no values, that is for the app. It asks again until these are deleted. Go on?",
        "amazon-cognito-js throws a TypeError if the service told of the merge; of local ones it starts anew"
        if javascript
        else f"{name} is synchronised; the others stay, and take up room",
        "the synchronisation fails; a new one may begin once the others are deleted"
        if javascript
        else "the synchronisation stops; nothing is pulled or pushed",
        "Android asks again and again until its tries are used up, as long as the others are there. iOS goes on whatever "
        "the app says. What to do: open each, synchronise it, copy what you want, delete it, synchronise again.",
    )


def _whose(device: SyncDevice | None) -> str:
    return device.name if device is not None else "this device"
