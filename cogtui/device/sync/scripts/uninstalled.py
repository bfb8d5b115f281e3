"""The script "app uninstalled": a dead token, an endpoint that SNS disables, and a writer who notices nothing."""

from __future__ import annotations

from typing import Final

from cogtui.device.sync import devices
from cogtui.device.sync.scripts.cast import Kinds, does, writes
from cogtui.device.sync.scripts.script import Script, Step, in_turn
from cogtui.device.sync.scripts.synchronising import all_follow, listening, syncs

DATASET: Final = "alarm"
_CAST: Final[Kinds] = ("phone", "tablet")
_PHONE, _TABLET = 0, 1

APP_UNINSTALLED: Final = Script(
    "app-uninstalled",
    "app uninstalled",
    "Nobody tells the cloud that an app is gone: the next push finds out, and only SNS remembers.",
    DATASET,
    (
        Step(
            "A phone and a tablet of one person, the alarm at 7:00 on both; what was missing was set up. The phone has registered "
            "for pushes and subscribed to the dataset.",
            listening(_CAST, _PHONE, DATASET, {"time": "7:00"}),
        ),
        Step(
            "The tablet sets 6:45 and synchronises. Cognito Sync publishes to the phone's endpoint, SNS hands it to the push "
            "service, and the phone synchronises by itself.",
            in_turn(writes(_CAST, _TABLET, DATASET, {"time": "6:45"}), syncs(_CAST, _TABLET, DATASET), all_follow),
        ),
        Step(
            "The app is removed from the phone, with all it kept. Nobody is told: the subscription and the endpoint stay.",
            does(_CAST, _PHONE, devices.uninstall),
        ),
        Step(
            "The tablet sets 6:30. SNS takes the publish; the push service says that it knows no such app, and SNS disables the "
            "endpoint. Look at UpdateRecords: it succeeds.",
            in_turn(writes(_CAST, _TABLET, DATASET, {"time": "6:30"}), syncs(_CAST, _TABLET, DATASET)),
        ),
        Step(
            "The tablet sets 6:15. Now the publish itself fails: EndpointDisabled. The tablet does not notice this time either.",
            in_turn(writes(_CAST, _TABLET, DATASET, {"time": "6:15"}), syncs(_CAST, _TABLET, DATASET)),
        ),
        Step(
            "The app is installed again, with a new token: the person signs in, it synchronises, registers anew and subscribes. "
            "6:15 is there: what the pushes missed, the pull brings.",
            in_turn(
                does(_CAST, _PHONE, devices.install),
                does(_CAST, _PHONE, devices.sign_in),
                syncs(_CAST, _PHONE, DATASET),
                does(_CAST, _PHONE, devices.push_on, DATASET),
            ),
        ),
    ),
)
