"""Names as AWS, boto3 and the CLI spell them, with botocore as the oracle."""

from __future__ import annotations

import pytest
from botocore import xform_name

from cogtui.cloud.catalog import names, reader


@pytest.mark.parametrize("service", reader.services())
def test_every_operation_and_member_is_spelled_as_botocore_spells_it(service: str):
    known = reader.service(service)
    every = {*known.operations, *(name for shape in known.shapes.values() for name in shape.members)}

    assert {name: (names.snake(name), names.kebab(name)) for name in every} == {
        name: (xform_name(name, "_"), xform_name(name, "-")) for name in every
    }


@pytest.mark.parametrize("service", reader.services())
def test_every_operation_is_found_again(service: str):
    for operation in reader.operations(service):
        for spelled in (operation, names.snake(operation), names.kebab(operation)):
            assert names.operation_named(service, spelled) == operation


@pytest.mark.parametrize(
    ("name", "cli"),
    [
        ("GetCredentialsForIdentity", "get-credentials-for-identity"),
        ("IdentityPoolId", "identity-pool-id"),
        ("CallbackURLs", "callback-urls"),
        ("OpenIdConnectProviderARNs", "open-id-connect-provider-arns"),
        ("AllowedOAuthFlows", "allowed-o-auth-flows"),
        ("SAMLAssertion", "saml-assertion"),
        ("ListObjectsV2", "list-objects-v2"),
    ],
)
def test_the_cli_spells_a_name_so(name: str, cli: str):
    assert names.kebab(name) == cli


def test_a_name_that_is_not_one_is_none():
    assert names.operation_named("sts", "get-caller-identitty") is None
