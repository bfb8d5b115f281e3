"""Help for the Console, from the catalog: services, operations, an operation's parameters and their constraints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cogtui.cloud.catalog import authorization, reader
from cogtui.cloud.catalog.names import kebab
from cogtui.cloud.catalog.reader import Reference, Service, Shape
from cogtui.cloud.documents import unknown
from cogtui.cloud.services import registry
from cogtui.console import names
from cogtui.console.command import BUILT_INS
from cogtui.console.names import COMMANDS, GLOBAL, OUTFILE
from cogtui.console.outcome import Line, line
from cogtui.console.words import CommandError

_EXAMPLE: Final = "aws cognito-identity get-id --identity-pool-id ${identity_pool_id}"


def lines(words: tuple[str, ...]) -> Iterator[Line]:
    """Return the help about what is named: nothing, `aws`, a service, an operation."""
    asked = words[1:] if words[:1] == ("aws",) else words
    if not words:
        return _overview()
    if not asked:
        return _services()
    if asked[0] not in COMMANDS:
        raise CommandError(unknown("a service of CogTUI", asked[0], COMMANDS), len("help "))
    service = reader.service(COMMANDS[asked[0]])
    if len(asked) == 1:
        return _operations(service)
    spelled = {kebab(name): name for name in service.operations}
    if asked[1] not in spelled:
        raise CommandError(unknown(f"an operation of {service.full_name}", asked[1], spelled), len("help "))
    return _operation(service, spelled[asked[1]])


def _overview() -> Iterator[Line]:
    yield line(("Type an aws command", "title"), "   tab completes, up and down bring back, enter on a row opens it")
    yield line(("  " + _EXAMPLE, "key"))
    yield line(("The Console's own commands", "title"))
    for typed, does in BUILT_INS.values():
        yield line((f"  {typed:<31}", "key"), does)
    yield line(("In a command", "title"))
    yield line(("  $name, ${name}                 ", "key"), "a variable; in single quotes it stays as it is")
    yield line(("  printf 'some text' > NAME      ", "key"), "a file for --body NAME, or for file://NAME")
    for option in ("--profile", "--query", "--output", "--cli-input-json"):
        yield line((f"  {option:<31}", "key"), GLOBAL[option])
    yield line(("  help aws                       ", "key"), "the services")


def _services() -> Iterator[Line]:
    for command, name in COMMANDS.items():
        count = len(registry.simulated(name))
        total = len(reader.operations(name))
        yield line(
            (f"aws {command:<18}", "key"),
            f"{count:>3} of {total:>3} operations simulated   ",
            reader.service(name).full_name,
        )
    yield line(("help aws SERVICE lists its operations", "dim"))


def _operations(service: Service) -> Iterator[Line]:
    simulated = registry.simulated(service.name)
    command = names.command_of(service.name)
    for name in sorted(simulated):
        yield line(("✓ ", "ok"), (f"aws {command} {kebab(name)}", "key"))
    for name in service.operations:
        if name not in simulated:
            yield line((f"· aws {command} {kebab(name)}   not simulated", "dim"))


def _operation(service: Service, operation: str) -> Iterator[Line]:
    yield line(
        (f"aws {names.command_of(service.name)} {kebab(operation)}", "title"), f"   {_signature(service, operation)}"
    )
    if registry.handler(service.name, operation) is None:
        yield line(("not simulated by CogTUI", "no"))
    accepted = registry.accepted(service.name, operation)
    needed = names.required(service, operation)
    for option, (parameter, use) in names.options(service, operation).items():
        mark = ("required  ", "strong") if parameter in needed else ("          ", "")
        not_here = "" if parameter in accepted or not accepted else "   not simulated"
        yield line((f"  {option:<34} ", "key"), mark, _described(service, use), (not_here, "dim"))
    if member := names.streamed(service, operation):
        yield line(
            (f"  {OUTFILE:<34} ", "key"),
            ("required  ", "strong"),
            f"the file that {member} goes to; stands without a name",
        )


def _signature(service: Service, operation: str) -> str:
    if not service.operations[operation].signed:
        return "takes no signature"
    row = authorization.authorization(service.name, operation)
    actions = dict.fromkeys(question.action for question in row.questions) if row is not None else {}
    return f"signed; needs {', '.join(actions)}" if actions else "signed"


def _described(service: Service, use: Reference) -> str:
    """Return a parameter's type and constraints in a few words."""
    shape = service.target(use)
    words = [_type(service, shape, use)]
    if shape.enum:
        words.append(" | ".join(shape.enum[:6]) + (" | …" if len(shape.enum) > 6 else ""))
    if (size := _size(shape)) is not None:
        words.append(size)
    if shape.pattern is not None:
        words.append(shape.pattern)
    return ", ".join(words)


def _type(service: Service, shape: Shape, use: Reference) -> str:
    if use.streaming:
        return "a file's name"
    if shape.type == "list" and shape.member is not None:
        return f"list of {service.target(shape.member).type}"
    if shape.type == "structure":
        members = list(shape.members)
        return f"structure {{{', '.join(members[:5])}{', …' if len(members) > 5 else ''}}}"
    return shape.type


def _size(shape: Shape) -> str | None:
    """Return the bounds of a number or a length."""
    unit = {"string": " characters", "list": " values", "map": " entries", "blob": " bytes"}.get(shape.type, "")
    low, high = shape.min, shape.max
    if high is None:
        return f"at least {low:,}{unit}" if low else None
    return f"{low or 0:,} to {high:,}{unit}"
