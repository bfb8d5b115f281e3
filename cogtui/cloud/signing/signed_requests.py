"""What a signed HTTP request says of its signature: read from the Authorization header or from a presigned URL.

Sources: IAM User Guide, "Elements of an AWS API request signature"; S3 API Reference, "Authenticating requests: using the
Authorization header" and "... using query parameters".
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import unquote

import msgspec

from cogtui.cloud.callers import Signed
from cogtui.cloud.signing.sigv4 import ALGORITHM

_NAMED: Final = re.compile(r"Credential=([^/,\s]*)/|^AWS ([^:\s]*):")
_STAMP: Final = re.compile(r"\d{8}T\d{6}Z")
_WEEK: Final = 604800
"""Longest life of a presigned URL, seconds."""
_QUERY_NEEDS: Final = ("X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders")
OTHER_SCHEME: Final = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
_ONE_MECHANISM: Final = (
    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the "
    "Authorization header should be specified"
)
_ALL_PARAMETERS: Final = (
    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, "
    "X-Amz-SignedHeaders, and X-Amz-Expires parameters."
)


class Proof(msgspec.Struct, frozen=True):
    """A signature and what it claims to be made of."""

    access_key_id: str
    date: str
    """YYYYMMDD of the scope."""
    region: str
    service: str
    terminator: str
    timestamp: str
    """As the string to sign has it: YYYYMMDDTHHMMSSZ."""
    signed_headers: tuple[str, ...]
    signature: str
    expires: int | None = None
    """Seconds for which a presigned URL is good; None for a header."""

    @property
    def scope(self) -> str:
        """`20130524/us-east-1/s3/aws4_request`."""
        return f"{self.date}/{self.region}/{self.service}/{self.terminator}"

    @property
    def signed_at(self) -> float:
        """The timestamp as epoch seconds."""
        return seconds_of(self.timestamp)


class Unreadable(ValueError):
    """The request's signature cannot be read; the arguments are S3's words and everybody else's."""

    def __init__(self, s3_code: str, s3: str, others: str) -> None:
        super().__init__(others)
        self.s3_code = s3_code
        self.s3 = s3
        self.others = others


