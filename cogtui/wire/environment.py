"""The lines to paste into a shell so that AWS clients find the endpoint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import msgspec

Shell = Literal["bash", "fish", "powershell"]


class ClientSettings(msgspec.Struct, frozen=True):
    """What a client must know."""

    endpoint: str
    """"http://127.0.0.1:4577"."""
    region: str
    access_key_id: str
    secret_access_key: str

    def variables(self) -> dict[str, str]:
        """Return them as the environment variables that all AWS SDKs read."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
        }


UNSET: Final = ("AWS_SESSION_TOKEN", "AWS_PROFILE")
"""Variables that would take a client elsewhere."""


def lines(settings: ClientSettings, shell: Shell) -> list[str]:
    """Return the lines for one shell."""
    given, taken = _FORMS[shell]
    return [*(given(name, value) for name, value in settings.variables().items()), taken(UNSET)]


def _single_quoted(value: str) -> str:
    """Return the value as bash and fish take it."""
    return value if value.replace("-", "").replace("_", "").isalnum() else "'" + value.replace("'", "'\\''") + "'"


def _powershell_quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


_FORMS: Final[dict[Shell, tuple[Callable[[str, str], str], Callable[[tuple[str, ...]], str]]]] = {
    "bash": (
        lambda name, value: f"export {name}={_single_quoted(value)}",
        lambda names: f"unset {' '.join(names)}",
    ),
    "fish": (
        lambda name, value: f"set -gx {name} {_single_quoted(value)}",
        lambda names: f"set -e {' '.join(names)}",
    ),
    "powershell": (
        lambda name, value: f"$env:{name} = {_powershell_quoted(value)}",
        lambda names: f"Remove-Item {', '.join(f'Env:{name}' for name in names)} -ErrorAction Ignore",
    ),
}
