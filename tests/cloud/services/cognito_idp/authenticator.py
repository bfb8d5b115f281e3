"""Somebody's authenticator app, and the calls with which it is set up."""

from __future__ import annotations

from cogtui.cloud.accounts import totp
from cogtui.cloud.trail import Reply
from tests.builders import PASSWORD
from tests.cloud.services.cognito_idp.people import People

FACTOR = "SOFTWARE_TOKEN_MFA"
PHONE = "+15551234567"
SES = {"EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:us-east-1:111122223333:identity/example.com"}
"""EmailConfiguration of a pool whose e-mails leave by its account's SES."""
SMS_CONFIGURATION = {"SnsCallerArn": "arn:aws:iam::111122223333:role/Sms", "ExternalId": "x"}


class Authenticator:
    """An app on a phone whose clock may be wrong by some seconds."""

    def __init__(self, here: People, off: float = 0) -> None:
        self.here = here
        self.off = off
        self.secret = ""

    @property
    def code(self) -> str:
        """What the app shows now."""
        return totp.code_at(totp.read(self.secret), totp.step_at(self.here.world.now + self.off))

    @property
    def wrong(self) -> str:
        """A code that the app shows neither now nor soon."""
        near = {totp.code_at(totp.read(self.secret), totp.step_at(self.here.world.now) + step) for step in range(-3, 4)}
        return next(code for code in ("000000", *(f"{number:06}" for number in range(1, 9))) if code not in near)

    def offer(self, mode: str = "OPTIONAL") -> None:
        """Let the pool's users have authenticator apps."""
        self.here.administered(
            "SetUserPoolMfaConfig", MfaConfiguration=mode, SoftwareTokenMfaConfiguration={"Enabled": True}
        )

    def text(self, username: str = "ana", mode: str = "OPTIONAL") -> None:
        """Have the pool send codes by SMS as well, and switch that on for somebody, preferring nothing."""
        self.here.administered(
            "SetUserPoolMfaConfig",
            MfaConfiguration=mode,
            SoftwareTokenMfaConfiguration={"Enabled": True},
            SmsMfaConfiguration={"SmsConfiguration": SMS_CONFIGURATION},
        )
        phone = [{"Name": "phone_number", "Value": PHONE}]
        self.here.administered("AdminUpdateUserAttributes", Username=username, UserAttributes=phone)
        self.here.administered("AdminSetUserMFAPreference", Username=username, SMSMfaSettings={"Enabled": True})

    def mail(self, username: str = "ana", mode: str = "OPTIONAL") -> None:
        """Have the pool send codes by e-mail besides all else, and switch that on for somebody, preferring nothing.

        The pool must have SES for its sender.
        """
        self.here.administered(
            "SetUserPoolMfaConfig",
            MfaConfiguration=mode,
            SoftwareTokenMfaConfiguration={"Enabled": True},
            SmsMfaConfiguration={"SmsConfiguration": SMS_CONFIGURATION},
            EmailMfaConfiguration={},
        )
        email = [{"Name": "email", "Value": f"{username}@example.com"}, {"Name": "email_verified", "Value": "true"}]
        self.here.administered("AdminUpdateUserAttributes", Username=username, UserAttributes=email)
        self.here.administered("AdminSetUserMFAPreference", Username=username, EmailMfaSettings={"Enabled": True})

    def associate(self, **whose: str) -> Reply:
        """Take the secret, by AccessToken or Session."""
        reply = self.here.world.call("cognito-idp", "AssociateSoftwareToken", whose)
        if reply.ok:
            self.secret = reply.output["SecretCode"]
        return reply

    def verify(self, code: str = "", **whose: str) -> Reply:
        """Prove that the app has the secret."""
        return self.here.world.call("cognito-idp", "VerifySoftwareToken", {"UserCode": code or self.code, **whose})

    def set_up(self, **whose: str) -> Reply:
        """Take both steps; the second one with the Session that the first one gives."""
        taken = self.associate(**whose)
        again = {"Session": taken.output["Session"]} if "Session" in whose and taken.ok else whose
        return self.verify(**again) if taken.ok else taken

    def switch_on(self, username: str = "ana", mode: str = "OPTIONAL") -> str:
        """Set the app up for somebody, prefer it, and return the access token that did it."""
        self.here.administered("AdminSetUserPassword", Username=username, Password=PASSWORD, Permanent=True)
        token = self.here.tokens(username)["AccessToken"]
        self.offer(mode)
        reply = self.set_up(AccessToken=token)
        assert reply.ok, reply.error
        on = {"Enabled": True, "PreferredMfa": True}
        self.here.done("SetUserMFAPreference", AccessToken=token, SoftwareTokenMfaSettings=on)
        return token

    def asked(self, username: str = "ana") -> str:
        """Sign in with the password, which must lead to the app, and return the Session."""
        reply = self.here.sign_in(username)
        assert reply.ok, reply.error
        assert reply.output["ChallengeName"] == FACTOR
        return reply.output["Session"]

    def answer(self, session: str, code: str = "", username: str = "ana") -> Reply:
        """Answer with a code."""
        responses = {"USERNAME": username, "SOFTWARE_TOKEN_MFA_CODE": code or self.code}
        return self.here.call(
            "RespondToAuthChallenge", ChallengeName=FACTOR, Session=session, ChallengeResponses=responses
        )
