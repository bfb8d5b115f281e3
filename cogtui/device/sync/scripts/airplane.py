"""The script "airplane mode": edits offline, another device meanwhile, and the network again."""

from __future__ import annotations

from typing import Final

from cogtui.device.sync import devices
from cogtui.device.sync.scripts.cast import Kinds, does, in_step, ready, signed_in, writes
from cogtui.device.sync.scripts.script import Script, Step, in_turn
from cogtui.device.sync.scripts.synchronising import all_follow, syncs

DATASET: Final = "reading"
_CAST: Final[Kinds] = ("phone", "tablet")
_PHONE, _TABLET = 0, 1
_START: Final = {"page": "12", "font": "small", "light": "day"}

AIRPLANE_MODE: Final = Script(
    "airplane-mode",
    "airplane mode",
    "An app reads and writes its own copy, online or not, and settles with the cloud when it can.",
    DATASET,
    (
        Step(
            "A phone and a tablet of one person, both at page 12. What was missing was added, signed in and synchronised. "
            "Look at the counts: both devices have seen what the cloud has.",
            in_turn(ready(_CAST), signed_in(_CAST), in_step(_CAST, DATASET, _START)),
        ),
        Step(
            "The phone goes offline, and its reader reads on. The app writes into its own cache at once: look at the dirty marks.",
            in_turn(
                does(_CAST, _PHONE, devices.set_online, False),
                writes(_CAST, _PHONE, DATASET, {"page": "57", "font": "large"}),
            ),
        ),
        Step(
            "It asks to be synchronised when connected. Nothing is sent now; the phone remembers that it wants to.",
            does(_CAST, _PHONE, devices.synchronize_when_connected, DATASET),
        ),
        Step(
            "Meanwhile the tablet changes another key and synchronises. The cloud's count goes up by one; the phone can't know.",
            in_turn(writes(_CAST, _TABLET, DATASET, {"light": "night"}), syncs(_CAST, _TABLET, DATASET)),
        ),
        Step(
            "The network is back. The phone pulls the tablet's key, then pushes its own two in one step of the count. No conflict: "
            "they are different keys.",
            in_turn(does(_CAST, _PHONE, devices.set_online, True), all_follow),
        ),
        Step(
            "The tablet synchronises, and all three agree. Nobody waited for anybody.",
            syncs(_CAST, _TABLET, DATASET),
        ),
    ),
)
