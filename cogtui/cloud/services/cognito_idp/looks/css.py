"""The CSS that the classic hosted UI takes: rules for a list of classes, and nothing beside them.

Source: Developer Guide, "Customizing hosted UI (classic) branding"; CSS Syntax Module Level 3 for what a rule looks like.
DIFFERS: properties are not judged: those that a class does not have change nothing at AWS.
"""

from __future__ import annotations

import re

CLASSES = frozenset(
    [
        "background-customizable",
        "banner-customizable",
        "errorMessage-customizable",
        "idpButton-customizable",
        "idpDescription-customizable",
        "inputField-customizable",
        "label-customizable",
        "legalText-customizable",
        "logo-customizable",
        "passwordCheck-notValid-customizable",
        "passwordCheck-valid-customizable",
        "redirect-customizable",
        "socialButton-customizable",
        "submitButton-customizable",
        "textDescription-customizable",
    ]
)

_STATES = {"idpButton-customizable": "hover", "submitButton-customizable": "hover", "inputField-customizable": "focus"}
"""Class -> the one state that it may be named in."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_SELECTOR = re.compile(r"\.([A-Za-z-]+)(?::([a-z]+))?")
_SCRIPT = re.compile(r"javascript:|expression\(|</", re.IGNORECASE)


def problem(text: str) -> str:
    """Return what is wrong with a style sheet, one sentence; empty for nothing."""
    plain = _COMMENT.sub(" ", text)
    if "@" in plain:
        return "statements like @import and @media are not allowed."
    if _SCRIPT.search(plain):
        return "scripts are not allowed."
    if _RULE.sub("", plain).strip():
        return "a rule is not complete."
    for rule in _RULE.finditer(plain):
        for selector in rule.group(1).split(","):
            if not _is_allowed(selector.strip()):
                return f"class {selector.strip() or '(none)'} is not allowed."
    return ""


def _is_allowed(selector: str) -> bool:
    found = _SELECTOR.fullmatch(selector)
    if found is None or found.group(1) not in CLASSES:
        return False
    return found.group(2) in (None, _STATES.get(found.group(1)))
