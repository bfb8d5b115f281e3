"""A call that goes well for every simulated operation."""

from __future__ import annotations

import pytest

from cogtui.cloud.catalog import reader
from cogtui.cloud.services import registry
from tests.clients.valid_aws import IAM, S3, STS
from tests.clients.valid_cognito import COGNITO_IDENTITY, COGNITO_IDP
from tests.clients.valid_organizations import ORGANIZATIONS
from tests.clients.valid_sns import SNS
from tests.clients.valid_sync import COGNITO_SYNC
from tests.clients.valid_sync_push import SYNC_PUSH

TABLES = {
    "cognito-idp": COGNITO_IDP,
    "cognito-identity": COGNITO_IDENTITY,
    "cognito-sync": COGNITO_SYNC | SYNC_PUSH,
    "sts": STS,
    "iam": IAM,
    "s3": S3,
    "organizations": ORGANIZATIONS,
    "sns": SNS,
}
VALID = {(service, operation): valid for service, table in TABLES.items() for operation, valid in table.items()}

SIMULATED = [(service, name) for service in reader.services() for name in sorted(registry.simulated(service))]

EACH = pytest.mark.parametrize(("service", "operation"), SIMULATED, ids=lambda part: part)
