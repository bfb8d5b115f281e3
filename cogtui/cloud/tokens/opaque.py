"""Texts that are no JWT but often taken for one: by what they can be known; and what people paste around a token."""

from __future__ import annotations

import re

_KNOWN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        (
            r"EAA[A-Za-z0-9]{8,}$",
            "a Facebook access token: opaque, only Facebook can say what it stands for (debug_token)",
        ),
        (r"ya29\.", "a Google access token: opaque; the JWT of a Google sign-in is its ID token"),
        (r"Atza\|", "a Login with Amazon access token: opaque, only Amazon can say what it stands for (tokeninfo)"),
        (r"AYAB[\w+/=-]{16,}$", "a `Session` of a Cognito challenge: opaque, only the user pool can read it"),
        (
            r"(IQoJ|FwoG|FQoG|AQoD)[\w+/=]{16,}$",
            "a session token of temporary AWS credentials: opaque, only AWS can read it",
        ),
        (r"(AKIA|ASIA)[A-Z0-9]{12,}$", "an AWS access key id: it names credentials and holds none"),
        (r"(PHNhbWw|PHNhbWxw|PD94bWwg)", "a SAML document in base64: XML, not a JWT"),
        (r"\s*[{\[]", "JSON text: a token is one of its values, such as `IdToken`"),
        (r"-----BEGIN ", "a PEM file: a key or a certificate, not a token"),
        (r"arn:aws[\w-]*:", "an ARN: the name of a resource, not a token"),
        (r"https?://", "a URL: a token may be one of its parameters, such as `id_token`"),
        (r"[a-z]{2}(-[a-z]+)+-\d:[0-9a-f-]{36}$", "an id of an identity or of an identity pool, not a token"),
        (r"[a-z]{2}(-[a-z]+)+-\d_[0-9A-Za-z]+$", "an id of a user pool, not a token"),
    )
)
"""How a text begins (or is, where the pattern ends in $), and what it then is. The first that fits counts."""

_BEARER = re.compile(r"(?:authorization\s*:\s*)?bearer\s+", re.IGNORECASE)
_QUOTES = "\"'`"
_BREAKS = re.compile(r"\s+")
_WRAPPED = re.compile(r"[\w.\s-]+", re.ASCII)


def recognised(text: str) -> str:
    """Say what a text is that is known not to be a JWT; "" when it may be one."""
    return next((what for pattern, what in _KNOWN if pattern.match(text)), "")


def unwrapped(text: str) -> tuple[str, tuple[str, ...]]:
    """Take away what is around a pasted token, and say what it was."""
    remarks: list[str] = []
    token = text.strip()
    bearer = _BEARER.match(token)
    if bearer:
        token = token[bearer.end() :]
        remarks.append("the word `Bearer` before the token was left out")
    bare = token.rstrip(",;").strip(_QUOTES)
    if bare != token:
        token = bare.strip()
        remarks.append("quotes around the token were left out")
    if _BREAKS.search(token) and token.count(".") == 2 and _WRAPPED.fullmatch(token):
        token = _BREAKS.sub("", token)
        remarks.append("line breaks and blanks inside the token were left out")
    return token, tuple(remarks)
