"""What an app asks for at /oauth2/authorize and on every page after it: judged the same way each time.

Source: Developer Guide, "Redirect and authorization endpoint"; RFC 6749, section 4.1.1; RFC 7636, section 4.3.
Until app and address are known to belong together nothing is sent to the address (RFC 6749, section 4.1.2.1).
"""

from __future__ import annotations

import re

import msgspec

from cogtui.cloud.any_text import is_writable
from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.clients.client_oauth import OAuth
from cogtui.cloud.services.cognito_idp.clients.client_oauth import asked as oauth_of
from cogtui.cloud.services.cognito_idp.domain import answers
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.lookup import App

FLOW_OF = {"code": "code", "token": "implicit"}
"""response_type -> the flow that AllowedOAuthFlows must list."""

PROMPTS = frozenset({"none", "login", "select_account", "consent"})

_INTO_TOKENS = ("nonce", "resource")
"""Parameters that tokens repeat: JSON can't hold octets that are no UTF-8."""

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
"""Base64url of SHA-256, unpadded."""
_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)


class AppRequest(msgspec.Struct, frozen=True):
    """What an app asks for, once it may."""

    app: App
    oauth: OAuth
    """The client's OAuth settings."""
    redirect_uri: str
    response_type: str
    """"code", "token"."""
    scopes: tuple[str, ...]
    query: dict[str, str]
    """As it came."""

    @property
    def state(self) -> str | None:
        """The app's own, to be handed back as it is; None where it sent none."""
        return self.query.get("state")

    @property
    def prompts(self) -> frozenset[str]:
        """What `prompt` lists (OpenID Connect Core 1.0, section 3.1.2.1)."""
        return frozenset(self.query.get("prompt", "").split())

    def error(self, code: str, description: str = "") -> AwsError:
        """Return the refusal that the app is told at its own address."""
        return answers.app_error(self.redirect_uri, code, description, self.state)


def read(call: Call, visit: Visit) -> AppRequest:
    """Return what the app asks for; refuse on the error page or, once its address is known to be its own, there."""
    app = _app(call, visit)
    oauth = oauth_of(app.client.settings)
    _require_enabled(call, app, oauth)
    uri = _address(call, visit, app, oauth)
    asked = AppRequest(app, oauth, uri, visit.query.get("response_type", ""), (), visit.query)
    _check_parameters(call, visit, asked)
    _check_flow(call, asked)
    asked = msgspec.structs.replace(asked, scopes=_scopes(call, asked))
    _check_pkce(call, asked)
    return asked


def _app(call: Call, visit: Visit) -> App:
    client_id = visit.query.get("client_id", "")
    call.require("oauth.client.named", client_id, answers.error_page("invalid_request"))
    app = visit.app(call.tx, client_id)
    unknown = answers.error_page("invalid_client", client_id)
    call.require("oauth.client", app is not None, unknown, has=client_id, pool=visit.pool.id)
    assert app is not None
    return app


def _require_enabled(call: Call, app: App, oauth: OAuth) -> None:
    """Refuse a client whose OAuth settings are not switched on: its addresses count for nothing then."""
    place = app.client.place("AllowedOAuthFlowsUserPoolClient", "settings")
    off = answers.error_page("unauthorized_client", app.client.client_id)
    call.require("oauth.client.enabled", oauth.switched_on, off, place=place, has=oauth.switched_on)


def _address(call: Call, visit: Visit, app: App, oauth: OAuth) -> str:
    """Return where the answer goes: the request's `redirect_uri` to the letter, or the client's default."""
    client_id = app.client.client_id
    uri = visit.query.get("redirect_uri") or oauth.default
    call.require("oauth.redirect.named", uri, answers.error_page("invalid_request", client_id))
    place = app.client.place("CallbackURLs", "settings")
    mismatch = answers.error_page("redirect_mismatch", client_id)
    call.require("oauth.redirect", uri in oauth.callbacks, mismatch, place=place, wants=oauth.callbacks, has=uri)
    return uri


def _check_parameters(call: Call, visit: Visit, asked: AppRequest) -> None:
    """Refuse what RFC 6749, section 4.1.1, does not let stand: parameters twice, or with values that mean nothing."""
    twice = [name for name in visit.request.repeated if name in asked.query]
    _reject(call, asked, "twice", twice)
    kind = asked.response_type
    _reject(call, asked, "response_type", [] if kind in FLOW_OF else [kind or "(none)"])
    strange = sorted(asked.prompts - PROMPTS)
    alone = "none" not in asked.prompts or len(asked.prompts) == 1
    _reject(call, asked, "prompt", strange if alone else sorted(asked.prompts))
    for name in _INTO_TOKENS:
        value = asked.query.get(name, "")
        _reject(call, asked, name, [] if is_writable(value) else [value])
    age = asked.query.get("max_age", "0")
    _reject(call, asked, "max_age", [] if _DIGITS.fullmatch(age) else [age])


def _reject(call: Call, asked: AppRequest, name: str, wrong: list[str]) -> None:
    """Refuse the request where something is wrong with a parameter."""
    if wrong:
        call.refuse("oauth.request", asked.error("invalid_request"), parameter=name, has=wrong)


def _check_flow(call: Call, asked: AppRequest) -> None:
    flow = FLOW_OF[asked.response_type]
    has, place = asked.oauth.allowed_flows, asked.app.client.place("AllowedOAuthFlows", "settings")
    call.require(
        "oauth.flow", flow in has, lambda: asked.error("unauthorized_client"), place=place, wants=flow, has=has
    )


def _scopes(call: Call, asked: AppRequest) -> tuple[str, ...]:
    """Return the scopes that are granted: those that the app asks for, or all that it may have."""
    allowed, place = asked.oauth.allowed_scopes, asked.app.client.place("AllowedOAuthScopes", "settings")
    wanted = tuple(dict.fromkeys(asked.query.get("scope", "").split())) or allowed
    strange = [scope for scope in wanted if scope not in allowed]
    fits = bool(wanted) and not strange
    call.require(
        "oauth.scope",
        fits,
        lambda: asked.error("invalid_scope"),
        place=place,
        wants=allowed,
        has=wanted,
        beyond=strange,
    )
    return wanted


def _check_pkce(call: Call, asked: AppRequest) -> None:
    challenge, method = asked.query.get("code_challenge"), asked.query.get("code_challenge_method")
    if challenge is None and method is None:
        return
    whole = method == "S256" and challenge is not None and _CHALLENGE.fullmatch(challenge) is not None
    call.require(
        "oauth.pkce.form",
        whole and asked.response_type == "code",
        lambda: asked.error("invalid_request"),
        response_type=asked.response_type,
        code_challenge_method=method,
        code_challenge=challenge,
    )
