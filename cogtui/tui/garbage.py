"""What the garbage collector need not look at: code, styles and widgets live as long as the app.

Looking through all of them takes a tenth of a second, and would stop the app for as long whenever it came to that.
"""

from __future__ import annotations

import gc


def none_yet() -> None:
    """Do without the collector until `settle`: on the way to the first frame nothing dies."""
    gc.disable()


def settle() -> None:
    """Take everything that is there now out of the collector's rounds."""
    gc.freeze()
    gc.enable()


def release() -> None:
    """Give everything back: the app is over."""
    gc.unfreeze()
    gc.enable()
