"""The words about an endpoint: what it is, how it answers, and why a port can't be had."""

from __future__ import annotations

import errno
from typing import Final

from cogtui.views.ink import OK, Ink, Piece, ink

WHAT: Final = (
    "Real AWS clients can work with this world: boto3, the AWS CLI, any SDK. Each of their requests is a row of the Trail, "
    "with its why. While it runs, the world's clock goes with this machine's."
)

ISSUERS: Final = {"aws": "AWS's", "local": "this endpoint's"}
"""Whose address user pools' tokens carry as `iss`."""
SIGNATURES: Final = {"verify": "verified", "any": "any will do"}

SHELLS: Final = {"bash": "bash, zsh", "fish": "fish", "powershell": "PowerShell"}

BAD_PORT: Final = "a port is a number from 1 to 65535; 0 takes any free one"

_NO_PORT: Final = {
    errno.EADDRINUSE: "port {port} is taken: choose another, or 0 for any free one",
    errno.EACCES: "port {port} may not be opened by you: choose one above 1023",
}


def port_of(text: str) -> int | None:
    """Return the port that somebody typed; None where it is none."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > 5 or int(digits) > 65535:
        return None
    return int(digits)


def no_port(port: int, problem: OSError | None, otherwise: str) -> str:
    """Return why a port could not be opened; `otherwise` where the system's reason is a rare one."""
    words = _NO_PORT.get(problem.errno or 0) if problem is not None else None
    return words.format(port=port) if words else otherwise


def counted(requests: int) -> str:
    """Return a number of requests in words."""
    return {0: "no request", 1: "1 request"}.get(requests, f"{requests:,} requests")


def answering(url: str, requests: int, refused: int) -> Ink:
    """Return the line that says where it answers, and how many requests came so far."""
    came = f"   {counted(requests)} so far" + (", " if refused else "")
    said_no: Piece = (f"{refused:,} refused", "no") if refused else ("", "")
    return ink((f"{OK} ", "ok"), "answers at ", (url, "strong"), (came, "dim"), said_no)


def ways(*, local_issuer: bool, verify: bool) -> Ink:
    """Return the line that says how it was started."""
    issuer = "User pools sign as this endpoint" if local_issuer else "User pools sign as AWS's issuer"
    checked: Piece = ("signatures are verified", "dim") if verify else ("any signature will do!", "mark")
    return ink((f"{issuer}; ", "dim"), checked)


def key_words(access_key_id: str) -> str:
    """Return whose key it is that the lines hold."""
    if not access_key_id:
        return "none: the IAM user demo has two, and both are inactive"
    return "that of the IAM user demo, an administrator"


TOKEN = "opens /_cogtui/ to scripts: outbox, trail, clock, ..."
"""What the token is for that the lines hold."""
