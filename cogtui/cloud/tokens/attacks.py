"""The attacks of the tamper lab, as a table: what each does, which step refuses it, and what it means where that step is off.

Sources: RFC 8725 (JSON Web Token Best Current Practices), section 2; RFC 7515, section 4.1; RFC 7519, section 4;
Amazon Cognito Developer Guide, "Verifying JSON web tokens".
"""

from __future__ import annotations

import msgspec


class Tamper(msgspec.Struct, frozen=True):
    """One way to tamper with a token."""

    id: str
    title: str
    description: str
    """What is done and what the attacker hopes for."""
    refused_by: str
    """The rule id of the step that refuses a sound token after this, in the order `ISSUER_FIRST`."""
    takes: tuple[str, ...] = ()
    """Further arguments of `tamper.apply`: `claim` (a name), `value` (JSON), `key` (the issuer's public `Jwk`), `signer` (a
    `SigningKey` of the issuer), `other` (one of another issuer), `now`."""
    means: str = ""
    """What the attacker has won where `refused_by` is switched off; empty where that alone does not help."""


TAMPERS: dict[str, Tamper] = {
    tamper.id: tamper
    for tamper in (
        Tamper(
            "change-claim",
            "Change a claim",
            "Write another value into the payload and keep the signature, hoping that nobody checks it.",
            "jwt.signature",
            ("claim", "value"),
            "Whoever holds any token can be anybody: a payload is only base64url, and everybody can write it.",
        ),
        Tamper(
            "remove-claim",
            "Remove a claim",
            "Take a claim out of the payload, such as `exp`, and keep the signature.",
            "jwt.signature",
            ("claim",),
            "The token loses whatever limits it, unless the verifier insists on the claim.",
        ),
        Tamper(
            "duplicate-claim",
            "Give a claim twice",
            "Add a second value for a claim: one reader may take the first, another the last.",
            "jwt.signature",
            ("claim", "value"),
            "The verifier took the last value; a gateway before it may have judged the first.",
        ),
        Tamper(
            "flip-signature",
            "Flip a bit of the signature",
            "Change one bit of the 2,048: a signature fits whole or not at all.",
            "jwt.signature",
            (),
            "Any rubbish does for a signature, so anybody can write tokens.",
        ),
        Tamper(
            "strip-signature",
            "Cut off the signature",
            "Leave the third part empty, hoping that a missing signature is not looked for.",
            "jwt.signature",
            (),
            "A token needs no signature at all, so anybody can write one.",
        ),
        Tamper(
            "alg-none",
            "alg none",
            "Say in the header that the token is unsigned, hoping that the verifier believes it.",
            "jwt.alg",
            (),
            "The token said of itself that nobody signed it, and that was taken for proof.",
        ),
        Tamper(
            "alg-none-spelled",
            "alg nOnE",
            "The same in a spelling that a list of forbidden words misses: accept what is right, don't forbid what is wrong.",
            "jwt.alg",
            (),
            "A list of forbidden spellings is never complete; a list of accepted algorithms is.",
        ),
        Tamper(
            "hs-public-key",
            "HS256 with the public key",
            "Make an HMAC with the issuer's public key, hoping that the verifier takes that key for the HMAC's secret.",
            "jwt.alg",
            ("key",),
            "The public key, which everybody can download, served as the secret: everybody can sign.",
        ),
        Tamper(
            "other-key",
            "Sign with another key",
            "Sign with the attacker's own key, and leave the header as it was.",
            "jwt.signature",
            (),
            "Somebody signed, but nobody asked who.",
        ),
        Tamper(
            "embedded-key",
            "Embed the key (jwk)",
            "Sign with the attacker's key and put its public side into the header (`jwk`).",
            "jwt.header",
            (),
            "The attacker brought lock and key: a signature proves nothing with a key out of the token itself.",
        ),
        Tamper(
            "key-address",
            "Say where the key is (jku)",
            "Sign with the attacker's key and put the address of the attacker's JWKS into the header (`jku`).",
            "jwt.header",
            (),
            "The verifier went where the attacker sent it, and came back with the attacker's key.",
        ),
        Tamper(
            "other-kid",
            "Name another key",
            "Sign with the attacker's key and name it in the header (`kid`); with every other check on, nobody finds that key.",
            "jwt.kid",
        ),
        Tamper(
            "kid-path",
            "kid leads to a file",
            "Sign with the attacker's key and name a file in `kid`, hoping that the verifier opens it as a key.",
            "jwt.kid",
            (),
            "`kid` became part of a path and led out of the folder of keys, to a file that the attacker had uploaded.",
        ),
        Tamper(
            "kid-sql",
            "kid goes on in SQL",
            "Sign with the attacker's key and end the verifier's SQL statement in `kid`, to pick another row as the key.",
            "jwt.kid",
            (),
            "`kid` became part of an SQL statement and picked the attacker's row as the key.",
        ),
        Tamper(
            "other-issuer",
            "Another pool's token",
            "Let another user pool (or issuer) sign the same claims, hoping that keys are fetched from whatever `iss` names.",
            "jwt.issuer",
            ("other",),
            "Any issuer may say who your users are. (AWS gives out client ids, so a pool's `aud` would catch this too.)",
        ),
        Tamper(
            "other-audience",
            "Another client's token",
            "Send a token that the same issuer really signed, but for another app client, app or identity pool.",
            "jwt.audience",
            ("signer",),
            "Whoever signs in to any app of this issuer is let in to yours, and that app's owner can be each of its users.",
        ),
        Tamper(
            "other-use",
            "The other token",
            "Send the access token where the ID token is wanted, or the other way round; both are really signed.",
            "jwt.token_use",
            ("signer",),
            "What was meant to open an API says who somebody is, or the other way round: scopes and consent are passed by.",
        ),
        Tamper(
            "expired",
            "An expired token",
            "Send a token that the issuer really signed, a second after its end.",
            "jwt.expiry",
            ("signer", "now"),
            "A token that leaked once is good for ever; signing out and disabling the user change nothing.",
        ),
        Tamper(
            "not-yet",
            "Not valid yet",
            "Send a really signed token whose `nbf` is five minutes from now.",
            "jwt.not_before",
            ("signer", "now"),
            "What was meant for later is good now: a delayed grant is none.",
        ),
        Tamper(
            "from-the-future",
            "Issued in the future",
            "Send a really signed token whose `iat` is five minutes from now, as from a clock that is ahead.",
            "jwt.issued_at",
            ("signer", "now"),
            "Clocks disagree and nobody noticed: all the other times in the token are as wrong.",
        ),
        Tamper(
            "critical",
            "Ask for an extension (crit)",
            "The issuer says in `crit`: refuse this unless you understand `once` (good for one use). Send it again.",
            "jwt.header",
            ("signer",),
            "The issuer's own condition was passed over: the token was for one use, and is accepted any number of times.",
        ),
    )
}
"""Every way to tamper, by id, from simple to cunning; then the issuer's own tokens in the wrong place or at the wrong time."""
