"""The forms of the Sync pane: a device to add, and who is signed in on one."""

from __future__ import annotations

from cogtui.cloud.device_sync.records import SyncDevice
from cogtui.views.form import Field, Form

SAVED, GUEST, NOBODY = "saved", "guest", "nobody"

_MANAGERS = (
    ("correct", "the correct one: pull, resolve, push, as Android and iOS mean it"),
    ("javascript", "amazon-cognito-js 1.1.0, with its lost updates"),
)
_KINDS = (("phone", "a phone"), ("tablet", "a tablet"), ("web", "a browser: no push"))
_PLATFORMS = (
    ("GCM", "Google (GCM)"),
    ("APNS", "Apple (APNS)"),
    ("APNS_SANDBOX", "Apple, debug builds (APNS_SANDBOX)"),
    ("ADM", "Amazon (ADM)"),
)


def adding() -> Form:
    """Return the form for one more device."""
    return Form(
        "one more device",
        "It begins with nothing: no identity, no records. Its app signs in when it synchronises first.",
        (
            Field("kind", "What it is", "phone", choices=_KINDS),
            Field("profile", "Its sync manager", "correct", choices=_MANAGERS),
            Field("platform", "Its push service", "GCM", "a browser has none", _PLATFORMS),
        ),
    )


def signing_in(device: SyncDevice, username: str, password: str) -> Form:
    """Return the form for who is signed in on a device; name and password are those that it has saved, if any."""
    return Form(
        f"who uses the {device.name}?",
        "Guests keep their data on one device. A guest who signs in either keeps the identity, or comes to one that the login has "
        "already: then the guest's datasets are put beside it.",
        (
            Field("who", "Go on as", SAVED, choices=_WHO),
            Field("username", "User name", username, "a user of the user pool", needed=False),
            Field("password", "Password", password, needed=False),
        ),
    )


_WHO = (
    (SAVED, "somebody with a password at the user pool"),
    (GUEST, "a guest"),
    (NOBODY, "nobody: sign out; what is cached stays"),
)
