"""The lines to paste into a shell so that AWS clients find the endpoint."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from typing import Any, Final, Literal

import msgspec

Shell = Literal["bash", "fish", "powershell"]


class ClientSettings(msgspec.Struct, frozen=True):
    """What a client must know."""

    endpoint: str
    """"http://127.0.0.1:4577"."""
    region: str
    access_key_id: str
    secret_access_key: str
    token: str = ""
    """What requests to `/_cogtui/` must show; empty where nobody is told."""

    def variables(self) -> dict[str, str]:
        """Return them as the variables that all AWS SDKs read, and the token for scripts; what is empty is left out."""
        every = {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
            "COGTUI_TOKEN": self.token,
        }
        return {name: value for name, value in every.items() if value}


class Profile(msgspec.Struct, frozen=True):
    """An account, and how clients come to be in it."""

    account: str
    """Its number."""
    name: str
    """Its profile's in AWS's config file."""
    settings: ClientSettings
    """With a key of its user `demo`, or none."""

    def lines(self) -> list[str]:
        """Return the section for AWS's config file, which all AWS SDKs read."""
        every = {
            "region": self.settings.region,
            "endpoint_url": self.settings.endpoint,
            "aws_access_key_id": self.settings.access_key_id,
            "aws_secret_access_key": self.settings.secret_access_key,
        }
        return [f"[profile {self.name}]", *(f"{name} = {value}" for name, value in every.items() if value)]

    def told(self) -> dict[str, Any]:
        """Return it as programs are told."""
        return {"account": self.account, "profile": self.name, "environment": self.settings.variables()}


def profile_name(place: int, account: str) -> str:
    """Return the name of an account's profile: "a" for the first one, as the app calls them; its number far down."""
    return string.ascii_lowercase[place] if place < len(string.ascii_lowercase) else account


UNSET: Final = ("AWS_SESSION_TOKEN", "AWS_PROFILE")
"""Variables that would take a client elsewhere."""


def lines(settings: ClientSettings, shell: Shell) -> list[str]:
    """Return the lines for one shell."""
    given, taken = _FORMS[shell]
    return [*(given(name, value) for name, value in settings.variables().items()), taken(UNSET)]


def _bash_quoted(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else "'" + value.replace("'", "'\\''") + "'"


def _fish_quoted(value: str) -> str:
    """Return the value as fish takes it, which minds backslashes in single quotes too."""
    return value if _PLAIN.fullmatch(value) else "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _powershell_quoted(value: str) -> str:
    """Return the value as PowerShell takes it, to which curled quotes are quotes."""
    return "'" + _QUOTES.sub(r"\g<0>\g<0>", value) + "'"


_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")
_QUOTES: Final = re.compile("['\u2018\u2019\u201a\u201b]")

_FORMS: Final[dict[Shell, tuple[Callable[[str, str], str], Callable[[tuple[str, ...]], str]]]] = {
    "bash": (
        lambda name, value: f"export {name}={_bash_quoted(value)}",
        lambda names: f"unset {' '.join(names)}",
    ),
    "fish": (
        lambda name, value: f"set -gx {name} {_fish_quoted(value)}",
        lambda names: f"set -e {' '.join(names)}",
    ),
    "powershell": (
        lambda name, value: f"$env:{name} = {_powershell_quoted(value)}",
        lambda names: f"Remove-Item {', '.join(f'Env:{name}' for name in names)} -ErrorAction Ignore",
    ),
}
