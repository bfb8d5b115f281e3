"""The server's part of SRP sign-ins: InitiateAuth with USER_SRP_AUTH, and the answer to PASSWORD_VERIFIER with its tokens.

The client's part, which costs as much again, is done before the stopwatch runs or while it stands still.
"""

from __future__ import annotations

import base64
import statistics
import time
from datetime import UTC, datetime
from typing import Any, Final

from cogtui.cloud.services.cognito_idp.signing_in import srp
from cogtui.dev.benchmarks.row import Row, counted
from cogtui.dev.benchmarks.scene import PASSWORD, USERNAME, Scene, a_scene

TURNS: Final = 40
SECRET: Final = int("5a" * 128, 16)
"""The client's secret number, 1,024 bits as real clients choose it."""


def rows(share: float) -> list[Row]:
    """Measure SRP."""
    scene = a_scene()
    client_id = _client_with_srp(scene)
    public = pow(srp.G, SECRET, srp.N)
    _sign_in(scene, client_id, public)
    spent = [_sign_in(scene, client_id, public) for _ in range(counted(TURNS, share))]
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


def _sign_in(scene: Scene, client_id: str, public: int) -> float:
    """Sign in once and return the seconds that the server took."""
    begin = time.process_time()
    asked = {"USERNAME": USERNAME, "SRP_A": f"{public:x}"}
    challenge = scene.call(
        "cognito-idp", "InitiateAuth", {"ClientId": client_id, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": asked}
    )["ChallengeParameters"]
    spent = time.process_time() - begin
    answer = _proved(scene, challenge, public)
    begin = time.process_time()
    scene.call(
        "cognito-idp",
        "RespondToAuthChallenge",
        {"ClientId": client_id, "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": answer},
    )
    return spent + time.process_time() - begin


def _proved(scene: Scene, challenge: dict[str, Any], public: int) -> dict[str, str]:
    """Return the client's proof that it knows the password."""
    pool_name = scene.user_pool_id.split("_", 1)[1]
    user_id, salt = (
        challenge["USER_ID_FOR_SRP"],
        bytes.fromhex(challenge["SALT"].zfill(len(challenge["SALT"]) + len(challenge["SALT"]) % 2)),
    )
    theirs = int(challenge["SRP_B"], 16)
    x = int.from_bytes(srp.hash_password(pool_name, user_id, PASSWORD, salt))
    u = srp.scramble(public, theirs)
    secret = pow(theirs - srp.K * pow(srp.G, x, srp.N), SECRET + u * x, srp.N)
    now = datetime.fromtimestamp(scene.world.now, UTC)
    stamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now.year}"
    block = base64.b64decode(challenge["SECRET_BLOCK"])
    return {
        "USERNAME": user_id,
        "PASSWORD_CLAIM_SECRET_BLOCK": challenge["SECRET_BLOCK"],
        "PASSWORD_CLAIM_SIGNATURE": srp.signature(srp.derived_key(secret, u), pool_name, user_id, block, stamp),
        "TIMESTAMP": stamp,
    }
