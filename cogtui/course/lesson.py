"""The schema of a lesson, as the YAML files in `lessons/` write it. The JSON Schema for editors is made from it too."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from cogtui.course.actions import Action, Table, Tamper, one_of
from cogtui.course.places import Show
from cogtui.course.synced import Synced

Id = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", description="small letters, digits and single dashes")]
Text = Annotated[str, Meta(min_length=1)]

MAX_OPTIONS = 4


class LastCall(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a call must have come to."""

    operation: str = ""
    """Empty: any."""
    ok: bool | None = None
    error: str = ""
    rule: str = ""
    """A rule that refused it."""
    where: Table = {}
    """JMESPath into {request, output} -> value."""


class StateRead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the operator must find when reading the world."""

    call: str
    """"iam:GetRole"."""
    given: Table = msgspec.field(name="with", default_factory=dict[str, Any])
    account: str = ""
    """Whose operator reads; empty for the first account's."""
    where: Table = {}
    """JMESPath into the output -> value."""
    error: str = ""
    """The reading must fail with this code."""


class Why(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the newest call that asked a rule must have found."""

    rule: str
    passed: bool = True
    operation: str = ""


class Goal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that a task asks for: exactly one assertion, judged anew whenever the world changes."""

    id: Id
    text: Text
    not_yet: str = ""
    """What stands in the way, in the lesson's own words; empty: said from the why."""
    last_call: LastCall | None = None
    """The newest call of the operation since the step began."""
    called: LastCall | None = None
    """Any call since the step began."""
    state: StateRead | None = None
    why: Why | None = None
    held: str = ""
    """Something that a device holds, and that has not expired: "facebook_token", "phone.credentials"."""
    synced: Synced | None = None
    """What a device, or the cloud, has of a dataset that is synchronised."""

    def __post_init__(self) -> None:
        """Refuse a goal that asserts nothing, or several things."""
        one_of(self, "last_call", "called", "state", "why", "held", "synced")


class When(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must be wrong for a hint to be given; all that is named must be so."""

    denied_by: str = ""
    """The newest call was refused by this rule."""
    error: str = ""
    """The newest call failed with this code."""
    goal: str = ""
    """This goal is not reached."""


class Hint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One stage of help."""

    text: Text
    when: When | None = None
    """Absent: fits always."""


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer on offer, and why it is right or wrong."""

    text: Text
    reason: Text
    right: bool = False


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something to remember; goes to review."""

    front: Text
    back: Text


Choices = Annotated[tuple[Choice, ...], Meta(min_length=2, max_length=MAX_OPTIONS)]
Actions = Annotated[tuple[Action, ...], Meta(min_length=1)]


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What every step has."""

    id: Id
    text: Text
    """At most 60 words, and 16 rows of 76 columns."""
    title: str = ""
    """Stands on the guide's rule; empty: the lesson's title."""
    notes: str = ""
    """For the speaker."""
    show: Show | None = None
    """Where to look; absent: where the step before looked."""
    figure: Literal["map", "flow", "policy"] | None = None


class Say(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="say"):
    """Text beside the live screen."""


class Do(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="do"):
    """Calls that run on "next"."""

    calls: Actions
    after: str = ""
    """Takes the text's place once they ran."""


class Watch(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="watch"):
    """Calls that play one at a time; any key skips."""

    calls: Actions
    after: str = ""
    pace: Annotated[float, Meta(ge=0.1, le=10)] = 1.2
    """Seconds between them."""


class Predict(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="predict"):
    """The learner commits to an answer; then the calls run and show who was right."""

    options: Choices
    calls: Actions
    after: str = ""


class Task(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="task"):
    """The learner acts; any route that reaches the goals counts."""

    goals: Annotated[tuple[Goal, ...], Meta(min_length=1)]
    hints: tuple[Hint, ...] = ()
    solution: Actions


class Break(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="break"):
    """Something is spoiled and tried; the learner finds which check catches it."""

    tamper: Tamper
    calls: Actions
    options: Choices
    after: str = ""


class Recap(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="recap"):
    """What to remember."""

    cards: Annotated[tuple[Card, ...], Meta(min_length=1)]


class Option(Choice, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer of an `ask`, which may lead on to steps of its own, one level deep."""

    then: tuple[Say | Do | Watch | Predict | Task | Break | Recap, ...] = ()


class Ask(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="ask"):
    """A question."""

    options: Annotated[tuple[Option, ...], Meta(min_length=2, max_length=MAX_OPTIONS)]


AnyStep = Say | Do | Watch | Predict | Ask | Task | Break | Recap


class Exam(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of an AWS certification that the lesson prepares for."""

    certification: Text
    """Its code: "SCS-C02"."""
    domain: Text


class Lesson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A lesson."""

    format: Literal[1]
    id: Id
    title: Text
    summary: Text
    level: Literal["beginner", "intermediate", "advanced"]
    minutes: Annotated[int, Meta(ge=1, le=240)]
    exam: tuple[Exam, ...] = ()
    needs: tuple[Id, ...] = ()
    """Lessons to take before."""
    sources: Annotated[tuple[Text, ...], Meta(min_length=1)]
    """Where what it teaches is written down."""
    seed: str = ""
    """The world's; empty: the lesson's id."""
    start: str = ""
    """Where the clock stands at first, ISO 8601 in UTC; empty: where every world's clock begins."""
    world: Annotated[dict[str, str], Meta(min_length=1)]
    """Account -> its template under `lessons/worlds/`, empty for an account that holds nothing yet.

    The templates' outputs are the lesson's first variables.
    """
    setup: tuple[Action, ...] = ()
    """Played before the first step, unseen."""
    steps: Annotated[tuple[AnyStep, ...], Meta(min_length=1)]
