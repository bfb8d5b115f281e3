"""LambdaConfig: which functions a pool runs, and when.

Source: API CreateUserPool, LambdaConfigType, PreTokenGenerationVersionConfigType. DIFFERS: whether AWS looks for a function when
it is configured is not documented; here, as far as is known there, an unknown ARN shows at the first event.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.services.cognito_idp.triggers import trigger_errors

PRE_TOKEN = "PreTokenGeneration"
VERSIONED = "PreTokenGenerationConfig"

UNBUILT = ("CustomSMSSender", "CustomEmailSender", "InboundFederation")


def checked(call: Call, given: dict[str, Any], tier: str) -> dict[str, Any]:
    """Return LambdaConfig as the pool keeps it, once it holds."""
    unbuilt = ", ".join(name for name in UNBUILT if given.get(name))
    if unbuilt:
        what = f"LambdaConfig with {unbuilt}"
        call.refuse("door.simulated", NotSimulated(what), asked=what)
    versioned: dict[str, str] = given.get(VERSIONED) or {}
    same = not versioned or given.get(PRE_TOKEN, versioned["LambdaArn"]) == versioned["LambdaArn"]
    call.require("idp.trigger.one_function", same, trigger_errors.two_functions, has=versioned)
    version = versioned.get("LambdaVersion", "V1_0")
    has = version == "V1_0" or tier != "LITE"
    call.require("idp.trigger.tier", has, lambda: trigger_errors.not_in_tier(version), tier=tier, version=version)
    return dict(given)


def function_at(pool: UserPool, trigger: str) -> str:
    """Return the ARN of the function that runs at a trigger; empty where none does."""
    if trigger == PRE_TOKEN and pool.triggers.get(VERSIONED):
        return str(pool.triggers[VERSIONED]["LambdaArn"])
    return str(pool.triggers.get(trigger) or "")


def token_version(pool: UserPool) -> str:
    """Return the version of the events before tokens are made: "1", "2" or "3"."""
    versioned: dict[str, str] = pool.triggers.get(VERSIONED) or {}
    return versioned.get("LambdaVersion", "V1_0")[1:2]
