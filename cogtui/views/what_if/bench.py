"""What is on trial at the policy bench: one subject with another text."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cogtui.cloud.policy.request import ContextValue
from cogtui.cloud.store import Reader
from cogtui.views.what_if import calls as making
from cogtui.views.what_if.calls import Call
from cogtui.views.what_if.subjects import Subject


class Draft(msgspec.Struct, frozen=True):
    """One subject, and the text that it would have."""

    subject: Subject | None = None
    text: str = ""
    after: Reader | None = None
    """The world as it would be; None until it was tried."""

    @property
    def changes(self) -> bool:
        """Whether anything would be otherwise."""
        return bool(self.calls or self.context)

    @property
    def calls(self) -> tuple[Call, ...]:
        """The calls that make it so; none for a text with which there can be none."""
        if self.subject is None or self.problem:
            return ()
        return making.calls(self.subject, self.text)

    @property
    def context(self) -> dict[str, ContextValue]:
        """What every request brings along."""
        return making.context(self.subject, self.text) if self.subject is not None else {}

    @property
    def account(self) -> str:
        """Whose operator makes the calls."""
        return self.subject.account if self.subject is not None else ""

    @property
    def title(self) -> str:
        """What is changed."""
        return self.subject.title if self.subject is not None and (self.changes or self.problem) else ""

    @property
    def how(self) -> str:
        """What of it: another text, or none."""
        is_policy = self.subject is not None and self.subject.kind is not None
        return "were gone" if is_policy and not self.text.strip() else "were another"

    @property
    def problem(self) -> str:
        """What is wrong with the text, before anybody is asked."""
        return making.problem(self.subject, self.text) if self.subject is not None else ""

    @property
    def nothing_to_apply(self) -> str:
        """Why there is no call to make."""
        if self.context:
            return "Nothing to apply: a condition key comes with each request"
        return f"Nothing to apply: {self.problem or 'nothing is changed'}"

    def about(self, subject: Subject) -> Draft:
        """Return the draft of a subject: this one if it is the same."""
        return self if self.subject is not None and self.subject.id == subject.id else Draft(subject, subject.text)

    def with_text(self, text: str) -> Draft:
        """Return the same with another text."""
        return Draft(self.subject, text)

    def tried(self, after: Reader) -> Draft:
        """Return the same with the world as it would be."""
        return msgspec.structs.replace(self, after=after)

    def again(self, found: Iterable[Subject]) -> Draft:
        """Return the same for the subjects of a world that moved; an empty one where the subject is gone."""
        now = next((one for one in found if self.subject is not None and one.id == self.subject.id), None)
        if now is None or self.subject is None:
            return Draft()
        return Draft(now, now.text if self.text == self.subject.text else self.text)


def hint(*, edited: bool) -> str:
    """Return what to do while no verdict is listed."""
    if edited:
        return "Every verdict stays as it is. a shows them all."
    return "enter changes what the cursor is on: a policy, a tag, a condition key. Nothing is made before A applies it."
