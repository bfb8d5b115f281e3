"""KeyLine: Textual's footer, made anew only when there are other keys to show."""

from __future__ import annotations

from textual.widgets import Footer


class KeyLine(Footer):
    """The line of keys. Focus moves often and seldom brings other keys; making the line anew lays the whole screen out."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=True, compact=True)
        self._drawn: tuple[object, ...] = ()
        """The keys as they were when the line was made."""

    async def recompose(self) -> None:
        if not self.is_attached:  # a refresh was asked for, and then another session came
            return
        keys = tuple(
            (active.binding, active.enabled) for active in self.screen.active_bindings.values() if active.binding.show
        )
        if keys != self._drawn:
            self._drawn = keys
            await super().recompose()
