"""The triggers around a sign-in: PreAuthentication may refuse it, PostAuthentication is told.

Source: Developer Guide, "Pre authentication Lambda trigger", "Post authentication Lambda trigger".
"""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.lookup import App
from cogtui.cloud.services.cognito_idp.records import User
from cogtui.cloud.services.cognito_idp.triggers.events import Moment, metadata, profile
from cogtui.cloud.services.cognito_idp.triggers.fire import fire, fires

PRE, POST = "PreAuthentication", "PostAuthentication"


def before(call: Call, app: App, user: User | None, username: str) -> None:
    """Ask the function before a password is looked at; None for a user whom nobody has and nobody is told of."""
    if not fires(app.pool, PRE):
        return
    moment = _moment(app, PRE, user.username if user else username)
    request = {
        "userAttributes": profile(user),
        "validationData": metadata(call, PRE),
        "userNotFound": user is None,
    }
    fire(call, app.pool, moment, request, {})


def after(call: Call, app: App, user: User, *, new_device: bool = False) -> None:
    """Tell the function that somebody has signed in, before there are tokens; `new_device` in a pool that tracks them."""
    if not fires(app.pool, POST):
        return
    request = {
        "userAttributes": profile(user),
        "newDeviceUsed": new_device,
        "clientMetadata": metadata(call, POST),
    }
    fire(call, app.pool, _moment(app, POST, user.username), request, {})


def _moment(app: App, trigger: str, username: str) -> Moment:
    return Moment(trigger, f"{trigger}_Authentication", username, app.client.client_id)
