"""A pool's certificate for SAML, and where its logs are to go."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from cogtui.cloud.clock import timestamp
from tests.builders import a_user_pool, done
from tests.cloud.services.cognito_idp.people import people, refusal

GROUP = {"LogGroupArn": "arn:aws:logs:us-east-1:111122223333:log-group:pool"}
STREAM = {"StreamArn": "arn:aws:firehose:us-east-1:111122223333:deliverystream/pool"}
NOTIFICATIONS = {"EventSource": "userNotification", "LogLevel": "ERROR", "CloudWatchLogsConfiguration": GROUP}
EVENTS = {"EventSource": "userAuthEvents", "LogLevel": "INFO", "FirehoseConfiguration": STREAM}


def test_the_certificate_is_signed_by_the_pool_itself_and_good_for_ten_years() -> None:
    here = people()
    text = here.administered("GetSigningCertificate")["Certificate"]
    certificate = x509.load_der_x509_certificate(base64.b64decode(text))
    certificate.verify_directly_issued_by(certificate)
    assert isinstance(certificate.public_key(), RSAPublicKey)
    assert certificate.subject.rfc4514_string() == f"CN={here.pool}"
    created = timestamp(int(here.world.now))
    assert certificate.not_valid_before_utc == created
    assert certificate.not_valid_after_utc == created + timedelta(days=3650)


def test_a_pool_keeps_its_certificate_and_shares_it_with_no_other() -> None:
    here = people()
    first = here.administered("GetSigningCertificate")
    here.wait(days=400)
    assert here.administered("GetSigningCertificate") == first
    other = done(here.world, "cognito-idp", "GetSigningCertificate", UserPoolId=a_user_pool(here.world))
    assert other != first


def test_logs_go_nowhere_until_somebody_says_where() -> None:
    here = people(UserPoolTier="PLUS")
    nowhere = {"LogDeliveryConfiguration": {"UserPoolId": here.pool, "LogConfigurations": []}}
    assert here.administered("GetLogDeliveryConfiguration") == nowhere
    given = [NOTIFICATIONS, EVENTS]
    told = here.administered("SetLogDeliveryConfiguration", LogConfigurations=given)
    assert told["LogDeliveryConfiguration"]["LogConfigurations"] == given
    assert here.administered("GetLogDeliveryConfiguration") == told
    here.administered("SetLogDeliveryConfiguration", LogConfigurations=[])
    assert here.administered("GetLogDeliveryConfiguration") == nowhere


@pytest.mark.parametrize(
    ("configurations", "code", "rule"),
    [
        ([NOTIFICATIONS, NOTIFICATIONS], "InvalidParameterException", "idp.logs.once"),
        ([NOTIFICATIONS | {"LogLevel": "INFO"}], "InvalidParameterException", "idp.logs.level"),
        ([NOTIFICATIONS | {"FirehoseConfiguration": STREAM}], "InvalidParameterException", "idp.logs.destination"),
        (
            [{"EventSource": "userNotification", "LogLevel": "ERROR"}],
            "InvalidParameterException",
            "idp.logs.destination",
        ),
        ([EVENTS], "FeatureUnavailableInTierException", "idp.logs.tier"),
    ],
)
def test_logs_that_nobody_delivers_so_are_refused(configurations: list[Any], code: str, rule: str) -> None:
    reply = people().asked("SetLogDeliveryConfiguration", LogConfigurations=configurations)
    assert refusal(reply)[0] == code
    assert reply.record.refused_by == (rule,)


def test_delivery_to_a_bucket_is_not_simulated() -> None:
    here = people(UserPoolTier="PLUS")
    given = {"EventSource": "userAuthEvents", "LogLevel": "INFO", "S3Configuration": {"BucketArn": "arn:aws:s3:::logs"}}
    assert refusal(here.asked("SetLogDeliveryConfiguration", LogConfigurations=[given]))[0] == "NotImplemented"
