"""Where a pool's logs go: GetLogDeliveryConfiguration, SetLogDeliveryConfiguration.

Source: API LogConfigurationType; Developer Guide, "Exporting logs from Amazon Cognito user pools".
DIFFERS: CloudWatch Logs and Firehose are not simulated, so nothing is delivered; buckets are, and are refused as not built.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.errors import AwsError, NotSimulated
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.pools.log_records import LOG_DELIVERIES, LogDelivery
from cogtui.cloud.services.cognito_idp.records import UserPool

Configuration = dict[str, Any]

AUTH_EVENTS = "userAuthEvents"
_LEVELS = {"userNotification": "ERROR", AUTH_EVENTS: "INFO"}
_DESTINATIONS = ("CloudWatchLogsConfiguration", "S3Configuration", "FirehoseConfiguration")


def get_log_delivery_configuration(call: Call, *, UserPoolId: str) -> dict[str, Any]:
    """Return where the pool's logs go; nowhere before anybody said so."""
    pool = pool_named(call, UserPoolId)
    found = call.tx.get(LOG_DELIVERIES, (pool.id,))
    return _described(found or LogDelivery(pool.id, ()))


def set_log_delivery_configuration(
    call: Call, *, UserPoolId: str, LogConfigurations: list[Configuration]
) -> dict[str, Any]:
    """Say where the pool's logs go, in place of what was said before."""
    pool = pool_named(call, UserPoolId)
    sources = [given["EventSource"] for given in LogConfigurations]
    # The classes of these errors are documented; no captures of their texts are known.
    twice = invalid_parameter("Each EventSource can be configured once.")
    call.require("idp.logs.once", len(sources) == len(set(sources)), twice, has=sources)
    for given in LogConfigurations:
        _check(call, pool, given)
    made = LogDelivery(pool.id, tuple(LogConfigurations))
    call.tx.put(LOG_DELIVERIES, made)
    return _described(made)


def _check(call: Call, pool: UserPool, given: Configuration) -> None:
    source, level = given["EventSource"], given["LogLevel"]
    wrong = invalid_parameter(f"LogLevel {level} is not supported for EventSource {source}.")
    call.require("idp.logs.level", level == _LEVELS[source], wrong, wants=_LEVELS[source], has=level)
    there = [name for name in _DESTINATIONS if given.get(name)]
    one = invalid_parameter("Exactly one log destination must be configured for each EventSource.")
    call.require("idp.logs.destination", len(there) == 1, one, has=there)
    tier = pool.settings.get("UserPoolTier", "")
    text = f"The following features need to be disabled for the {tier} pricing tier configured: Log Export"
    error = AwsError("FeatureUnavailableInTierException", text)
    call.require("idp.logs.tier", source != AUTH_EVENTS or tier == "PLUS", error, tier=tier)
    if there == ["S3Configuration"]:
        call.refuse("door.simulated", NotSimulated("Delivery of logs to a bucket"), asked=given["S3Configuration"])


def _described(delivery: LogDelivery) -> dict[str, Any]:
    shape = {"UserPoolId": delivery.pool_id, "LogConfigurations": list(delivery.configurations)}
    return {"LogDeliveryConfiguration": shape}
