"""Somebody's phone, as a pool that tracks devices knows it: the client's side of device SRP, by the client's own formulas."""

from __future__ import annotations

import base64
from typing import Any

from cogtui.cloud.services.cognito_idp.signing_in import srp
from cogtui.cloud.trail import Reply
from tests.cloud.services.cognito_idp.people import People, people
from tests.cloud.services.cognito_idp.srp_client import TIMESTAMP, SrpClient

ALWAYS = {"ChallengeRequiredOnNewDevice": False, "DeviceOnlyRememberedOnUserPrompt": False}
INSTEAD = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}
OPT_IN = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True}

FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


def tracked(configuration: dict[str, bool] = INSTEAD, **client: Any) -> People:
    """Return a pool that tracks devices, with Ana in it."""
    here = people({"ExplicitAuthFlows": FLOWS, **client}, DeviceConfiguration=configuration)
    here.user("ana")
    return here


class Phone:
    """A phone with its own secret."""

    def __init__(self, here: People, username: str = "ana", secret: str = "the phone's own secret") -> None:
        self.here = here
        self.username = username
        self.secret = secret
        self.key = self.group = self.access_token = self.refresh_token = ""
        self.a = 2**255 + 54321

    def keep(self, result: dict[str, Any]) -> None:
        """Keep what a first sign-in brings."""
        self.access_token, self.refresh_token = result["AccessToken"], result["RefreshToken"]
        self.key = result["NewDeviceMetadata"]["DeviceKey"]
        self.group = result["NewDeviceMetadata"]["DeviceGroupKey"]

    def confirm(self, salt: bytes = b"\x9f" * 16, **changes: Any) -> Reply:
        """Give the pool the verifier of the secret; both texts are numbers with a zero byte before a first bit of one."""
        x = int.from_bytes(srp.hash_password(self.group, self.key, self.secret, salt))
        config = {"PasswordVerifier": as_text(pow(srp.G, x, srp.N)), "Salt": as_text(int.from_bytes(salt))}
        given = {"DeviceKey": self.key, "DeviceName": "her phone", "DeviceSecretVerifierConfig": config} | changes
        return self.here.call("ConfirmDevice", AccessToken=self.access_token, **given)

    def settle(self, password: str = "") -> Phone:
        """Sign in with it for the first time, and confirm it."""
        reply = self.here.sign_in(self.username, password) if password else self.here.sign_in(self.username)
        assert reply.ok, reply.error
        self.keep(reply.output["AuthenticationResult"])
        reply = self.confirm()
        assert reply.ok, reply.error
        return self

    def start(self, session: str = "", **changes: str) -> Reply:
        """Answer DEVICE_SRP_AUTH."""
        return self.answer("DEVICE_SRP_AUTH", self.beginning | changes, session)

    @property
    def beginning(self) -> dict[str, str]:
        """The answer to DEVICE_SRP_AUTH."""
        return {"USERNAME": self.username, "DEVICE_KEY": self.key, "SRP_A": f"{pow(srp.G, self.a, srp.N):x}"}

    def proof(self, asked: dict[str, str]) -> dict[str, str]:
        """Return the answer to DEVICE_PASSWORD_VERIFIER."""
        x = int.from_bytes(
            srp.hash_password(self.group, self.key, self.secret, int(asked["SALT"], 16).to_bytes(16)),
        )
        b_public, a_public = int(asked["SRP_B"], 16), pow(srp.G, self.a, srp.N)
        u = srp.scramble(a_public, b_public)
        key = srp.derived_key(pow(b_public - srp.K * pow(srp.G, x, srp.N), self.a + u * x, srp.N), u)
        block = base64.b64decode(asked["SECRET_BLOCK"])
        return {
            "USERNAME": self.username,
            "DEVICE_KEY": self.key,
            "PASSWORD_CLAIM_SECRET_BLOCK": asked["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": srp.signature(key, self.group, self.key, block, TIMESTAMP),
            "TIMESTAMP": TIMESTAMP,
        }

    def given(self, output: dict[str, Any]) -> dict[str, Any]:
        """Return what answers either challenge of the device."""
        if output["ChallengeName"] == "DEVICE_SRP_AUTH":
            return {"ChallengeResponses": self.beginning, "Session": output["Session"]}
        return {"ChallengeResponses": self.proof(output["ChallengeParameters"])}

    def prove(self, asked: dict[str, str], **changes: str) -> Reply:
        """Answer DEVICE_PASSWORD_VERIFIER."""
        return self.answer("DEVICE_PASSWORD_VERIFIER", self.proof(asked) | changes)

    def answer(self, challenge: str, given: dict[str, str], session: str = "") -> Reply:
        more = {"Session": session} if session else {}
        return self.here.call("RespondToAuthChallenge", ChallengeName=challenge, ChallengeResponses=given, **more)

    def sign_in(self, **changes: str) -> Reply:
        """Sign in with the password, naming the phone."""
        return self.here.sign_in(self.username, **({"DEVICE_KEY": self.key} | changes))

    def srp_sign_in(self, **changes: str) -> Reply:
        """Sign in with SRP, naming the phone at the proof."""
        client = SrpClient(self.here, self.username)
        return client.prove(client.started(), **({"DEVICE_KEY": self.key} | changes))

    def signed_in(self, reply: Reply) -> dict[str, Any]:
        """Go on from DEVICE_SRP_AUTH and return AuthenticationResult."""
        assert reply.ok, reply.error
        assert reply.output["ChallengeName"] == "DEVICE_SRP_AUTH"
        begun = self.start(reply.output["Session"])
        assert begun.ok, begun.error
        ended = self.prove(begun.output["ChallengeParameters"])
        assert ended.ok, ended.error
        return ended.output["AuthenticationResult"]


def as_text(number: int) -> str:
    """Return a number as apps send it: base64 over its bytes."""
    return base64.b64encode(srp.pad(number)).decode("ascii")
