"""What the members of tokens mean and where they come from, for people; and which kind a token is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

TokenKind = Literal[
    "user-pool-id", "user-pool-access", "cognito-identity", "google-id", "apple-id", "facebook-debug", "jwt"
]

KINDS: dict[TokenKind, str] = {
    "user-pool-id": "ID token of a user pool: who signed in, for the app",
    "user-pool-access": "access token of a user pool: what the app may do for the user",
    "cognito-identity": "OpenID token of an identity pool: which identity it is, for STS",
    "google-id": "ID token of Google: who signed in at Google, for the app",
    "apple-id": "ID token of Apple: who signed in with Apple, for the app",
    "facebook-debug": "Facebook's answer about an access token (debug_token): not a JWT, the token itself says nothing",
    "jwt": "signed token (JWT) of another issuer",
}
"""What each kind is for."""

TIMES = frozenset({"exp", "iat", "nbf", "auth_time", "expires_at", "issued_at", "data_access_expires_at", "updated_at"})
"""Members that are epoch seconds, where they are numbers."""

_USER_POOL = re.compile(r"https?://.+/[\w-]+_[0-9A-Za-z]+", re.ASCII)
_USER_POOL_KINDS: dict[object, TokenKind] = {"id": "user-pool-id", "access": "user-pool-access"}
_ISSUERS: dict[object, TokenKind] = {
    "https://cognito-identity.amazonaws.com": "cognito-identity",
    "https://accounts.google.com": "google-id",
    "accounts.google.com": "google-id",
    "https://appleid.apple.com": "apple-id",
}


def kind_of(header: Mapping[str, Any], claims: Mapping[str, Any]) -> TokenKind:
    """Tell a token's kind from what it says of itself; nothing of that is verified.

    A user pool is known by the end of its issuer, so that an endpoint of one's own is recognised too.
    """
    del header  # The claims decide; a header can be anybody's.
    iss, use = claims.get("iss"), claims.get("token_use")
    if not isinstance(iss, str):
        return "jwt"
    if isinstance(use, str) and _USER_POOL.fullmatch(iss):
        return _USER_POOL_KINDS.get(use, "jwt")
    return _ISSUERS.get(iss, "jwt")


def meaning(name: str, kind: TokenKind = "jwt") -> str:
    """Say in one sentence what a claim means and where it comes from; "" for one that nobody explains."""
    told = _BY_KIND[kind].get(name) or _CLAIMS.get(name)
    return told or next((words for prefix, words in _PREFIXES.items() if name.startswith(prefix)), "")


def header_meaning(name: str, *, encrypted: bool = False) -> str:
    """Say in one sentence what a member of the header means; "" for one that nobody explains. `encrypted`: of a JWE's."""
    return _JWE_HEADER.get(name, _HEADER.get(name, "")) if encrypted else _HEADER.get(name, "")


_JWE_HEADER = {"alg": "How the key is encrypted that the content is encrypted with (RFC 7516, section 4.1.1)."}


_HEADER = {
    "alg": "The signature algorithm, set by the issuer; a verifier accepts only those it chose itself.",
    "kid": "The id of the key that signed, to find it in the issuer's JWKS.",
    "typ": "The kind of token: JWT for most, JWS for those of cognito-identity, absent from a user pool's.",
    "cty": "The kind of what is encrypted inside, JWT for the refresh token of a user pool.",
    "enc": "How the content is encrypted, so this is a JWE that only its issuer can read.",
    "jwk": "A public key that the token brings along; a verifier must not trust it.",
    "jku": "An address where a key is said to be; a verifier must not go there.",
    "x5c": "A certificate that the token brings along; a verifier must not trust it unasked.",
    "x5u": "An address where a certificate is said to be; a verifier must not go there.",
    "crit": "Extensions that a verifier must understand or else refuse the token.",
}

