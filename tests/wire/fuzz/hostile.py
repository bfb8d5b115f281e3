"""Requests that no decent client sends, by families; each is drawn from a seeded generator."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote

from cogtui.wire.http import Request
from tests.wire.fuzz import valid
from tests.wire.fuzz.odd import (
    BODIES,
    BUCKET,
    FIELD_VALUES,
    FIELDS,
    HOST,
    METHODS,
    NAMES,
    ODD,
    PAGES,
    PIECES,
    QUERIES,
    SCOPES,
    TARGETS,
    VALUES,
)


class Sent(NamedTuple):
    """What goes over one connection."""

    octets: bytes
    pieces: int = 1
    """In how many reads it arrives."""


Family = Callable[[Random], Sent]


def raw(method: str, target: str, headers: list[tuple[str, str]], body: bytes = b"") -> bytes:
    """Return a request with the length that its body has."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    if body:
        lines.append(f"content-length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body


def authorization(rng: Random) -> str:
    """Return an Authorization header, good in form or not."""
    key = rng.choice(["AKIAX", "AKIAX", "ASIAXXXXXXXXXXXXXXXX", "", "a/b", "\xff"])
    good = f"AWS4-HMAC-SHA256 Credential={key}/{rng.choice(SCOPES)}, SignedHeaders=host;x-amz-date, Signature={rng.choice(['0', 'f' * 64])}"
    return rng.choice(
        [
            good,
            good,
            mutated(rng, good.encode("latin-1")).decode("latin-1"),
            "AWS4-HMAC-SHA256",
            "AWS4-HMAC-SHA256 " + "Credential=a/b/c/d/e," * 300,
            "AWS4-ECDSA-P256-SHA256 Credential=AKIAX/20260105/s3/aws4_request, SignedHeaders=host, Signature=00",
            "AWS AKIAX:x",
            "Bearer eyJhbGciOiJub25lIn0.e30.",
            "Basic " + rng.choice(["", "Og==", "/w==", "%%%", "YTpi"]),
            "Basic " + "A" * 4000,
            "Digest x",
            " ",
        ]
    )


def printable(text: str) -> str:
    """Return text without what would end a header."""
    return text.replace("\r", "").replace("\n", "").replace("\x00", "")


def mutated(rng: Random, octets: bytes, times: int = 3) -> bytes:
    """Return octets with a few of them changed, cut, repeated or put in."""
    found = bytearray(octets)
    for _ in range(rng.randint(1, times)):
        at = rng.randrange(len(found) + 1)
        match rng.randrange(6):
            case 0:
                found[at : at + 1] = rng.randbytes(1)
            case 1:
                found[at:at] = rng.choice(
                    [b"\x00", b"%", b"&", b"=", b'"', b"<", b"}", b",", b"\xff", b"\r\n", b"0" * 30]
                )
            case 2:
                del found[at : at + rng.randint(1, 8)]
            case 3:
                found[at:at] = found[at : at + rng.randint(1, 40)]
            case 4:
                del found[at:]
            case _:
                found[at : at + 4] = found[at : at + 4][::-1]
    return bytes(found)


# --------------------------------------------------------------------------------------------------------------- families


def noise(rng: Random) -> Sent:
    """Octets that may look like HTTP for a while."""
    start = rng.choice(
        [
            b"",
            b"GET ",
            b"GET / HTTP/1.1\r\n",
            b"POST / HTTP/1.1\r\nhost: localhost\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"\x16\x03\x01",
        ]
    )
    alphabet = rng.choice([bytes(range(256)), b"\r\n: GET/HTP1.0", b"abc:/%\r\n "])
    return Sent(
        start + bytes(rng.choices(alphabet, k=rng.randrange(300))) + rng.choice([b"", b"\r\n\r\n"]), rng.randint(1, 4)
    )


def shapes(rng: Random) -> Sent:
    """Any method, path, query, headers and body together."""
    target = (
        "".join(rng.choices(PIECES, k=rng.randint(1, 3)))
        .replace("//", "/" if rng.random() < 0.8 else "//")
        .replace(" ", "%20")
    )
    if query := rng.choice(QUERIES):
        target += f"?{query}"
    headers = [
        (
            "host",
            rng.choice(
                [
                    HOST,
                    HOST,
                    HOST,
                    "localhost",
                    "b.s3.localhost",
                    "ana-demo.auth.localhost",
                    "sts.amazonaws.com",
                    "evil.example",
                ]
            ),
        )
    ]
    headers += [(name, printable(rng.choice(VALUES))) for name in rng.choices(NAMES, k=rng.randrange(5))]
    if rng.random() < 0.4:
        headers.append(("authorization", printable(authorization(rng))))
    if rng.random() < 0.2:
        headers.append(("x-amz-target", printable(rng.choice(TARGETS))))
    return Sent(raw(rng.choice(METHODS), target, headers, rng.choice(BODIES) if rng.random() < 0.6 else b""))


def _signed(service: str) -> tuple[str, str]:
    scope = f"AKIAX/20260105/us-east-1/{service}/aws4_request"
    return "authorization", f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"


def mutants(rng: Random) -> Sent:
    """A good request of any operation, changed in its body, its head, or both."""
    service, operation = rng.choice(valid.SENDABLE)
    sent = valid.request(rng, service, operation)
    more = (_signed(service), ("x-amz-date", "20260105T090000Z"))
    match rng.randrange(4):
        case 0:
            return Sent(valid.octets(sent, more=more), rng.randint(1, 3))
        case 1:
            return Sent(valid.octets(sent, more=more, body=mutated(rng, sent.body)))
        case 2:
            return Sent(_head_mutated(rng, valid.octets(sent, more=more)))
        case _:
            return Sent(mutated(rng, valid.octets(sent, more=more)), rng.randint(1, 3))


def _head_mutated(rng: Random, octets: bytes) -> bytes:
    head, _, body = octets.partition(b"\r\n\r\n")
    return mutated(rng, head) + b"\r\n\r\n" + body


def members(rng: Random) -> Sent:
    """A good request of a JSON or Query service with odd values in some members."""
    service, operation = rng.choice([pair for pair in valid.SENDABLE if pair[0] not in ("s3", "cognito-sync")])
    sent = valid.request(rng, service, operation)
    if sent.header("content-type").startswith("application/x-amz-json"):
        given: dict[str, Any] = json.loads(sent.body or b"{}")
        for name in rng.sample(sorted(given), k=min(len(given), rng.randint(1, 2))):
            given[name] = rng.choice(ODD)
        body = json.dumps(given).encode("utf-8", "surrogatepass")
    else:
        fields = sent.body.split(b"&")
        at = rng.randrange(len(fields))
        odd = quote(str(rng.choice(ODD)).encode("utf-8", "surrogatepass"))
        fields[at] = (
            fields[at].partition(b"=")[0]
            + rng.choice([b"", b".1", b".member.1", b".entry.-1.key", b"."])
            + b"="
            + odd.encode()
        )
        body = b"&".join(fields)
    return Sent(valid.octets(sent, more=(_signed(service),), body=body))


def aws_chunks(rng: Random) -> Sent:
    """A body in signed chunks, broken somewhere."""
    data = [rng.randbytes(rng.randrange(40)) for _ in range(rng.randint(0, 3))]
    signed = rng.random() < 0.5
    parts = [
        b"%x%s\r\n%s\r\n" % (len(part), b";chunk-signature=" + b"0" * 64 if signed else b"", part)
        for part in (*data, b"")
    ]
    body = b"".join(parts)[:-2] + rng.choice(
        [b"\r\n", b"x-amz-checksum-crc32:AAAAAA==\r\n\r\n", b"x-amz-trailer-signature:0\r\n", b"nonsense\r\n", b""]
    )
    if rng.random() < 0.7:
        body = mutated(rng, body)
    kind = rng.choice(
        ["AWS4-HMAC-SHA256-PAYLOAD", "AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "UNSIGNED-PAYLOAD-TRAILER", "", "X"]
    )
    headers = [
        ("host", HOST),
        _signed("s3"),
        ("x-amz-date", "20260105T090000Z"),
        ("x-amz-content-sha256", f"STREAMING-{kind}"),
        ("x-amz-decoded-content-length", rng.choice([str(sum(map(len, data))), "0", "-1", "x", "9" * 40])),
        ("content-encoding", rng.choice(["aws-chunked", "aws-chunked,gzip", "gzip", ""])),
        ("x-amz-trailer", rng.choice(["x-amz-checksum-crc32", "x-amz-checksum-sha256", "host", ""])),
    ]
    target = f"/{rng.choice([BUCKET, BUCKET, 'nobody'])}{rng.choice(['/new.bin', '/new.bin?partNumber=1&uploadId=x', '?tagging'])}"
    return Sent(raw("PUT", target, rng.sample(headers, k=rng.randint(4, len(headers))), body))


def signatures(rng: Random) -> Sent:
    """Hostile Authorization headers and presigned queries before ordinary requests."""
    service, operation = rng.choice(valid.SENDABLE)
    sent = valid.request(rng, service, operation)
    more = [("authorization", printable(authorization(rng)))] if rng.random() < 0.7 else []
    names = ("x-amz-date", "date", "x-amz-security-token", "x-amz-content-sha256", "authorization")
    more += [(name, printable(rng.choice(VALUES))) for name in names if rng.random() < 0.3]
    sent = Request(
        sent.method, sent.path, _presigned(rng, sent.query), sent.headers, sent.body, sent.address, sent.received
    )
    return Sent(valid.octets(sent, more=tuple(more)))


def _presigned(rng: Random, query: str) -> str:
    if rng.random() < 0.5:
        return query
    good = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"AKIAX/{rng.choice(SCOPES)}",
        "X-Amz-Date": "20260105T090000Z",
        "X-Amz-Expires": "60",
        "X-Amz-SignedHeaders": "host",
        "X-Amz-Signature": "0" * 64,
        "X-Amz-Security-Token": "x",
    }
    odd = {
        name: rng.choice(VALUES) if rng.random() < 0.3 else value for name, value in good.items() if rng.random() < 0.9
    }
    return "&".join(
        (*([query] if query else []), *(f"{name}={quote(value.encode('utf-8'))}" for name, value in odd.items()))
    )


def pages(rng: Random) -> Sent:
    """Login pages, OAuth endpoints, providers and the endpoint's own addresses, with any fields."""
    fields = "&".join(
        f"{rng.choice(FIELDS)}={quote(rng.choice(FIELD_VALUES).encode('latin-1', 'replace'))}"
        for _ in range(rng.randrange(8))
    )
    if rng.random() < 0.2:
        fields = mutated(rng, fields.encode()).decode("latin-1")
    method = rng.choice(["GET", "POST", "POST", "HEAD", "PUT", "OPTIONS", "TRACE"])
    headers = [("host", rng.choice([HOST, HOST, "ana-demo.auth.localhost", "nobody.auth.localhost", "localhost:1"]))]
    headers += [
        (name, printable(rng.choice(values)))
        for name, values in (
            ("cookie", ["cognito=x", "XSRF-TOKEN=\xff; csrf-state=", "a=b;" * 1000, "=;=;="]),
            ("content-type", ["application/x-www-form-urlencoded", "application/json", "", "text/plain; charset=\xff"]),
            ("authorization", ["Basic OmI=", "Bearer x", "Basic /w=="]),
            ("origin", ["http://localhost:3000", "null", "http://evil.example"]),
        )
        if rng.random() < 0.4
    ]
    path = rng.choice(PAGES)
    if method == "POST":
        return Sent(raw(method, path, headers, fields.encode("latin-1", "replace")))
    return Sent(raw(method, f"{path}?{fields}".replace(" ", "+"), headers))


def framing(rng: Random) -> Sent:
    """Requests whose borders are not where they say."""
    body = rng.choice([b"", b"{}", b"a" * 100])
    ends = rng.choice(
        [
            b"content-length: %d\r\n\r\n%s" % (len(body) + rng.choice([-1, 0, 1, 1000]), body),
            b"content-length: 5\r\ncontent-length: 5\r\n\r\nabcde",
            b"content-length: 99999999999999999999\r\n\r\nx",
            b"content-length: 0x5\r\n\r\nabcde",
            b"transfer-encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body),
            b"transfer-encoding: chunked\r\n\r\n" + mutated(rng, b"5\r\nabcde\r\n0\r\nx: y\r\n\r\n"),
            b"transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
            b"transfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n0\r\n\r\n",
            b"transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            b"expect: 100-continue\r\ncontent-length: 2\r\n\r\n{}",
            b"expect: nonsense\r\ncontent-length: 2\r\n\r\n{}",
            b"connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: AAAA\r\n\r\n",
            b"connection: close, keep-alive\r\n\r\n",
            b"x: y\r\n folded\r\n\r\n",
            b"x" * 70_000 + b": y\r\n\r\n",
            b"x: " + b"y" * 70_000 + b"\r\n\r\n",
            b"x: y\r\n" * 600 + b"\r\n",
            b"x : y\r\n\r\n",
            b": y\r\n\r\n",
            b"x\x00: y\r\n\r\n",
            b"x: \x00\r\n\r\n",
        ]
    )
    line = rng.choice(
        [
            b"POST / HTTP/1.1\r\n",
            b"GET /_cogtui/health HTTP/1.1\r\n",
            b"PUT /anas-reports/x HTTP/1.1\r\n",
            b"POST / HTTP/1.0\r\n",
            b"GET / HTTP/0.9\r\n",
            b"GET / HTTP/3.7\r\n",
            b"GET http://localhost/ HTTP/1.1\r\n",
            b"GET http://evil.example:80/ HTTP/1.1\r\n",
            b"GET http://localhost HTTP/1.1\r\n",
            b"GET HTTP://u:p@LOCALHOST:99999/ HTTP/1.1\r\n",
            b"GET http://[::1]/ HTTP/1.1\r\n",
            b"OPTIONS * HTTP/1.1\r\n",
            b"CONNECT localhost:1 HTTP/1.1\r\n",
            b"GET /" + b"a" * 66_000 + b" HTTP/1.1\r\n",
            b"GET  / HTTP/1.1\r\n",
            b"\r\n\r\nGET / HTTP/1.1\r\n",
        ]
    )
    host = rng.choice(
        [b"host: localhost\r\n"] * 4
        + [b"", b"host: localhost\r\nhost: localhost\r\n", b"host: \r\n", b"host: evil.example\r\n"]
    )
    one = line + host + ends
    return Sent(one * rng.choice([1, 1, 1, 2, 5]), rng.choice([1, 1, 2, 7]))


FAMILIES: dict[str, Family] = {
    "noise": noise,
    "shapes": shapes,
    "mutants": mutants,
    "members": members,
    "aws_chunks": aws_chunks,
    "signatures": signatures,
    "pages": pages,
    "framing": framing,
}
