"""The app's sign-in at a user pool by the API: InitiateAuth, and one answer after another until the tokens are there.

Source: Developer Guide, "Authentication with Amazon Cognito user pools". What the pool asks is the device's to remember
(`holdings.CHALLENGE`), so a sign-in can be walked one message at a time, undone and taken up again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from cogtui.cloud.accounts import totp
from cogtui.cloud.devices import SAVED_LOGIN
from cogtui.cloud.holdings import (
    ACCESS_TOKEN,
    AUTHENTICATOR,
    CHALLENGE,
    DEVICE_KEY,
    ID_TOKEN,
    NEW_DEVICE,
    REMEMBERED_DEVICE,
    TYPED,
    literal,
)
from cogtui.cloud.services.cognito_idp.messages import outbox
from cogtui.cloud.services.cognito_idp.records import CLIENT_HOMES
from cogtui.cloud.tokens import read
from cogtui.cloud.trail import Reply
from cogtui.cloud.web import Page
from cogtui.device.app import App
from cogtui.device.challenge_forms import FORMS, Asked, Filled, page_of
from cogtui.device.remembered import RememberedDevice
from cogtui.device.srp import SrpExchange, exchange_of

FLOWS: Final = {
    "user_pool": "USER_PASSWORD_AUTH",
    "srp": "USER_SRP_AUTH",
    "choice": "USER_AUTH",
    "custom": "CUSTOM_AUTH",
}
"""Way to sign in -> AuthFlow."""

FLOWS_OF_DEVICES: Final = ("USER_PASSWORD_AUTH", "USER_SRP_AUTH")
"""The flows in which the app names its device, once a pool that tracks devices has given it a key."""

DEVICE_NAME: Final = "Reports on this device"


class PoolSignIn(App):
    """Signs a person in at the app's user pool."""

    def begin(self, flow: str, username: str, password: str = "") -> Reply:
        """Send InitiateAuth; a flow with SRP sends no password."""
        parameters = {"USERNAME": username}
        if flow == "USER_PASSWORD_AUTH":
            parameters["PASSWORD"] = password
        if flow == "USER_SRP_AUTH":
            parameters["SRP_A"] = self._exchange(username).public
        if flow in FLOWS_OF_DEVICES:
            parameters |= self._named(username)
        given = {"AuthFlow": flow, "ClientId": self.settings.user_pool_client_id, "AuthParameters": parameters}
        typed = {TYPED: literal({"username": username, "password": password})}
        return self._unless_forgotten(self._call("cognito-idp", "InitiateAuth", given, typed | self._kept_of(username)))

    def confirm_device(self) -> Reply:
        """Give the pool the verifier of the new device's secret; from then on sign-ins of this user name the device."""
        held = self.held
        new, claims = held[NEW_DEVICE], read(str(held.get(ID_TOKEN))).claims or {}
        typed: dict[str, str] = held.get(TYPED) or {}
        username = typed.get("username") or str(claims.get("cognito:username", ""))
        device = RememberedDevice(username, new["DeviceKey"], new["DeviceGroupKey"])
        given = {
            "AccessToken": held.get(ACCESS_TOKEN, ""),
            "DeviceKey": device.key,
            "DeviceName": DEVICE_NAME,
            "DeviceSecretVerifierConfig": device.verifier(),
        }
        remember = {REMEMBERED_DEVICE: literal(msgspec.to_builtins(device))}
        return self._call("cognito-idp", "ConfirmDevice", given, remember)

    def device_of(self, username: str) -> RememberedDevice | None:
        """Return the device that the pool remembers for a user."""
        held = self.held.get(REMEMBERED_DEVICE)
        device = msgspec.convert(held, RememberedDevice) if held else None
        return device if device is not None and device.username == username else None

    def _named(self, username: str) -> dict[str, str]:
        device = self.device_of(username)
        return {"DEVICE_KEY": device.key} if device is not None else {}

    def _kept_of(self, username: str) -> dict[str, str]:
        """Return how the device's key is kept: a sign-in of a known device brings none, and refreshing names it."""
        device = self.device_of(username)
        return {DEVICE_KEY: f"AuthenticationResult && {literal(device.key)}"} if device is not None else {}

    def _unless_forgotten(self, reply: Reply) -> Reply:
        """Forget a device that the pool does not know any more, and the sign-in that named it, as Amplify does."""
        if reply.error is not None and reply.error.code == "ResourceNotFoundException" and _names_device(reply):
            forgotten = {REMEMBERED_DEVICE: None, CHALLENGE: None}
            self._world.act("device.keep", values=forgotten, device=self._device, title="Forget the device")
        return reply

    @property
    def asked(self) -> Asked | None:
        """The challenge that waits for its answer."""
        held = self.held.get(CHALLENGE)
        return msgspec.convert(held, Asked) if held else None

    def page(self) -> Page | None:
        """Return the page on which the person answers; None where the app answers by itself, or nothing waits."""
        asked = self.asked
        return page_of(asked, self._filled(asked)) if asked is not None else None

    def answer(self, values: dict[str, str]) -> Reply:
        """Answer the challenge with what the person typed or chose."""
        asked = self.asked
        assert asked is not None
        if asked.name == "MFA_SETUP":
            return self._set_up(asked)
        return self._respond(asked, self._responses(asked, values))

    def _responses(self, asked: Asked, values: dict[str, str]) -> dict[str, str]:
        form = FORMS.get(asked.name)
        if form is None:
            return self._proofs[asked.name](asked) | self._named(asked.username)
        responses = form.responses(asked, values)
        return responses | self._with_choice(responses.get("ANSWER", "")) if asked.available else responses

    def _with_choice(self, chosen: str) -> dict[str, str]:
        """Return what goes with a first factor that is chosen (API RespondToAuthChallenge, SELECT_CHALLENGE)."""
        if chosen == "PASSWORD":
            return {"PASSWORD": self._saved("password")}
        return {"SRP_A": self._exchange(self._saved("username")).public} if chosen == "PASSWORD_SRP" else {}

    def _respond(self, asked: Asked, responses: dict[str, str]) -> Reply:
        given: dict[str, Any] = {
            "ClientId": self.settings.user_pool_client_id,
            "ChallengeName": asked.name,
            "ChallengeResponses": {"USERNAME": asked.username, **responses},
        }
        if asked.session:
            given["Session"] = asked.session
        reply = self._call("cognito-idp", "RespondToAuthChallenge", given, self._kept_of(asked.username))
        return self._unless_forgotten(reply)

    def _set_up(self, asked: Asked) -> Reply:
        """Give the authenticator app a secret, prove it, and go on with the sign-in."""
        begun = self._call("cognito-idp", "AssociateSoftwareToken", {"Session": asked.session})
        if not begun.ok:
            return begun
        proof = {"Session": begun.output["Session"], "UserCode": self._app_code()}
        proven = self._call("cognito-idp", "VerifySoftwareToken", proof)
        if not proven.ok:
            return proven
        return self._respond(msgspec.structs.replace(asked, session=proven.output["Session"]), {})

    @property
    def _proofs(self) -> dict[str, Callable[[Asked], dict[str, str]]]:
        """How the app answers what it asks nobody for."""
        return {
            "PASSWORD_VERIFIER": self._proof,
            "DEVICE_SRP_AUTH": lambda asked: {"SRP_A": self._exchange(asked.username).public},
            "DEVICE_PASSWORD_VERIFIER": self._device_proof,
        }

    def _device_proof(self, asked: Asked) -> dict[str, str]:
        device = self.device_of(asked.username)
        assert device is not None  # nobody is asked who did not name a device
        exchange = self._exchange(asked.username)
        return exchange.claim(device.group, device.key, device.secret, asked.parameters, self._world.now)

    def _proof(self, asked: Asked) -> dict[str, str]:
        exchange = self._exchange(asked.username)
        return exchange.proof(self.pool_id, self._saved("password"), asked.parameters, self._world.now)

    def _exchange(self, username: str) -> SrpExchange:
        return exchange_of(f"{self._world.seed}|{self.settings.user_pool_client_id}|{username}")

    @property
    def pool_id(self) -> str:
        """The user pool of the app's client; an app has it in its settings."""
        home = self._world.store.get(CLIENT_HOMES, (self.settings.user_pool_client_id,))
        return home.pool_id if home else ""

    def _filled(self, asked: Asked) -> Filled:
        """Return what the device fills in: the last code that came, or the authenticator app's."""
        if asked.name == "SOFTWARE_TOKEN_MFA":
            return Filled(self._app_code())
        names = {asked.username, asked.parameters.get("USER_ID_FOR_SRP", "")}
        came = [message for message in outbox.messages(self._world.store, self.pool_id) if message.username in names]
        code, told = (came[-1].code, f"It says: {came[-1].body.strip()}") if came else ("", "")
        return Filled(code, self._saved("password"), told)

    def _app_code(self) -> str:
        """Return what the authenticator app shows; empty where none was set up on this device."""
        secret = self.held.get(AUTHENTICATOR)
        return totp.code_at(totp.read(secret), totp.step_at(self._world.now)) if secret else ""

    def _saved(self, name: str) -> str:
        """Return what was typed into the app's form, or what its password store has."""
        held = self.held
        known: dict[str, str] = held.get(TYPED) or held.get(SAVED_LOGIN) or {}
        return known.get(name, "")


def _names_device(reply: Reply) -> bool:
    given = reply.record.request
    return "DEVICE_KEY" in {**given.get("AuthParameters", {}), **given.get("ChallengeResponses", {})}


def answers_itself(challenge: str) -> bool:
    """Tell whether the app answers a challenge without asking anybody."""
    return challenge not in FORMS
