"""Signing keys that nobody else has, made before they are needed.

The published ring of keys is for lessons, tests and pictures; tokens that an endpoint hands to real clients are signed with
fresh ones. Making one takes some tenths of a second, so a thread keeps a few in stock; it holds no lock while it computes.
"""

from __future__ import annotations

import queue
import threading
from typing import Final

from cogtui.cloud.tokens.fresh import fresh_der

IN_STOCK: Final = 4
"""Two user pools' worth."""


class KeyStock:
    """A few keys, refilled as they are taken."""

    def __init__(self, size: int = IN_STOCK) -> None:
        self._keys: queue.Queue[bytes] = queue.Queue(size)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._refill, name="key stock", daemon=True)
        self._thread.start()

    def take(self) -> bytes:
        """Return a key: one of the stock, or one made now where the stock is empty."""
        try:
            return self._keys.get_nowait()
        except queue.Empty:
            return fresh_der()

    def close(self) -> None:
        """Stop refilling."""
        self._stopped.set()
        while not self._keys.empty():
            self._keys.get_nowait()

    def _refill(self) -> None:
        while not self._stopped.is_set():
            key = fresh_der()
            while not self._stopped.is_set():
                try:
                    self._keys.put(key, timeout=0.5)
                    break
                except queue.Full:
                    continue
