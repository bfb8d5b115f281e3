"""The script "two phones, one key": a conflict, and whoever watches decides it."""

from __future__ import annotations

from typing import Final

from cogtui.device.sync.scripts.cast import Kinds, in_step, ready, signed_in, writes
from cogtui.device.sync.scripts.script import Script, Step, in_turn
from cogtui.device.sync.scripts.synchronising import syncs

DATASET: Final = "look"
_CAST: Final[Kinds] = ("phone", "phone")
_FIRST, _SECOND = 0, 1

TWO_PHONES: Final = Script(
    "two-phones",
    "two phones, one key",
    "Two devices change one key: the second to synchronise finds a conflict, and its app decides.",
    DATASET,
    (
        Step(
            "Two phones of one person, both with theme = light. What was missing was added, signed in and synchronised.",
            in_turn(ready(_CAST), signed_in(_CAST), in_step(_CAST, DATASET, {"theme": "light"})),
        ),
        Step(
            "Both change the same key: dark on the first phone, sepia on the second. Each knows the same count for it.",
            in_turn(
                writes(_CAST, _FIRST, DATASET, {"theme": "dark"}), writes(_CAST, _SECOND, DATASET, {"theme": "sepia"})
            ),
        ),
        Step(
            "The first phone synchronises. It names the count that it knew, the cloud agrees and stores dark with the next one.",
            syncs(_CAST, _FIRST, DATASET),
        ),
        Step(
            "The second phone synchronises: it pulls dark, and has sepia of its own. A conflict. The cloud decides nothing, the app "
            "does: here, you. What is kept from this phone is sent with the count that came.",
            syncs(_CAST, _SECOND, DATASET),
        ),
        Step(
            "The first phone synchronises again and has what was decided. It is asked nothing: it had nothing unsent.",
            syncs(_CAST, _FIRST, DATASET),
        ),
    ),
)
