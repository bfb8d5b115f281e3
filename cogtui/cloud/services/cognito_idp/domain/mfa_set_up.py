"""A second factor is set up at the pages, because the pool wants one and the user has none.

It is the API's challenge MFA_SETUP; for an authenticator app AssociateSoftwareToken and VerifySoftwareToken are asked through
the door. Source: Developer Guide, "TOTP software token MFA", "SMS and email message MFA".
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.callers import ANONYMOUS
from cogtui.cloud.services.cognito_idp.domain import answers, challenge_pages, half_sign_ins, unbuilt
from cogtui.cloud.services.cognito_idp.domain.records import HalfSignIn
from cogtui.cloud.services.cognito_idp.domain.visit import Visit
from cogtui.cloud.services.cognito_idp.signing_in.second_factors import SOFTWARE_TOKEN
from cogtui.cloud.sites import USER_POOLS


def begun(call: Call, visit: Visit, half: HalfSignIn) -> HalfSignIn:
    """Begin with the only factor that can be set up; with several, the page asks which."""
    offered = challenge_pages.to_set_up(half)
    if not offered:
        # AWS's page asks for a phone number; so would ours, if the challenge could be answered with one.
        page = unbuilt.not_simulated(visit, "Setting up a phone number at the sign-in pages")
        call.refuse("door.simulated", answers.refused(page, 501), place=visit.pool.place("MfaConfiguration", "mfa"))
    return choose(call, half, offered[0]) if len(offered) == 1 else half


def choose(call: Call, half: HalfSignIn, factor: str) -> HalfSignIn:
    """Go on with one factor: an authenticator app is given its secret."""
    told = half.told | {challenge_pages.CHOSEN: factor}
    if factor != SOFTWARE_TOKEN:
        return half_sign_ins.keep(call, half, told=told)
    given = _asked(call, "AssociateSoftwareToken", Session=half.session)
    told |= {challenge_pages.SECRET: given["SecretCode"]}
    return half_sign_ins.keep(call, half, told=told, session=given["Session"])


def prove(call: Call, half: HalfSignIn, code: str) -> str:
    """Prove that the app has the secret and return the Session that answers the challenge."""
    return _asked(call, "VerifySoftwareToken", Session=half.session, UserCode=code)["Session"]


def _asked(call: Call, operation: str, **params: Any) -> dict[str, Any]:
    return call.invoke(USER_POOLS, operation, params, ANONYMOUS)
