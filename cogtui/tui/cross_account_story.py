"""What the Accounts pane looks at: who wants what on which way across, and what comes of it in a world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import msgspec

from cogtui.cloud.trail import Record
from cogtui.cloud.world import World
from cogtui.device import cross_account
from cogtui.device.cross_account import Wish
from cogtui.views.cross_account import sending
from cogtui.views.cross_account.asked import ACTIONS, Asked, Operation, Sends
from cogtui.views.cross_account.cast import Cast, Choice, buckets_of, cast_of, roles_of, users_of
from cogtui.views.cross_account.chain import Link, links_of
from cogtui.views.cross_account.drawing import verdict_line
from cogtui.views.cross_account.steps import WAYS, Row, StepId, Variant, rows_of
from cogtui.views.ink import Ink


class Picture(msgspec.Struct, frozen=True):
    """What there is to see of a moment, or of a draft that is being typed."""

    asked: Asked
    rows: Sequence[Row]
    links: Sequence[Link]
    verdict: Ink


class Story(msgspec.Struct, frozen=True):
    """Everything that the reader chose."""

    choice: Choice = Choice()
    variant: Variant = "role"
    operation: Operation = "GetObject"
    sends: Sends = Sends()

    @property
    def through_role(self) -> bool:
        """Whether the way leads through a role of B."""
        return self.variant != "bucket-policy"

    def cast(self, world: World) -> Cast:
        """Return who takes part."""
        return cast_of(world.store, world.accounts, self.choice)

    def asked(self, world: World) -> Asked:
        """Return who wants what."""
        return Asked(world.store, self.cast(world), self.operation, self.sends)

    def rows(self, world: World) -> list[Row]:
        """Return the checklist; nothing in a world of one account."""
        asked = self.asked(world)
        return rows_of(asked, self.variant) if asked.cast.far else []

    def wish(self, asked: Asked) -> Wish | None:
        """Return what the user would do; None while somebody or something is missing."""
        cast, sends = asked.cast, asked.sends
        if cast.user is None or cast.bucket is None or (self.through_role and cast.role is None):
            return None
        return Wish(
            cast.user,
            self.operation,
            cast.bucket.name,
            cast.key or "app.log",
            cast.role_arn if self.through_role else "",
            sends.external_id,
            sends.mfa,
            sends.session_policy,
        )

    def picture(self, world: World, cells: int, made: Sequence[Record] = ()) -> Picture:
        """Return what a world looks like: by calls that were made along the chain, else by such as are tried aside."""
        asked = self.asked(world)
        rows, wish = rows_of(asked, self.variant), self.wish(asked)
        records = made or (cross_account.would_be(world, wish) if wish else [])
        links = links_of(asked, records, through_role=self.through_role, trial=not made)
        links.extend(_from_the_other_end(world, asked))
        return Picture(asked, rows, links, verdict_line(asked, records, rows, cells, links))

    # --- other choices ------------------------------------------------------------------------------------------------

    def on_way(self, variant: Variant) -> Story:
        """Go another way across; nothing is sent along at first."""
        return msgspec.structs.replace(self, variant=variant, sends=Sends())

    def with_step(self, step: str) -> Story:
        """Go the first way that has a step, unless the present one has it, or none has."""
        ways: list[Variant] = [way.id for way in WAYS.values() if step in way.steps]
        return self.on_way(ways[0]) if ways and self.variant not in ways else self

    def sending(self, sends: Sends) -> Story:
        """Send something else along."""
        return msgspec.structs.replace(self, sends=sends)

    def sending_next(self, world: World) -> Story:
        """Send the next thing along that the way offers; the same story where it offers nothing."""
        found = sending.offered(self.asked(world), self.variant)
        at = found.index(self.sends) if self.sends in found else -1
        return self.sending(found[(at + 1) % len(found)])

    def wanting_next(self) -> Story:
        """Ask for something else."""
        names = list(ACTIONS)
        return msgspec.structs.replace(self, operation=names[(names.index(self.operation) + 1) % len(names)])

    def with_other(self, world: World, what: str) -> Story:
        """Look at the next user, role or bucket; the same story where there is no other."""
        cast, store = self.cast(world), world.store
        found: dict[str, tuple[list[str], str]] = {
            "user": ([one.name for one in users_of(store, cast.near)], cast.user.name if cast.user else ""),
            "role": ([one.name for one in roles_of(store, cast.near, cast.far)], cast.role.name if cast.role else ""),
            "bucket": ([one.name for one in buckets_of(store, cast.far)], cast.bucket.name if cast.bucket else ""),
        }
        names, here = found[what]
        if len(names) < 2:
            return self
        other = {what: names[(names.index(here) + 1) % len(names)]}
        return msgspec.structs.replace(self, choice=msgspec.structs.replace(self.choice, **other))

    def with_made(self, world: World, step: StepId, answers: Mapping[str, str]) -> Story:
        """Look at what a form just made, if the pane would look at something else."""
        what, field = _MADE_BY.get(step, ("", ""))
        cast = self.cast(world)
        there = {"user": cast.user, "role": cast.role, "bucket": cast.bucket}.get(what)
        if there is None or there.name == answers[field]:
            return self
        return msgspec.structs.replace(self, choice=msgspec.structs.replace(self.choice, **{what: answers[field]}))

    def swapped(self, world: World) -> Story:
        """Look from the other side; after that at the next two accounts. One account alone has no other side."""
        cast = self.cast(world)
        pairs = [way for two in combinations(world.accounts, 2) for way in (two, two[::-1])]
        if not pairs:
            return self
        near, far = pairs[(pairs.index((cast.near, cast.far)) + 1) % len(pairs)]
        return msgspec.structs.replace(self, choice=Choice(near=near, far=far))


_MADE_BY: dict[StepId, tuple[str, str]] = {
    "group": ("user", "user"),
    "bucket": ("bucket", "bucket"),
    "role": ("role", "name"),
}
"""Step -> what its form makes, and the field that names it."""


def _from_the_other_end(world: World, asked: Asked) -> Iterator[Link]:
    """Yield what IAM's simulator told B of this very question, if asking it was the last thing that happened."""
    last = world.trail[world.history.position - 1] if world.history.position > world.trail.first else None
    if last is None or last.operation != "SimulatePrincipalPolicy" or last.account != asked.cast.far:
        return
    question = (asked.cast.role_arn, [asked.action], [asked.resource])
    if question == tuple(last.request.get(one) for one in ("PolicySourceArn", "ActionNames", "ResourceArns")):
        yield sending.simulated(last, asked)


