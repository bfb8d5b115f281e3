"""What a line of the Console asks for, as data: a call, or one of the Console's own commands."""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

from cogtui.cloud.callers import Keys
from cogtui.cloud.signing.presigning import LONGEST, USUAL

OutputForm = Literal["json", "text"]


class Command(msgspec.Struct, frozen=True):
    """An AWS API call as it was typed."""

    service: str
    """The API's name: "s3" for `aws s3api`."""
    operation: str
    params: dict[str, Any]
    profile: str | None = None
    """Who calls, by name; None: whoever the Console calls as."""
    profile_at: int = 0
    """Where that name stands in the line."""
    keys: Keys | None = None
    """Credentials that stand before the command: `AWS_ACCESS_KEY_ID=... aws ...`."""
    region: str = ""
    query: str = ""
    """JMESPath into the answer."""
    output: OutputForm = "json"
    outfile: str = ""
    """Where the streamed part of the answer goes."""
    writes: dict[str, bytes] = {}
    """Files that the lines before the command make."""
    kept: tuple[str, ...] = ()
    """Variables that stand in single quotes and therefore were not filled in."""


class BuiltIn(msgspec.Struct, frozen=True):
    """One of the Console's own commands."""

    name: str
    words: tuple[str, ...] = ()
    writes: dict[str, bytes] = {}
    keys: Keys | None = None
    """Credentials that stand before a command that signs something."""


PRESIGN: Final = "aws s3 presign"
"""The one command of `aws s3` that hides no call: it makes none."""

PRESIGN_OPTIONS: Final = {
    "--expires-in": f"seconds, {USUAL:,} if not said, {LONGEST:,} at most",
    "--profile": "who signs, by a name that `as` knows",
    "--region": "the bucket's, if not said",
    "--endpoint-url": "of CogTUI's endpoint, for a URL that a browser opens",
}
"""Its options, and what stands behind each."""


BUILT_INS: Final[dict[str, tuple[str, str]]] = {
    "help": ("help [aws SERVICE [OPERATION]]", "what can be typed; the parameters of an operation"),
    "whoami": ("whoami", "who calls now, as AWS sees it (sts get-caller-identity)"),
    "as": ("as [app | operator | NAME]", "call as somebody else from now on; alone: who can call"),
    "vars": ("vars", "every ${variable} and its value"),
    "clock": ("clock [+1h | -30m | TIME]", "the world's time; move it"),
    "phone": ("phone [NAME]", "the codes that the world's virtual MFA devices show now"),
    "undo": ("undo", "take back the last call that changed the world"),
    "redo": ("redo", "make it happen again"),
    "cat": ("cat NAME", "show a file of the Console"),
    "ls": ("ls", "the Console's files: what calls wrote or `printf 'text' > NAME` made"),
    "curl": (
        'curl [-T NAME -H "HEADER: VALUE"] "URL"',
        "open an address of S3; put a file of the Console at one, or the CSV of a user import",
    ),
    PRESIGN: (f"{PRESIGN} s3://BUCKET/KEY", "a URL that reads an object for whoever holds it; --expires-in SECONDS"),
    "clear": ("clear", "empty the screen"),
}
"""Name -> (how it is typed, what it does)."""
