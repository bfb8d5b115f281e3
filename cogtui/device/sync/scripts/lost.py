"""The script "push lost": a push is a hint that nobody repeats."""

from __future__ import annotations

from typing import Final

from cogtui.device.sync import devices
from cogtui.device.sync.scripts.cast import Kinds, does, writes
from cogtui.device.sync.scripts.script import Script, Step, in_turn
from cogtui.device.sync.scripts.synchronising import all_follow, listening, syncs

DATASET: Final = "shopping"
_CAST: Final[Kinds] = ("phone", "tablet")
_PHONE, _TABLET = 0, 1

PUSH_LOST: Final = Script(
    "push-lost",
    "push lost",
    "A push may be late or lost, and nobody sends it again: the next synchronisation brings the data all the same.",
    DATASET,
    (
        Step(
            "A phone and a tablet of one person, one bottle of milk on both lists; what was missing was set up. The phone has subscribed.",
            listening(_CAST, _PHONE, DATASET, {"milk": "1"}),
        ),
        Step(
            "The phone is in a tunnel. The tablet wants two bottles and synchronises: SNS delivers, and the push waits for the phone.",
            in_turn(
                does(_CAST, _PHONE, devices.set_online, False),
                writes(_CAST, _TABLET, DATASET, {"milk": "2"}),
                syncs(_CAST, _TABLET, DATASET),
            ),
        ),
        Step(
            "The push service drops it, as it may: too old, too many, battery low. Neither SNS nor Cognito Sync hears of that.",
            does(_CAST, _PHONE, devices.lose_pushes),
        ),
        Step(
            "The phone is online again, and nothing comes: nobody tries again. It still shows one bottle.",
            in_turn(does(_CAST, _PHONE, devices.set_online, True), all_follow),
        ),
        Step(
            "The person opens the app, and it synchronises: two bottles. The push was a hint; the pull is the truth.",
            syncs(_CAST, _PHONE, DATASET),
        ),
    ),
)