def seconds_of(timestamp: str) -> float:
    """Return YYYYMMDDTHHMMSSZ as epoch seconds; ValueError where it is no time."""
    return datetime.strptime(timestamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()


def stamp(seconds: float) -> str:
    """Return epoch seconds as YYYYMMDDTHHMMSSZ."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%dT%H%M%SZ")


def iso(seconds: float) -> str:
    """Return epoch seconds as S3's errors have them: YYYY-MM-DDTHH:MM:SSZ."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def octets_shown(text: str) -> str:
    """Return a text's octets as S3's errors have them: pairs of hexadecimal digits."""
    return text.encode(errors="surrogateescape").hex(" ")


def header(signed: Signed, name: str) -> str:
    """Return the first header of that name, or an empty text."""
    return next((value for found, value in signed.headers if found == name), "")


def is_presigned(query: str) -> bool:
    """Tell whether the signature stands in the URL."""
    return "X-Amz-Signature=" in query or "X-Amz-Credential=" in query or "X-Amz-Algorithm=" in query


def is_signed_url_v2(query: str) -> bool:
    """Tell whether the URL is one of the kind that S3 took before Signature Version 4."""
    return "AWSAccessKeyId=" in query and ("Signature=" in query or "Expires=" in query)


def read(signed: Signed) -> Proof:
    """Return the request's proof; Unreadable where it has none that makes sense."""
    if not is_presigned(signed.query):
        return _in_header(signed)
    if header(signed, "authorization"):
        raise Unreadable("InvalidArgument", _ONE_MECHANISM, _ONE_MECHANISM)
    return _in_query(signed)


def named_key(query: str, authorization: str) -> str:
    """Return the access key id that a request names, as far as it can be read."""
    if is_presigned(query):
        return parameters(query).get("X-Amz-Credential", "").split("/", 1)[0]
    if is_signed_url_v2(query):
        return parameters(query).get("AWSAccessKeyId", "")
    found = _NAMED.search(authorization)
    return found[1] or found[2] or "" if found else ""


def named_scope(query: str, authorization: str) -> tuple[str, str]:
    """Return (region, service) that a request's credential names; empty where it names none."""
    text = parameters(query).get("X-Amz-Credential", "") if is_presigned(query) else ""
    if not text:
        found = re.search(r"Credential=([^,\s]*)", authorization)
        text = found[1] if found else ""
    parts = text.split("/")
    return (parts[-3], parts[-2]) if len(parts) >= 5 else ("", "")


def token_in(query: str) -> str:
    """Return the session token that a presigned URL carries, of either kind."""
    given = parameters(query)
    return given.get("X-Amz-Security-Token") or given.get("x-amz-security-token", "")


def parameters(query: str) -> dict[str, str]:
    """Return a query's parameters, decoded; the last one of a name counts."""
    pairs = [part.partition("=") for part in query.split("&") if part]
    return {unquote(name): unquote(value) for name, _, value in pairs}


def _in_header(signed: Signed) -> Proof:
    text = header(signed, "authorization")
    scheme, _, rest = text.partition(" ")
    if scheme != ALGORITHM:
        raise Unreadable("InvalidRequest", OTHER_SCHEME, f"Unsupported AWS 'algorithm': '{scheme}'")
    parts = dict[str, str]()
    for part in rest.split(","):
        name, _, value = part.strip().partition("=")
        parts[name] = value
    stamped = header(signed, "x-amz-date") or header(signed, "date")
    missing = [name for name in ("Credential", "Signature", "SignedHeaders") if not parts.get(name)]
    complaints = [f"Authorization header requires '{name}' parameter." for name in missing]
    if not stamped:
        complaints.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    if complaints:
        s3 = (
            f"The authorization header is malformed; missing {missing[0]}."
            if missing
            else "AWS authentication requires a valid Date or x-amz-date header"
        )
        code = "AuthorizationHeaderMalformed" if missing else "AccessDenied"
        raise Unreadable(code, s3, f"{' '.join(complaints)} Authorization={text}")
    return Proof(
        *_credential(parts["Credential"], "AuthorizationHeaderMalformed", "The authorization header is malformed"),
        timestamp=_timestamp(stamped),
        signed_headers=tuple(parts["SignedHeaders"].lower().split(";")),
        signature=parts["Signature"],
    )


def _in_query(signed: Signed) -> Proof:
    given = parameters(signed.query)
    code = "AuthorizationQueryParametersError"
    if given.get("X-Amz-Algorithm") != ALGORITHM:
        raise Unreadable(code, _ALL_PARAMETERS, f"Unsupported AWS 'algorithm': '{given.get('X-Amz-Algorithm', '')}'")
    missing = [name for name in _QUERY_NEEDS if not given.get(name)]
    if missing:
        words = " ".join(f"AWS query-string parameters must include '{name}'." for name in missing)
        raise Unreadable(code, _ALL_PARAMETERS, f"{words} Re-examine the query-string parameters.")
    return Proof(
        *_credential(given["X-Amz-Credential"], code, "Error parsing the X-Amz-Credential parameter"),
        timestamp=_timestamp(given["X-Amz-Date"]),
        signed_headers=tuple(given["X-Amz-SignedHeaders"].lower().split(";")),
        signature=given["X-Amz-Signature"],
        expires=_expires(given.get("X-Amz-Expires", ""), needed=named_scope(signed.query, "")[1] == "s3"),
    )


def _credential(text: str, s3_code: str, complaint: str) -> tuple[str, str, str, str, str]:
    parts = text.rsplit("/", 4)
    if len(parts) != 5 or not all(parts):
        expected = '"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request"'
        raise Unreadable(
            s3_code,
            f"{complaint}; the Credential is mal-formed; expecting {expected}.",
            f"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{text}'",
        )
    return (parts[0], parts[1], parts[2], parts[3], parts[4])


def _timestamp(text: str) -> str:
    from email.utils import parsedate_to_datetime  # it loads `socket`, which the cloud otherwise does without

    try:
        if _STAMP.fullmatch(text):
            seconds_of(text)
            return text
        return stamp(parsedate_to_datetime(text).timestamp())
    except (ValueError, OverflowError, OSError) as error:
        raise Unreadable(
            "AccessDenied",
            "AWS authentication requires a valid Date or x-amz-date header",
            f"Date must be in ISO-8601 'basic format'. Got '{text}'. See http://en.wikipedia.org/wiki/ISO_8601",
        ) from error


def _expires(text: str, *, needed: bool) -> int | None:
    code = "AuthorizationQueryParametersError"
    if not text and not needed:
        return None
    if not text.isascii() or not text.removeprefix("-").isdigit():
        words = "X-Amz-Expires should be a number" if text else _ALL_PARAMETERS
        raise Unreadable(code, words, words)
    if text.startswith("-"):
        words = "X-Amz-Expires must be non-negative"
        raise Unreadable(code, words, words)
    if len(text) > 9 or int(text) > _WEEK:
        words = (
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than "
            "604800 seconds"
        )
        raise Unreadable(code, words, words)
    return int(text)
