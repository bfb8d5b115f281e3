"""The app that people sign in to: two pages at ports of their own, one of them over TLS."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
import tempfile
from html import escape
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SECURE = "https://app.example.com"


class App:
    """Answers every path with a page that shows what it was asked for."""

    def __init__(self) -> None:
        self._servers: list[asyncio.Server] = []

    async def start(self) -> None:
        """Open the ports."""
        self._servers = [
            await asyncio.start_server(_answer, "127.0.0.1", 0),
            await asyncio.start_server(_answer, "127.0.0.1", 0, ssl=_certified()),
        ]

    async def stop(self) -> None:
        """Close them."""
        for server in self._servers:
            server.close()

    @property
    def callback(self) -> str:
        """Where people come back to."""
        return f"{self.start_page}callback"

    @property
    def start_page(self) -> str:
        """Where people begin, and come to when they log out."""
        return f"http://127.0.0.1:{_port(self._servers[0])}/"

    @property
    def secure_port(self) -> int:
        """The port behind `SECURE`."""
        return _port(self._servers[1])


def _port(server: asyncio.Server) -> int:
    return server.sockets[0].getsockname()[1]


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        page = f"<!doctype html><title>Your app</title><h1>Your app</h1><p>{escape(head.splitlines()[0])}".encode()
        writer.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(page)
        )
        writer.write(page)
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # a browser opens connections that it doesn't need
    finally:
        writer.close()


def _certified() -> ssl.SSLContext:
    """Return a TLS context with a certificate of the app's own making."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "app.example.com")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "app.pem"
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
        context.load_cert_chain(file)
    return context
