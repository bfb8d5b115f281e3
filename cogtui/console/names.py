"""Where the AWS CLI's names are not simply those of the API: commands, parameters, options that every command has."""

from __future__ import annotations

from typing import Final

from cogtui.cloud.catalog import names, reader
from cogtui.cloud.catalog.reader import Reference, Service
from cogtui.cloud.world import DEFAULT_ACCOUNT

APP: Final = "app"
OPERATOR: Final = "operator"
NOBODY: Final = "anonymous"

PROFILE_HELP: Final[dict[str, str]] = {
    APP: "the app: with the credentials that it holds, else unsigned",
    OPERATOR: "the person at the console who sets things up",
    NOBODY: "nobody: unsigned",
}
"""Who can call in any world; `profiles` has those of a certain one."""


def operator_profile(account: str) -> str:
    """Return the profile of an account's operator: `operator` alone is the one of the account that worlds begin with."""
    return OPERATOR if account == DEFAULT_ACCOUNT else f"{OPERATOR}@{account}"


COMMANDS: Final = {"s3api" if name == "s3" else name: name for name in reader.SERVICES}
"""The CLI's name of a service -> the API's: `aws s3` is a tool of its own, S3's API is `aws s3api`."""

OUTFILE: Final = "outfile"
"""What the CLI calls the file that a streamed answer goes to; it stands without a name before it."""

_RENAMED: Final = {("sns", "Subscribe", "Endpoint"): "notification-endpoint"}
"""Parameters that would be taken for an option of every command."""

GLOBAL: Final[dict[str, str]] = {
    "--cli-input-json": "all parameters as one JSON object",
    "--query": "a JMESPath into the answer",
    "--output": "json or text",
    "--profile": "who calls: app, operator, operator@ACCOUNT, anonymous, a user, ROLE/SESSION; `as` lists them",
    "--region": "the region to call",
    "--no-sign-request": "call without a signature",
    "--cli-binary-format": "base64 or raw-in-base64-out",
    "--no-cli-pager": "no effect here",
    "--no-paginate": "no effect here: one command is one call",
}
"""Options that every command has, and what they do."""

FLAGS: Final = frozenset({"--no-sign-request", "--no-cli-pager", "--no-paginate"})
"""Those that take no value."""

ELSEWHERE: Final[dict[str, str]] = {
    "--endpoint-url": "there is only the simulated cloud",
    "--max-items": "one command is one call here; the API's own limit (--max-results, --limit, --max-keys) pages",
    "--page-size": "one command is one call here; the API's own limit (--max-results, --limit, --max-keys) pages",
    "--starting-token": "one command is one call here; pass on the API's own token (--next-token, --continuation-token)",
    "--generate-cli-skeleton": "`help aws SERVICE OPERATION` shows the parameters",
    "--cli-input-yaml": "use --cli-input-json",
    "--debug": "the Trail shows every call with its HTTP and its why",
}
"""Options of the real CLI that mean nothing here, and why.

DIFFERS: the real CLI asks for page after page by itself. Here one command is one call, so that every call is seen; IAM's
`--max-items`, which the real CLI takes for its own limit, is the API's `MaxItems`.
"""


def command_of(service: str) -> str:
    """Return the CLI's name of a service."""
    return "s3api" if service == "s3" else service


def option_of(service: str, operation: str, parameter: str) -> str:
    """Return a parameter as an option: `--identity-pool-id`."""
    return "--" + _RENAMED.get((service, operation, parameter), names.kebab(parameter))


def options(service: Service, operation: str) -> dict[str, tuple[str, Reference]]:
    """Return the options of an operation: name -> (parameter, its shape). Required ones first, the rest as in the API."""
    shape = service.input(operation)
    if shape is None:
        return {}
    ordered = sorted(shape.members, key=lambda name: name not in shape.required)
    return {option_of(service.name, operation, name): (name, shape.members[name]) for name in ordered}


def required(service: Service, operation: str) -> tuple[str, ...]:
    """Return the names of the parameters that must be there."""
    shape = service.input(operation)
    return shape.required if shape else ()


CLI_ONLY: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("iam", "CreateVirtualMFADevice"): {"--outfile": "seed.txt", "--bootstrap-method": "Base32StringSeed"},
}
"""Options that the AWS CLI adds to an operation and wants, and what stands there where it is nobody's concern.

DIFFERS: the AWS CLI writes a new device's secret into the file; the Console shows it with the answer.
"""


def streamed(service: Service, operation: str) -> str | None:
    """Return the member of the answer that comes as a stream and goes to a file, or None."""
    shape = service.output(operation)
    if shape is None:
        return None
    return next((name for name, use in shape.members.items() if use.streaming), None)
