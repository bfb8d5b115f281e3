"""Scripts of the Sync screen: five stories about devices, to be watched step by step or played without a screen."""

from __future__ import annotations

from typing import Final

from cogtui.device.sync.scripts.airplane import AIRPLANE_MODE
from cogtui.device.sync.scripts.guest import GUEST_SIGNS_IN
from cogtui.device.sync.scripts.lost import PUSH_LOST
from cogtui.device.sync.scripts.script import Script, Step, play
from cogtui.device.sync.scripts.two_phones import TWO_PHONES
from cogtui.device.sync.scripts.uninstalled import APP_UNINSTALLED

SCRIPTS: Final = {
    script.id: script for script in (AIRPLANE_MODE, TWO_PHONES, GUEST_SIGNS_IN, APP_UNINSTALLED, PUSH_LOST)
}
"""By id, in the order in which they are offered."""

__all__ = ["SCRIPTS", "Script", "Step", "play"]
