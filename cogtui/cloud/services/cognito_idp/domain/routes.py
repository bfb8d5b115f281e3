"""The paths of a pool's domain, and which function answers each."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError
from cogtui.cloud.services.cognito_idp.domain import (
    answers,
    authorize,
    challenge_forms,
    change_password,
    confirm_user,
    cookies,
    discovery,
    error_page,
    forgot_password,
    form_token,
    hosts,
    idp_response,
    login,
    logout,
    pages,
    revoke,
    saml_pages,
    sign_up,
    token,
    unbuilt,
    user_info,
)
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.records import POOLS, UserPool
from cogtui.cloud.services.cognito_idp.users import import_upload
from cogtui.cloud.web import WebRefusal, WebRequest, WebResponse

PageRoute = Callable[[Call, Visit], WebResponse]
EndpointRoute = Callable[[Call, WebRequest, UserPool | None], WebResponse]

PAGES: dict[str, dict[str, PageRoute]] = {
    "/oauth2/authorize": {"GET": authorize.authorize},
    "/oauth2/idpresponse": {"GET": idp_response.returned, "POST": idp_response.returned},
    saml_pages.RETURN: {"POST": saml_pages.received},
    saml_pages.LOGOUT: {"POST": saml_pages.signed_out},
    "/login": {"GET": login.show, "POST": login.submit},
    "/signup": {"GET": sign_up.show, "POST": sign_up.submit},
    "/confirmUser": {"GET": confirm_user.show, "POST": confirm_user.submit},
    "/forgotPassword": {"GET": forgot_password.show, "POST": forgot_password.submit},
    "/confirmForgotPassword": {"GET": forgot_password.show_reset, "POST": forgot_password.submit_reset},
    "/changePassword": {"GET": change_password.show, "POST": change_password.submit},
    **{path: {"GET": challenge_forms.show, "POST": challenge_forms.submit} for path in challenge_forms.PATHS},
    "/logout": {"GET": logout.log_out},
    **{path: {"GET": unbuilt.show, "POST": unbuilt.show} for path in unbuilt.PATHS},
}
"""Path -> method -> what a browser gets."""

ENDPOINTS: dict[str, dict[str, EndpointRoute]] = {
    "/oauth2/token": {"POST": token.redeem},
    "/oauth2/userInfo": {"GET": user_info.tell, "POST": user_info.tell},
    "/oauth2/revoke": {"POST": revoke.revoke},
}
"""Path -> method -> what an app or a server gets: JSON, without forms and sessions.

The pool is None where the shared host's request tells none that exists.
"""

_FROM_ELSEWHERE = frozenset({*unbuilt.PATHS, saml_pages.RETURN, saml_pages.LOGOUT, "/oauth2/idpresponse"})
"""Paths at which another site's form may arrive: an identity provider's."""

NO_DOMAIN = "No user pool has this domain."


def respond(call: Call, request: WebRequest) -> WebResponse:
    """Answer a request to a user pool's domain, or to one of the service's own hosts."""
    if import_upload.is_host(request.host):
        return import_upload.receive(call, request)
    region = hosts.region_of(request.host)
    if region:
        return discovery.respond(call, request, region)
    pool = _pool(call, request)
    if pool is not None:
        call.account, call.region = pool.account, pool.region
    endpoint = ENDPOINTS.get(request.path)
    if endpoint is not None:
        _require_method(call, request, list(endpoint), answers.refusal("invalid_request", status=405))
        return endpoint[request.method](call, request, pool)
    return _page(call, request, pool)


def _pool(call: Call, request: WebRequest) -> UserPool | None:
    """Return whose domain it is; refuse a host that no pool has."""
    if request.host == hosts.SHARED_HOST:
        return hosts.pool_behind(call.tx, request)
    domain = hosts.domain_at(call.tx, request.host)
    nobody = answers.refused(pages.said(None, "No such domain", NO_DOMAIN, request.host), 404)
    call.require("oauth.domain", domain is not None, nobody, host=request.host)
    return call.tx.get(POOLS, (domain.pool_id,)) if domain else None


def _page(call: Call, request: WebRequest, pool: UserPool | None) -> WebResponse:
    if request.path == error_page.PATH and request.method == "GET":
        return error_page.show(call, request)
    routes = PAGES.get(request.path)
    lost = answers.refused(
        pages.said(None, "No such page", "A user pool's domain has no such page.", request.path), 404
    )
    call.require("oauth.path", routes is not None, lost, has=request.path)
    assert routes is not None
    wrong = answers.refused(pages.said(None, "Not like this", "This page takes no such request."), 405)
    _require_method(call, request, list(routes), wrong)
    visit = _visit(call, request, pool)
    if request.method == "POST" and request.path not in _FROM_ELSEWHERE:
        form_token.require_pair(call, visit)
    try:
        return form_token.sealed(call, visit, routes[request.method](call, visit))
    except WebRefusal as refusal:
        raise WebRefusal(form_token.sealed(call, visit, refusal.response)) from refusal
    except AwsError as error:
        # What an operation refuses that no page has words for: "not simulated by CogTUI" above all.
        page = pages.said(visit, "This did not work", error.message or error.code)
        raise answers.refused(page, error.status) from error


def _visit(call: Call, request: WebRequest, pool: UserPool | None) -> Visit:
    """Return the request with its pool and domain; the shared host's request has to tell the pool."""
    client_id = request.query.get("client_id", "")
    nowhere = answers.error_page("invalid_client" if client_id else "invalid_request", client_id)
    call.require("oauth.pool", pool is not None, nowhere, has=client_id)
    assert pool is not None
    domain = hosts.domain_of(call.tx, pool)
    none = answers.refused(pages.said(None, "No domain", f"The user pool {pool.name} has no domain."), 404)
    call.require("oauth.domain", domain is not None, none, pool=pool.id)
    assert domain is not None
    form = cookies.cookies_of(request).get(cookies.FORM, "")
    return Visit(request, pool, domain, shared_host=request.host == hosts.SHARED_HOST, form_token=form)


def _require_method(call: Call, request: WebRequest, allowed: list[str], wrong: WebRefusal) -> None:
    headers = wrong.response.headers | {"allow": ", ".join(allowed)}
    refusal = WebRefusal(msgspec.structs.replace(wrong.response, headers=headers))
    call.require("oauth.method", request.method in allowed, refusal, wants=allowed, has=request.method)
