"""Whole flows (password sign-in, identity, credentials, S3 read) against the RSA operations that they cannot do without.

A flow signs an ID token, an access token and an OpenID token, and verifies the ID token twice and the OpenID token once.
Each flow is a new sign-in: nothing that one verified is known to the next.
"""

from __future__ import annotations

from functools import partial

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA512

from cogtui.cloud import issuers
from cogtui.cloud.services.cognito_idp.records import POOLS
from cogtui.cloud.tokens.keys import private_key
from cogtui.dev.benchmarks.row import Bar, Row, counted
from cogtui.dev.benchmarks.scene import Scene, a_scene
from cogtui.dev.benchmarks.timing import Work, compared, seconds

TURNS = 500

TOKEN_SIZES = (650, 600, 700)
"""Octets that are signed: header and claims of the ID token, the access token, the OpenID token."""


def rows(share: float) -> list[Row]:
    """Measure flows."""
    scene = a_scene()
    flow, raw = partial(_flow, scene), _raw(scene)
    flow()
    raw()
    found = compared(partial(seconds, raw), partial(seconds, flow), counted(TURNS, share))
    note = f"{1 / found.second:,.0f} flows/s, raw RSA would allow {1 / found.first:,.0f}/s"
    return [Row("flows", "sign-in to S3 read, against its RSA", found.ratio, "x", Bar(0.6, "at least"), note)]


def _flow(scene: Scene) -> None:
    scene.read(scene.credentials(scene.sign_in()))


def _raw(scene: Scene) -> Work:
    """Return the three signatures and three verifications alone: the library's own calls, with the keys of the flow."""
    id_key, access_key, openid_key = _keys(scene)
    id_public, openid_public = id_key.public_key(), openid_key.public_key()
    id_token, access_token, openid_token = (b"x" * size for size in TOKEN_SIZES)
    padding, sha256, sha512 = PKCS1v15(), SHA256(), SHA512()

    def raw() -> None:
        login = id_key.sign(id_token, padding, sha256)
        access_key.sign(access_token, padding, sha256)
        openid = openid_key.sign(openid_token, padding, sha512)
        id_public.verify(login, id_token, padding, sha256)
        id_public.verify(login, id_token, padding, sha256)
        openid_public.verify(openid, openid_token, padding, sha512)

    return raw


def _keys(scene: Scene) -> tuple[RSAPrivateKey, RSAPrivateKey, RSAPrivateKey]:
    """Return the keys that sign ID tokens, access tokens and OpenID tokens."""
    store = scene.world.store
    pool = store.get(POOLS, (scene.user_pool_id,))
    assert pool is not None
    of_pool = {key.kid: key for key in issuers.keys_of(store, pool.issuer)}
    of_identities = issuers.keys_of(store, issuers.COGNITO_IDENTITY)[-1]
    return private_key(of_pool[pool.id_kid]), private_key(of_pool[pool.access_kid]), private_key(of_identities)
