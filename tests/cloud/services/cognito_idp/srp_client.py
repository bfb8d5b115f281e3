"""The client's side of SRP, by the client's own formulas, on top of the calls that an app makes."""

from __future__ import annotations

import base64
from typing import Any

import msgspec

from cogtui.cloud.services.cognito_idp.clients.secret_hash import secret_hash
from cogtui.cloud.services.cognito_idp.signing_in import srp
from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD
from tests.cloud.services.cognito_idp.people import People

TIMESTAMP = "Mon Jan 5 09:00:00 UTC 2026"


class SrpClient(msgspec.Struct, frozen=True):
    """An app that signs somebody in with SRP."""

    here: People
    username: str = "ana"
    password: str = PASSWORD
    a: int = 2**255 + 12345
    secret: str = ""
    """The client's, where it has one."""
    by_administrator: bool = False

    @property
    def public(self) -> int:
        """A."""
        return pow(srp.G, self.a, srp.N)

    def start(self, **changes: str) -> Reply:
        """Send SRP_A; a change of "" leaves a parameter out."""
        parameters = {"USERNAME": self.username, "SRP_A": f"{self.public:x}", **self._hash(self.username)} | changes
        given = {name: value for name, value in parameters.items() if value}
        return self._call("InitiateAuth", AuthFlow="USER_SRP_AUTH", AuthParameters=given)

    def started(self) -> dict[str, str]:
        """Send SRP_A, which must lead to the challenge, and return its parameters."""
        reply = self.start()
        assert reply.ok, reply.error
        assert reply.output["ChallengeName"] == "PASSWORD_VERIFIER"
        return reply.output["ChallengeParameters"]

    def proof(self, asked: dict[str, str], timestamp: str = TIMESTAMP) -> dict[str, str]:
        """Return the answer to a challenge."""
        pool, user = self.here.pool.split("_")[1], asked["USER_ID_FOR_SRP"]
        salt = int(asked["SALT"], 16)
        x = int.from_bytes(srp.hash_password(pool, user, self.password, salt.to_bytes(16)))
        server_public = int(asked["SRP_B"], 16)
        u = srp.scramble(self.public, server_public)
        key = srp.derived_key(pow(server_public - srp.K * pow(srp.G, x, srp.N), self.a + u * x, srp.N), u)
        block = base64.b64decode(asked["SECRET_BLOCK"])
        return {
            "USERNAME": asked["USERNAME"],
            "PASSWORD_CLAIM_SECRET_BLOCK": asked["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": srp.signature(key, pool, user, block, timestamp),
            "TIMESTAMP": timestamp,
            **self._hash(asked["USERNAME"]),
        }

    def prove(self, asked: dict[str, str], timestamp: str = TIMESTAMP, **changes: str) -> Reply:
        """Answer a challenge; a change of "" leaves a member out."""
        return self.answer(self.proof(asked, timestamp) | changes)

    def answer(self, responses: dict[str, str], challenge: str = "PASSWORD_VERIFIER", **more: Any) -> Reply:
        """Send the answer to a challenge."""
        given = {name: value for name, value in responses.items() if value}
        return self._call("RespondToAuthChallenge", ChallengeName=challenge, ChallengeResponses=given, **more)

    def sign_in(self) -> Reply:
        """Take both steps."""
        return self.prove(self.started())

    def _call(self, operation: str, **params: Any) -> Reply:
        if self.by_administrator:
            return self.here.asked(f"Admin{operation}", ClientId=self.here.client, **params)
        return self.here.call(operation, **params)

    def _hash(self, username: str) -> dict[str, str]:
        return {"SECRET_HASH": secret_hash(self.here.client, self.secret, username)} if self.secret else {}