def made_last(world: World, asked: Asked, *, through_role: bool = True) -> list[Record]:
    """Return the calls along the chain that were the last thing that happened in the world; none if something else was.

    Whoever made them: the pane, a lesson, somebody at the Console, a real client. A call for another role, bucket or
    object tells nothing of this chain, nor does one with the user's own keys where the way leads through the role.
    """
    records = world.trail[world.trail.first : world.history.position]
    if not records or not _is_along(records[-1], asked, through_role=through_role):
        return []
    if records[-1].operation != asked.operation or not through_role:
        return [records[-1]]
    before = (one for one in reversed(records[:-1]) if one.ok and _is_assuming(one, asked))
    return [*([found] if (found := next(before, None)) is not None else []), records[-1]]


def _is_along(record: Record, asked: Asked, *, through_role: bool) -> bool:
    """Say whether a call is one of the user's on the way, or one of a session of the role."""
    if record.operation != asked.operation:
        return through_role and _is_assuming(record, asked)
    cast = asked.cast
    if cast.user is None or cast.bucket is None or record.request.get("Bucket") != cast.bucket.name:
        return False
    if asked.operation != "ListObjectsV2" and record.request.get("Key") != (cast.key or "app.log"):
        return False
    if not through_role:
        return record.principal_arn == cast.user.arn
    session = f"arn:aws:sts::{cast.far}:assumed-role/{cast.role.name}/" if cast.role else ""
    return bool(session) and record.principal_arn.startswith(session)


def _is_assuming(record: Record, asked: Asked) -> bool:
    """Say whether the user asks to become the role."""
    cast = asked.cast
    if record.operation != "AssumeRole" or cast.user is None or cast.role is None:
        return False
    return record.principal_arn == cast.user.arn and record.request.get("RoleArn") == cast.role_arn
