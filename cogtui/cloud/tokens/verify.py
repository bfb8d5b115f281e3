"""Verify a token: a fast verdict that keeps its inputs, and the whole checklist when somebody asks why."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cogtui.cloud.explain import Check, Evaluation
from cogtui.cloud.tokens.evidence import FACTS, NOTES
from cogtui.cloud.tokens.expectation import ALWAYS_ON, Expectation
from cogtui.cloud.tokens.parts import Parts, read
from cogtui.cloud.tokens.steps import STEPS, Holds

RULE = "jwt.token"


class TokenVerification(Evaluation, frozen=True, gc=False, tag="token"):
    """The verdict on a token, with the inputs that gave it."""

    token: str
    expectation: Expectation
    failure: str | None
    """The rule id of the first step that refused; None when the token passed."""
    header: dict[str, Any]
    claims: dict[str, Any]
    """What the token says; true only when it passed. Empty where it could not be read."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The required claims that are not there."""
        return tuple(name for name in self.expectation.required if name not in self.claims)

    def explain(self) -> Check:
        """Run every step again, with evidence: also those after the first that refused, where they can be asked."""
        parts = read(self.token)
        checks: list[Check] = []
        refused = False
        for rule, holds, off in _compiled(self.expectation.steps, self.expectation.switched_off):
            passed = holds(parts, self.expectation)
            if passed is None and not refused:
                passed = False
            note = NOTES[rule](parts, self.expectation) if passed is False else ""
            switched_off = off and passed is False
            found = () if passed is None else FACTS[rule](parts, self.expectation)
            checks.append(Check(rule, passed, found, note=note, switched_off=switched_off))
            refused = refused or (passed is False and not switched_off)
        return Check(self.rule, not refused, children=tuple(checks))


def verify(token: str | Parts, expectation: Expectation, *, rule: str = RULE) -> TokenVerification:
    """Verify a token against what is expected of it, the signature included; nothing is remembered between two calls.

    `token` may have been taken apart already, by a caller who had to know the issuer. `rule` is the question that the
    caller asks with it (`identity.login.token`); the steps keep their own ids.
    """
    parts = read(token) if isinstance(token, str) else token
    failure = _first_failure(parts, expectation)
    header, claims = parts.header or {}, parts.claims or {}
    return TokenVerification(rule, failure is None, parts.token, expectation, failure, header, claims)


def _first_failure(parts: Parts, expectation: Expectation) -> str | None:
    for rule, holds, off in _compiled(expectation.steps, expectation.switched_off):
        if holds(parts, expectation) is not True and not off:
            return rule
    return None


@lru_cache(maxsize=256)
def _compiled(steps: tuple[str, ...], switched_off: tuple[str, ...]) -> tuple[tuple[str, Holds, bool], ...]:
    """Return (rule, question, switched off) for each step; the verdict and the why both run this list."""
    if steps[:1] != ("jwt.format",):
        raise ValueError("verification begins with `jwt.format`")
    return tuple((rule, STEPS[rule], rule in switched_off and rule not in ALWAYS_ON) for rule in steps)