_CLAIMS = {
    "iss": "Who issued the token; the verifier compares it with the issuer it trusts, to the letter.",
    "sub": "Whom the token is about: an id that the issuer never gives to anybody else.",
    "aud": "For whom the token was made; everybody else must refuse it.",
    "exp": "When the token ends, in epoch seconds: from that second on it is refused.",
    "iat": "When the token was issued, in epoch seconds, by the issuer's clock.",
    "nbf": "Before this time the token must not be accepted, in epoch seconds.",
    "jti": "The id of this one token, made by the issuer to tell it from every other.",
    "azp": "The client that asked for the token, when that may differ from the audience.",
    "nonce": "The random value that the app sent with its request, given back so that no old answer can be replayed.",
    "at_hash": "Half of the access token's hash, so that ID and access token can't be mixed from two sign-ins.",
    "auth_time": "When the user really signed in, in epoch seconds; a refresh does not change it.",
    "amr": "How the user was authenticated, as a list of methods.",
    "acr": "How strong the authentication was, as a level that issuer and app agreed on.",
    "scope": "What the token permits, as words with blanks between them.",
    "email": "The user's e-mail address, as the issuer knows it.",
    "email_verified": "Whether the issuer has seen that the user receives mail at this address.",
    "phone_number": "The user's phone number, with a plus sign and the country's code.",
    "phone_number_verified": "Whether the issuer has seen that the user receives messages at this number.",
    "name": "The user's full name, from the profile.",
    "given_name": "The user's first name, from the profile.",
    "family_name": "The user's last name, from the profile.",
    "middle_name": "The user's middle name, from the profile.",
    "nickname": "What the user is called casually, from the profile.",
    "preferred_username": "The name under which the user wants to be known; not an id, for it can change.",
    "picture": "The address of the user's picture, from the profile.",
    "profile": "The address of the user's profile page, from the profile.",
    "website": "The address of the user's web page, from the profile.",
    "gender": "The user's gender, from the profile.",
    "birthdate": "The user's date of birth, from the profile.",
    "zoneinfo": "The user's time zone, from the profile.",
    "locale": "The user's language and region, from the profile.",
    "address": "The user's postal address, from the profile, as an object with one text in it.",
    "updated_at": "When the profile was last changed.",
    "https://aws.amazon.com/tags": "Session tags for STS: they become `aws:PrincipalTag/...` in policies.",
    "https://aws.amazon.com/source_identity": "The source identity for STS: it stays with the session and its successors.",
}

_PREFIXES = {
    "custom:": "A custom attribute of the user pool, from the user's profile; a text even where the schema says number.",
    "dev:": "A custom attribute that only an administrator can change, from the user's profile.",
    "cognito:": "A claim that Cognito itself adds; apps and triggers can't set it freely.",
}

_USER_POOL_CLAIMS = {
    "iss": "The user pool that issued the token, its id at the end; the JWKS is found under this address.",
    "sub": "The user's id in the pool: it never changes and is never given again, unlike the user name.",
    "jti": "The id of this one token; there only while token revocation is on for the app client.",
    "origin_jti": "The id of the sign-in that the token goes back to; refreshed tokens keep it, and revoking works by it.",
    "event_id": "The id of the sign-in event that gave the token, the same in the pool's records.",
    "auth_time": "When the user signed in, in epoch seconds; tokens from a refresh keep the time of the first sign-in.",
    "cognito:groups": "The groups of the pool that the user is a member of; absent without a group.",
}

