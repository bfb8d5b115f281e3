"""Which condition keys tell who asks (IAM User Guide, "AWS global condition context keys")."""

from __future__ import annotations

import pytest

from cogtui.cloud.accounts.principals import root_principal
from cogtui.cloud.door.request_context import Context, caller_keys, resource_keys
from cogtui.cloud.policy.request import ANONYMOUS_PRINCIPAL, Principal
from tests.cloud.services.organizations.companies import MANAGEMENT, MEMBER, STRANGER, Company

SERVICE = Principal("service", arn="delivery.logs.amazonaws.com", service="delivery.logs.amazonaws.com")


@pytest.mark.parametrize(
    ("principal", "keys"),
    [
        (
            ANONYMOUS_PRINCIPAL,
            {"aws:PrincipalType": "Anonymous", "aws:PrincipalAccount": "anonymous", "aws:userid": "anonymous"},
        ),
        (
            SERVICE,
            {
                "aws:PrincipalType": "Service",
                "aws:PrincipalIsAWSService": "true",
                "aws:PrincipalServiceName": SERVICE.service,
                "aws:PrincipalServiceNamesList": (SERVICE.service,),
            },
        ),
        (
            root_principal(STRANGER),
            {
                "aws:PrincipalType": "Account",
                "aws:PrincipalAccount": STRANGER,
                "aws:PrincipalArn": f"arn:aws:iam::{STRANGER}:root",
                "aws:PrincipalIsAWSService": "false",
                "aws:userid": STRANGER,
            },
        ),
    ],
    ids=["anonymous", "service", "root"],
)
def test_a_caller_fills_these_keys_and_no_others(principal: Principal, keys: Context) -> None:
    assert caller_keys(Company().world.store, principal) == keys


def test_the_organization_tells_of_itself_on_both_sides() -> None:
    company = Company()
    store = company.world.store
    path = f"{company.id}/{company.root}/{company.dev}/"
    caller, owner = caller_keys(store, root_principal(MEMBER)), resource_keys(store, MEMBER)
    assert (caller["aws:PrincipalOrgID"], caller["aws:PrincipalOrgPaths"]) == (company.id, (path,))
    assert (owner["aws:ResourceOrgID"], owner["aws:ResourceOrgPaths"]) == (company.id, (path,))
    at_root = resource_keys(store, MANAGEMENT)
    assert at_root["aws:ResourceOrgPaths"] == (f"{company.id}/{company.root}/",)
