"""The server's part of SRP sign-ins: InitiateAuth with USER_SRP_AUTH, and the answer to PASSWORD_VERIFIER with its tokens.

The client's part, which costs as much again, is done before the stopwatch runs or while it stands still.
"""

from __future__ import annotations

import statistics
import time
from typing import Final

from cogtui.dev.benchmarks.row import Row, counted
from cogtui.dev.benchmarks.scene import PASSWORD, USERNAME, Scene, a_scene
from cogtui.device.srp import SrpExchange

TURNS: Final = 40
EXCHANGE: Final = SrpExchange(int("5a" * 128, 16))
"""The client's secret number has 1,024 bits, as real clients choose it."""


def rows(share: float) -> list[Row]:
    """Measure SRP."""
    scene = a_scene()
    client_id = _client_with_srp(scene)
    _sign_in(scene, client_id)
    spent = [_sign_in(scene, client_id) for _ in range(counted(TURNS, share))]
    second = statistics.median(spent)
    return [Row("srp", "SRP sign-ins, the server's part", 1 / second, "/s", None, f"{second * 1000:.1f} ms each")]


def _client_with_srp(scene: Scene) -> str:
    asked = {
        "UserPoolId": scene.user_pool_id,
        "ClientName": "srp",
        "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }
    made = scene.call("cognito-idp", "CreateUserPoolClient", asked, caller=scene.world.operator)
    return made["UserPoolClient"]["ClientId"]


def _sign_in(scene: Scene, client_id: str) -> float:
    """Sign in once and return the seconds that the server took."""
    asked = {"USERNAME": USERNAME, "SRP_A": EXCHANGE.public}
    begin = time.process_time()
    challenge = scene.call(
        "cognito-idp", "InitiateAuth", {"ClientId": client_id, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": asked}
    )["ChallengeParameters"]
    spent = time.process_time() - begin
    proof = EXCHANGE.proof(scene.user_pool_id, PASSWORD, challenge, scene.world.now)
    answer = {"USERNAME": challenge["USER_ID_FOR_SRP"], **proof}
    begin = time.process_time()
    scene.call(
        "cognito-idp",
        "RespondToAuthChallenge",
        {"ClientId": client_id, "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": answer},
    )
    return spent + time.process_time() - begin