_BY_KIND: dict[TokenKind, dict[str, str]] = {
    "user-pool-id": {
        **_USER_POOL_CLAIMS,
        "aud": "The app client that the user signed in to, by its id.",
        "token_use": "The word `id`: this token says who the user is and is not meant to open an API.",
        "exp": "When the token ends: an hour after it was issued, unless the app client sets 5 minutes to 24 hours.",
        "cognito:username": "The user's name in the pool; for federated users the provider's name and their id there.",
        "cognito:roles": "The IAM roles of the user's groups; an identity pool can choose the role from them.",
        "cognito:preferred_role": "The IAM role of the group with the best precedence; an identity pool takes it by default.",
        "identities": "The outside accounts that the user signs in with: provider, id there, and when it was linked.",
        "email_verified": "Whether the user pool has verified the e-mail address, by a code or by an administrator's word.",
        "phone_number_verified": "Whether the user pool has verified the number, by a code or by an administrator's word.",
    },
    "user-pool-access": {
        **_USER_POOL_CLAIMS,
        "client_id": "The app client that the token was made for; an access token has this instead of `aud`.",
        "aud": "The resource that the request named; access tokens without such a request have no audience.",
        "token_use": "The word `access`: this token opens APIs, the user pool's own among them.",
        "scope": "What the token permits; `aws.cognito.signin.user.admin` opens the user's own profile at the user pool.",
        "exp": "When the token ends: an hour after it was issued, unless the app client sets 5 minutes to 24 hours.",
        "username": "The user's name in the pool; the ID token calls it `cognito:username`.",
        "version": "2 in tokens from the OAuth endpoints, absent from those of the API.",
        "device_key": "The remembered device that the user signed in on.",
    },
    "cognito-identity": {
        "iss": "Always `https://cognito-identity.amazonaws.com`, for all pools and regions: only `aud` names the pool.",
        "aud": "The identity pool; a role's trust policy must ask for it, or any pool's token would do.",
        "sub": "The identity id, the name of this user across all their logins in the identity pool.",
        "amr": "`authenticated` with the provider and the user there, or `unauthenticated` for a guest; trust policies test it.",
        "exp": "When the token ends: ten minutes after it was issued, time enough to go to STS.",
        "https://cognito-identity.amazonaws.com/identity-pool-arn": "The ARN of the identity pool that issued the token.",
        "https://aws.amazon.com/tags": "Session tags that the pool made from the login's claims: `aws:PrincipalTag/...` later.",
    },
    "google-id": {
        "iss": "Google, as `https://accounts.google.com`; old tokens leave out `https://`.",
        "aud": "The OAuth client id of the app at Google; the identity pool knows it as the app's id.",
        "azp": "The OAuth client id that asked; on phones it differs from `aud`, and AWS compares this one.",
        "sub": "The user's id at Google: it never changes, while the e-mail address can.",
        "hd": "The Google Workspace domain of the user; absent for private accounts.",
        "exp": "When the token ends: an hour after Google issued it.",
    },
    "apple-id": {
        "iss": "Apple: always `https://appleid.apple.com`.",
        "aud": "The Services ID or App ID of the app at Apple; the identity pool knows it as the app's id.",
        "sub": "The user's id at Apple, good for the apps of one developer team alone.",
        "email": "The user's address, or one at privaterelay.appleid.com that Apple forwards from.",
        "is_private_email": "Whether the address is a relay's: the user hides the real one from this app.",
        "nonce_supported": "Whether the device knows nonces; if not, a missing `nonce` is no sign of an attack.",
        "real_user_status": "How sure Apple is that this is a person: 2 likely, 1 unknown, 0 unsupported.",
        "exp": "When the token ends: a day after Apple issued it.",
    },
    "facebook-debug": {
        "app_id": "The Facebook app that the token was made for; the identity pool compares it with its own setting.",
        "application": "The name of that app at Facebook.",
        "type": "The kind of token: USER when a person signed in.",
        "is_valid": "Whether Facebook still honours the token at this moment.",
        "user_id": "The user's id at Facebook, good for this app alone.",
        "scopes": "What the user allowed the app to see.",
        "expires_at": "When the token ends, in epoch seconds; 0 means never.",
        "issued_at": "When Facebook issued the token, in epoch seconds.",
        "data_access_expires_at": "When the app's permission to see the user's data ends, in epoch seconds.",
        "error": "Why Facebook does not honour the token.",
    },
    "jwt": {},
}
