"""Published JOSE vectors: RFC 7515, RFC 7519, RFC 7520 and Project Wycheproof's, against the verifier's own steps.

User pools sign with RSA alone, so the verifier knows RS256, RS384 and RS512: what is signed with anything else must be
refused, however valid it is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cogtui.cloud.tokens import Expectation, decode, read, verify
from cogtui.cloud.tokens.keys import RSA_ALGORITHMS, Jwk
from cogtui.cloud.tokens.segments import octets
from cogtui.cloud.tokens.signatures import verifies
from cogtui.cloud.tokens.steps import STEPS

VECTORS = Path(__file__).parent / "vectors" / "wycheproof_json_web_signature.json"
ASKED = ("jwt.alg", "jwt.header", "jwt.kid", "jwt.signature")
"""The steps that are about the signature; the vectors' payloads are no claims."""

Vector = tuple[str, tuple[Jwk, ...], str, bool]


def jwks_of(group: dict[str, Any]) -> tuple[Jwk, ...]:
    """Return a group's key as a JWKS of RSA signature keys lists it: other keys, and those for other uses, are none."""
    key = group.get("public") or {}
    signs = key.get("use", "sig") == "sig" and "verify" in key.get("key_ops", ["verify"])
    if key.get("kty") != "RSA" or not signs:
        return ()
    return (Jwk(key.get("alg", ""), key["e"], key.get("kid", ""), "RSA", key["n"]),)


def vectors() -> list[Vector]:
    found: list[Vector] = []
    for number, group in enumerate(json.loads(VECTORS.read_text(encoding="utf-8"))["testGroups"]):
        keys = jwks_of(group)
        for test in group["tests"]:
            if isinstance(test["jws"], str):
                ours = bool(keys) and keys[0].alg in RSA_ALGORITHMS
                name = f"{number}-{test['tcId']}-{test['comment']}"
                found.append((name, keys, test["jws"], ours and test["result"] == "valid"))
    return found


def accepted(jws: str, keys: tuple[Jwk, ...]) -> bool:
    """Tell whether the steps about the signature all pass."""
    parts = read(jws)
    wanted = Expectation(keys=keys, now=0)
    return parts.signature is not None and all(STEPS[step](parts, wanted) is True for step in ASKED)


@pytest.mark.parametrize(("keys", "jws", "valid"), [one[1:] for one in vectors()], ids=[one[0] for one in vectors()])
def test_wycheproof_s_signatures_are_judged_as_it_says(keys: tuple[Jwk, ...], jws: str, valid: bool) -> None:
    assert accepted(jws, keys) is valid
    assert not verify(jws, Expectation(keys=keys, now=0)).passed


def test_the_vectors_hold_both_kinds() -> None:
    verdicts = [valid for *_, valid in vectors()]
    assert verdicts.count(True) >= 15
    assert verdicts.count(False) >= 300


# ------------------------------------------------------------------------------------------------------- RFC 7515, RFC 7519

CLAIMS = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
"""The claims set of RFC 7519, section 3.1, with its line breaks."""

WITH_HMAC = f"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{CLAIMS}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
"""RFC 7515, appendix A.1; RFC 7519, section 3.1."""

N = (
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMs"
    "D1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdV"
    "MTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
)
SIGNATURE = (
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZ"
    "cAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-e"
    "OkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
)
WITH_RSA = f"eyJhbGciOiJSUzI1NiJ9.{CLAIMS}.{SIGNATURE}"
"""RFC 7515, appendix A.2."""

UNSECURED = f"eyJhbGciOiJub25lIn0.{CLAIMS}."
"""RFC 7515, appendix A.5; RFC 7519, section 6.1."""

KEY = Jwk("RS256", "AQAB", "", "RSA", N)


def test_the_rsa_signature_of_rfc_7515_holds_and_no_changed_bit_does() -> None:
    signed = f"eyJhbGciOiJSUzI1NiJ9.{CLAIMS}".encode()
    signature = octets(SIGNATURE)
    assert verifies(N, "AQAB", "RS256", signed, signature)
    for at in range(0, len(signature), 16):
        changed = signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :]
        assert not verifies(N, "AQAB", "RS256", signed, changed)


@pytest.mark.parametrize("token", [WITH_HMAC, WITH_RSA, UNSECURED], ids=["HS256", "RS256", "none"])
def test_the_claims_of_rfc_7519_are_read(token: str) -> None:
    assert decode(token).claims == {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True}


@pytest.mark.parametrize("token", [WITH_HMAC, UNSECURED], ids=["HS256", "none"])
def test_what_is_signed_in_another_way_is_refused_at_its_algorithm(token: str) -> None:
    found = verify(token, Expectation(keys=(KEY,), now=1300819379, issuers=("joe",)))
    assert found.failure == "jwt.alg"
