"""The solution of a task: what to do by hand, and the commands that the Console takes. Nothing is run for the learner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cogtui.console.code_cli import command_line
from cogtui.course import devices
from cogtui.course.actions import Action
from cogtui.course.perform import as_parameters, usual_asker
from cogtui.course.play import Play
from cogtui.course.variables import Undefined, fill

IN_THE_CONSOLE = "It stands in the Console (5), typed in: press enter there."
TAMPER = "On Tokens (2): the cursor on the claim, e, another value, enter; then s."


def by_hand(play: Play) -> tuple[str, ...]:
    """Return sentences that say how the task is solved."""
    return tuple(dict.fromkeys(_sentence(action, play) for action in play.solution()))


def _sentence(action: Action, play: Play) -> str:
    if action.tamper is not None:
        return TAMPER
    return devices.by_hand(action.device, _filled(action, play)) if action.device else IN_THE_CONSOLE


def _filled(action: Action, play: Play) -> dict[str, Any]:
    """Return what the action is given, as far as it can be known now."""
    try:
        return fill(action.given, play.lookup)
    except Undefined:
        return action.given


def commands(play: Play) -> tuple[str, ...]:
    """Return the solution's calls as commands, each on one line; none where it is not all made of calls."""
    actions = play.solution()
    try:
        return tuple(_commands(play, actions)) if all(action.call for action in actions) else ()
    except Undefined:
        return ()


def _commands(play: Play, actions: tuple[Action, ...]) -> Iterator[str]:
    for action in actions:
        service, _, operation = action.call.partition(":")
        given = as_parameters(service, operation, fill(action.given, play.lookup), indent=None)
        asker = action.asker or usual_asker(service, operation)
        setting = _profile(asker, action.account, play.world.account)
        yield command_line(service, operation, given, setting=setting).replace(" \\\n    ", " ")


def _profile(asker: str, account: str, first: str) -> str:
    """Return the option that names who calls; none for the app."""
    if asker in ("app", "credentials"):
        return ""
    name = f"{asker}@{account}" if asker == "operator" and account not in ("", first) else asker
    return f"--profile {name}"
