"""What is to be done about risks: SetRiskConfiguration, DescribeRiskConfiguration.

Source: Developer Guide, "Advanced security with threat protection".
DIFFERS: no risk is ever found and no list of stolen passwords is asked, so what is set here is only given back. Addresses that
are always blocked would be another matter: they are not simulated.
"""

from __future__ import annotations

from typing import Any

from cogtui.cloud.call import Call
from cogtui.cloud.clock import timestamp
from cogtui.cloud.errors import NotSimulated
from cogtui.cloud.services.cognito_idp.lookup import client_named, pool_named
from cogtui.cloud.services.cognito_idp.pools.settings import present
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.services.cognito_idp.threats.recording import require_on
from cogtui.cloud.services.cognito_idp.threats.threat_records import RISK_CONFIGURATIONS, RiskConfiguration

ALL_CLIENTS = "ALL"
"""What ClientId may say for the pool's own configuration."""


def set_risk_configuration(
    call: Call,
    *,
    UserPoolId: str,
    ClientId: str | None = None,
    CompromisedCredentialsRiskConfiguration: dict[str, Any] | None = None,
    AccountTakeoverRiskConfiguration: dict[str, Any] | None = None,
    RiskExceptionConfiguration: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Say what is to be done about risks, in place of what was said before."""
    pool = pool_named(call, UserPoolId)
    require_on(call, pool)
    client_id = _client_id(call, pool, ClientId)
    if (RiskExceptionConfiguration or {}).get("BlockedIPRangeList"):
        what = "RiskExceptionConfiguration with BlockedIPRangeList"
        call.refuse("door.simulated", NotSimulated(what), asked=what)
    settings = present(
        CompromisedCredentialsRiskConfiguration=CompromisedCredentialsRiskConfiguration,
        AccountTakeoverRiskConfiguration=AccountTakeoverRiskConfiguration,
        RiskExceptionConfiguration=RiskExceptionConfiguration,
    )
    made = RiskConfiguration(pool.id, client_id, call.now, settings)
    call.tx.put(RISK_CONFIGURATIONS, made)
    return {"RiskConfiguration": _described(made)}


def describe_risk_configuration(call: Call, *, UserPoolId: str, ClientId: str | None = None) -> dict[str, Any]:
    """Return what was said: for the app client, else nothing; without one, for the pool."""
    pool = pool_named(call, UserPoolId)
    require_on(call, pool)
    client_id = _client_id(call, pool, ClientId)
    found = call.tx.get(RISK_CONFIGURATIONS, (pool.id, client_id))
    # What AWS answers where nothing was set is not published.
    nothing = present(UserPoolId=pool.id, ClientId=client_id or None)
    return {"RiskConfiguration": _described(found) if found is not None else nothing}


def _client_id(call: Call, pool: UserPool, given: str | None) -> str:
    """Return the app client's id, empty for the pool's own configuration."""
    return "" if given in (None, ALL_CLIENTS) else client_named(call, pool, given).client_id


def _described(row: RiskConfiguration) -> dict[str, Any]:
    whose = present(UserPoolId=row.pool_id, ClientId=row.client_id or None)
    return {**whose, **row.settings, "LastModifiedDate": timestamp(row.modified)}
