"""Paths that AWS has and CogTUI does not simulate: they say so, and do nothing."""

from __future__ import annotations

from cogtui.cloud.call import Call
from cogtui.cloud.services.cognito_idp.domain import answers, pages
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.web import Page, WebResponse

PATHS = ("/oauth2/register", "/passkeys/add")


def show(call: Call, visit: Visit) -> WebResponse:
    """Say that the path is not simulated."""
    page = not_simulated(visit, visit.request.path)
    call.refuse("door.simulated", answers.refused(page, 501), path=visit.request.path)


def not_simulated(visit: Visit, subject: str) -> Page:
    """Return the page for what CogTUI does not simulate."""
    return pages.said(visit, "Not simulated", f"{subject} is not simulated by CogTUI.")
