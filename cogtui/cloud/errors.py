"""The three families of errors, which never mix: simulated AWS errors, authoring errors, bugs.

A simulated AWS error is data: the door turns it into a reply with a why. An authoring error is about something a person
wrote (a template, a lesson, a file) and names file, line and column. Any other exception is a bug and stays loud.
"""

from __future__ import annotations

from typing import Any

import msgspec


class AwsError(Exception):
    """An error as AWS answers it: raised by handlers, caught by the door alone."""

    def __init__(self, code: str, message: str, *, status: int = 400, **extra: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        """As on the wire: "NotAuthorizedException", "AccessDenied"."""
        self.message = message
        """AWS's own text."""
        self.status = status
        """HTTP status."""
        self.extra = extra
        """Further members of the error document: S3's `BucketName`, Cognito's `reasonCode`."""


class NotSimulated(AwsError):
    """The operation, or this use of it, exists at AWS but not in CogTUI (yet)."""

    def __init__(self, what: str) -> None:
        super().__init__("NotImplemented", f"{what} is not simulated by CogTUI", status=501)


class AuthoringError(Exception):
    """Something a person wrote does not hold: a template, a lesson, a policy file, a command line."""

    def __init__(self, message: str, *, file: str = "", line: int = 0, column: int = 0) -> None:
        self.message = message
        """One sentence: the thing in backticks, what was expected, the nearest valid name."""
        self.file = file
        self.line = line
        """From 1; 0 means the whole file."""
        self.column = column
        """From 1."""
        super().__init__(self.located)

    @property
    def located(self) -> str:
        """`file:line:column: message`, with only the parts that are known."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.message}" if place else self.message


class ErrorInfo(msgspec.Struct, frozen=True, gc=False):
    """An AWS error as the trail and the reply keep it."""

    code: str
    message: str
    status: int = 400
    extra: dict[str, Any] = {}
