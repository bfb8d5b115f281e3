"""The Console's own commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cogtui.cloud.clock import timestamp
from cogtui.cloud.documents import unknown
from cogtui.console import help_text
from cogtui.console.clock_words import seconds_of, spelled
from cogtui.console.command import PRESIGN, BuiltIn, Command
from cogtui.console.outcome import Line, Outcome, Wish, line
from cogtui.console.phones import shown
from cogtui.console.presigning import presign
from cogtui.console.profiles import profile, profiles
from cogtui.console.uploading import put
from cogtui.console.usage import usage
from cogtui.console.values import time_of
from cogtui.console.words import CommandError

if TYPE_CHECKING:
    from cogtui.console.session import Shell

Words = tuple[str, ...]


def do(shell: Shell, asked: BuiltIn) -> Outcome:
    """Do one of the Console's own commands."""
    if asked.name == PRESIGN:
        return presign(shell, asked)
    return _DOERS[asked.name](shell, asked.words)


def _help(_: Shell, words: Words) -> Outcome:
    return Outcome(lines=tuple(help_text.lines(words)))


def _whoami(shell: Shell, words: Words) -> Outcome:
    if words:
        raise usage("whoami")
    return shell.call(Command("sts", "GetCallerIdentity", {}))


def _as(shell: Shell, words: Words) -> Outcome:
    if len(words) > 1:
        raise usage("as")
    if not words:
        return Outcome(lines=tuple(_callers(shell)))
    found = profile(shell.world, words[0], len("as "))
    shell.profile = found.name
    return Outcome(notes=(f"calls are made as {found.about}",))


def _callers(shell: Shell) -> Iterator[Line]:
    """Yield who can call; who does so now is marked."""
    found = profiles(shell.world)
    column = min(max(len(name) for name in found), 40)
    for name, one in found.items():
        now = name == shell.profile
        yield line(("► " if now else "  ", "mark"), (f"{name:<{column}}  ", "key"), (one.about, "" if now else "dim"))
    if shell.profile not in found:
        yield line(("► ", "mark"), (shell.profile, "key"), ("  can't call any longer", "no"))


def _vars(shell: Shell, words: Words) -> Outcome:
    if words:
        raise usage("vars")
    every = shell.variables()
    found = {name: value for name, value in every.items() if every.get(name.partition(".")[2]) != value}
    if not found:
        return Outcome(notes=("there are no variables yet: sign in on pane 1, and the app's tokens and ids are some",))
    longest = min(max(len(name) for name in found), 32)
    return Outcome(
        lines=tuple(line((f"{'${' + name + '}':<{longest + 3}}  ", "key"), value) for name, value in found.items())
    )


def _clock(shell: Shell, words: Words) -> Outcome:
    now = shell.world.now
    if not words:
        return Outcome(text=_shown(now))
    text = " ".join(words)
    seconds = seconds_of(text.replace(" ", ""))
    if seconds is None:
        wanted: datetime | None = time_of(text) if "-" in text else None
        if wanted is None:
            raise CommandError(
                "a span or a time is expected: `clock +1h`, `clock -30m`, `clock 2026-01-05T10:00:00Z`", 6
            )
        seconds = wanted.timestamp() - now
    reply = shell.world.act("clock.advance", seconds=seconds)
    if reply.error is not None:
        return Outcome(reply.record, error=reply.error.message)
    return Outcome(reply.record, text=_shown(shell.world.now), notes=(f"the clock moved {spelled(seconds)}",))


def _phone(shell: Shell, words: Words) -> Outcome:
    if len(words) > 1:
        raise usage("phone")
    lines = tuple(shown(shell.world, *words))
    if not lines:
        which = f"the name {words[0]}" if words else "a virtual MFA device"
        return Outcome(notes=(f"nobody has {which}: `aws iam create-virtual-mfa-device` makes one",))
    return Outcome(lines=lines)


def _shown(epoch: float) -> str:
    return timestamp(epoch).strftime("%Y-%m-%dT%H:%M:%SZ")


def _cat(shell: Shell, words: Words) -> Outcome:
    if len(words) != 1:
        raise usage("cat")
    if words[0] not in shell.files:
        raise CommandError(unknown("a file of the Console", words[0], shell.files), len("cat "))
    return Outcome(
        text=shell.files[words[0]].decode("utf-8", "replace"), notes=(f"{len(shell.files[words[0]]):,} bytes",)
    )


def _ls(shell: Shell, words: Words) -> Outcome:
    if words:
        raise usage("ls")
    if not shell.files:
        return Outcome(notes=("no files yet: `printf 'some text' > NAME` makes one, get-object too",))
    return Outcome(lines=tuple(line(f"{len(content):>9,}  ", name) for name, content in sorted(shell.files.items())))


def _write(_: Shell, words: Words) -> Outcome:
    return Outcome(notes=(f"written: {', '.join(words)}",))


def _wish(name: Wish) -> Callable[[Shell, Words], Outcome]:
    def wished(_: Shell, words: Words) -> Outcome:
        if words:
            raise usage(name)
        return Outcome(wish=name)

    return wished


_DOERS: Final[dict[str, Callable[[Shell, Words], Outcome]]] = {
    "help": _help,
    "whoami": _whoami,
    "as": _as,
    "vars": _vars,
    "clock": _clock,
    "phone": _phone,
    "cat": _cat,
    "ls": _ls,
    "write": _write,
    "curl": put,
    "clear": _wish("clear"),
    "undo": _wish("undo"),
    "redo": _wish("redo"),
}
