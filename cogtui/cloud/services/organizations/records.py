"""What Organizations keeps beside the tables that policies see: invitations, and requests for accounts."""

from __future__ import annotations

from typing import Literal

import msgspec

from cogtui.cloud.store import Table

State = Literal["OPEN", "CANCELED", "ACCEPTED", "DECLINED", "EXPIRED"]

GOOD_FOR = 15 * 24 * 3600
"""Seconds until an invitation lapses (Organizations User Guide, "Managing account invitations")."""


SHOWN_FOR = 30 * 24 * 3600
"""Seconds for which an invitation that is over is still shown (API Reference, ListHandshakesForAccount)."""

KEPT_FOR = 90 * 24 * 3600
"""Seconds for which requests for accounts are kept. DIFFERS: how long AWS keeps them is not published."""


class Invitation(msgspec.Struct, frozen=True, gc=False):
    """A handshake by which an account may join an organization."""

    account: str
    """Who is invited."""
    id: str
    """h- and twelve letters or digits."""
    organization: str
    management: str
    """The account that invites."""
    requested: float
    by_email: bool = False
    """The invitation named the account by its address."""
    notes: str = ""
    state: State = "OPEN"

    def state_at(self, now: float) -> State:
        """Return the state at a time: nobody writes down that an invitation lapsed."""
        return "EXPIRED" if self.state == "OPEN" and now >= self.requested + GOOD_FOR else self.state

    @property
    def arn(self) -> str:
        """As Organizations prints it."""
        return f"arn:aws:organizations::{self.management}:handshake/{self.organization}/invite/{self.id}"


class AccountRequest(msgspec.Struct, frozen=True, gc=False):
    """What became of a CreateAccount."""

    organization: str
    id: str
    """car- and 32 letters or digits."""
    name: str
    requested: float
    account: str = ""
    """The account that was opened; empty when none was."""
    failure: str = ""
    """Why none was: "EMAIL_ALREADY_EXISTS"."""

    @property
    def state(self) -> str:
        """As Organizations says it."""
        return "FAILED" if self.failure else "SUCCEEDED"


INVITATIONS = Table(
    "organizations.invitations",
    Invitation,
    lambda row: (row.account, row.id),
    expires=lambda row: row.requested + GOOD_FOR + SHOWN_FOR,
)
REQUESTS = Table(
    "organizations.requests",
    AccountRequest,
    lambda row: (row.organization, row.id),
    expires=lambda row: row.requested + KEPT_FOR,
)
