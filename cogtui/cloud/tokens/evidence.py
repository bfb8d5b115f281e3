"""What each step of verification looked at, and one sentence on why it refused: the why beside `steps`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cogtui.cloud.explain import Fact, Place, facts
from cogtui.cloud.tokens.decode import examined
from cogtui.cloud.tokens.expectation import Expectation
from cogtui.cloud.tokens.keys import RSA_ALGORITHMS
from cogtui.cloud.tokens.parts import Parts
from cogtui.cloud.tokens.steps import audience_claim, seconds, unwelcome

Facts = tuple[Fact, ...]

CLOCK = Place("clock", "the world's clock")


def claim_place(name: str) -> Place:
    """Return where a claim stands in the token."""
    return Place("claim", f"claim {name} of the token", field="payload", pointer=_pointer(name))


def header_place(name: str) -> Place:
    """Return where a header member stands in the token."""
    return Place("claim", f"{name} in the token's header", field="header", pointer=_pointer(name))


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _in_header(parts: Parts, name: str) -> Fact:
    header = parts.header or {}
    return Fact("has", header.get(name), header_place(name) if name in header else None)


def _in_claims(parts: Parts, name: str | None) -> Fact:
    claims = parts.claims or {}
    return Fact("has", claims[name], claim_place(name)) if name is not None and name in claims else Fact("has", None)


def _one(values: tuple[str, ...]) -> Any:
    """Return a single value alone: "wants RS256" reads better than a list of one."""
    return values[0] if len(values) == 1 else values


def _absent(fact: Fact, name: str, otherwise: str = "") -> str:
    return f"the token has no `{name}`" if fact.place is None else otherwise


# Each step's facts, and its note when it refuses.


def _format_facts(parts: Parts, wanted: Expectation) -> Facts:
    del wanted
    return facts(wants=3, has=parts.token.count(".") + 1)


def _format_note(parts: Parts, wanted: Expectation) -> str:
    del wanted
    found = examined(parts.token)
    fault = found.faults[0]
    where = f"{fault.segment}, at character {fault.offset + 1:,}: " if fault.segment else ""
    return f"{where}{fault.why}" if found.kind == "jws" else f"{fault.why} ({found.what})"


def _alg_facts(parts: Parts, wanted: Expectation) -> Facts:
    key = wanted.key((parts.header or {}).get("kid"))
    found = facts(wants=_one(wanted.algs), has=_in_header(parts, "alg"))
    return (*found, Fact("key", key.alg)) if key and key.alg else found


def _alg_note(parts: Parts, wanted: Expectation) -> str:
    alg = (parts.header or {}).get("alg")
    if isinstance(alg, str) and alg.lower() == "none":
        return "`none` asks the verifier to accept a token that nobody signed"
    if isinstance(alg, str) and alg.startswith("HS"):
        return f"`{alg}` would take the issuer's public key, which everybody has, for a shared secret"
    if alg in wanted.algs:
        return "the key that `kid` names is for another algorithm"
    return _absent(_in_header(parts, "alg"), "alg")


def _header_facts(parts: Parts, wanted: Expectation) -> Facts:
    del wanted
    return tuple(_in_header(parts, name) for name in unwelcome(parts.header or {}))


def _header_note(parts: Parts, wanted: Expectation) -> str:
    del wanted
    found = unwelcome(parts.header or {})
    if found == ("crit",):
        return "`crit` names extensions that must be understood, and none is"
    names = ", ".join(f"`{name}`" for name in found if name != "crit")
    return f"{names}: the token brings its own key, but keys come from the issuer alone"


def _kid_facts(parts: Parts, wanted: Expectation) -> Facts:
    return facts(wants=_one(tuple(key.kid for key in wanted.keys)), has=_in_header(parts, "kid"))


def _kid_note(parts: Parts, wanted: Expectation) -> str:
    if not wanted.keys:
        return "the issuer publishes no keys"
    return _absent(_in_header(parts, "kid"), "kid")


def _signature_facts(parts: Parts, wanted: Expectation) -> Facts:
    header = parts.header or {}
    key = wanted.key(header.get("kid"))
    return facts(alg=header.get("alg"), key=key.kid if key else None, octets=len(parts.signature or b""))


def _signature_note(parts: Parts, wanted: Expectation) -> str:
    header = parts.header or {}
    if not parts.signature:
        return "the token is not signed"
    if wanted.key(header.get("kid")) is None or header.get("alg") not in RSA_ALGORITHMS:
        return "no key and algorithm to check it with"
    return "header or payload were changed after signing, or another key signed"


def _issuer_facts(parts: Parts, wanted: Expectation) -> Facts:
    return facts(wants=_one(wanted.issuers), has=_in_claims(parts, "iss"))


def _issuer_note(parts: Parts, wanted: Expectation) -> str:
    del wanted
    return _absent(_in_claims(parts, "iss"), "iss")


def _claims_facts(parts: Parts, wanted: Expectation) -> Facts:
    claims = parts.claims or {}
    return facts(wants=wanted.required, missing=tuple(name for name in wanted.required if name not in claims))


def _claims_note(parts: Parts, wanted: Expectation) -> str:
    claims = parts.claims or {}
    if "aud" in wanted.required and "aud" not in claims and "client_id" in claims:
        return "an access token of a user pool has `client_id` where an ID token has `aud`"
    return ""


def _audience_facts(parts: Parts, wanted: Expectation) -> Facts:
    name = audience_claim(parts.claims or {}, wanted)
    return facts(wants=_one(wanted.audiences), has=_in_claims(parts, name))


def _audience_note(parts: Parts, wanted: Expectation) -> str:
    name = audience_claim(parts.claims or {}, wanted)
    return f"judged by `{name}`" if name else _absent(Fact("has", None), "` or `".join(wanted.audience_claims))


def _token_use_facts(parts: Parts, wanted: Expectation) -> Facts:
    return facts(wants=_one(wanted.token_uses), has=_in_claims(parts, "token_use"))


def _token_use_note(parts: Parts, wanted: Expectation) -> str:
    del wanted
    return _absent(_in_claims(parts, "token_use"), "token_use")


def _time(parts: Parts, name: str) -> Fact:
    fact = _in_claims(parts, name)
    return Fact(name, fact.value, fact.place)


def _time_note(parts: Parts, name: str) -> str:
    fact = _in_claims(parts, name)
    return _absent(fact, name, "" if seconds(fact.value) is not None else f"`{name}` is not a number of seconds")


def _expiry_facts(parts: Parts, wanted: Expectation) -> Facts:
    found = (Fact("now", wanted.now, CLOCK), _time(parts, "exp"))
    return (*found, Fact("skew", wanted.expiry_skew)) if wanted.expiry_skew else found


def _expiry_note(parts: Parts, wanted: Expectation) -> str:
    exp = seconds((parts.claims or {}).get("exp"))
    if exp is None:
        return _time_note(parts, "exp")
    ago = f"{wanted.now - exp:,.0f}"
    return f"it expired {ago} second{'' if ago == '1' else 's'} ago"


def _not_before_facts(parts: Parts, wanted: Expectation) -> Facts:
    return Fact("now", wanted.now, CLOCK), _time(parts, "nbf"), Fact("skew", wanted.skew)


def _not_before_note(parts: Parts, wanted: Expectation) -> str:
    del wanted
    return _time_note(parts, "nbf")


def _issued_at_facts(parts: Parts, wanted: Expectation) -> Facts:
    found = (Fact("now", wanted.now, CLOCK), _time(parts, "iat"), Fact("skew", wanted.skew))
    return found if wanted.max_age is None else (*found, Fact("max_age", wanted.max_age))


def _issued_at_note(parts: Parts, wanted: Expectation) -> str:
    iat = seconds((parts.claims or {}).get("iat"))
    if iat is None:
        return _time_note(parts, "iat")
    return "it was issued in the future" if iat > wanted.now else f"it is {wanted.now - iat:,.0f} seconds old"


FACTS: dict[str, Callable[[Parts, Expectation], Facts]] = {
    "jwt.format": _format_facts,
    "jwt.alg": _alg_facts,
    "jwt.header": _header_facts,
    "jwt.kid": _kid_facts,
    "jwt.signature": _signature_facts,
    "jwt.issuer": _issuer_facts,
    "jwt.claims": _claims_facts,
    "jwt.audience": _audience_facts,
    "jwt.token_use": _token_use_facts,
    "jwt.expiry": _expiry_facts,
    "jwt.not_before": _not_before_facts,
    "jwt.issued_at": _issued_at_facts,
}
"""What a step compared."""

NOTES: dict[str, Callable[[Parts, Expectation], str]] = {
    "jwt.format": _format_note,
    "jwt.alg": _alg_note,
    "jwt.header": _header_note,
    "jwt.kid": _kid_note,
    "jwt.signature": _signature_note,
    "jwt.issuer": _issuer_note,
    "jwt.claims": _claims_note,
    "jwt.audience": _audience_note,
    "jwt.token_use": _token_use_note,
    "jwt.expiry": _expiry_note,
    "jwt.not_before": _not_before_note,
    "jwt.issued_at": _issued_at_note,
}
"""Why a step refused, where its rule's own words are not enough."""
