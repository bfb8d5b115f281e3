"""The file of a user import reaches its job at the endpoint: under the bucket's own name, and in S3's path style."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from cogtui.cloud.world import World
from tests.builders import a_user_pool, done
from tests.cloud.services.cognito_idp.imports import Import, log_role
from tests.cloud.services.cognito_idp.people import People
from tests.wire.local import Local

SIGNED = ("x-amz-server-side-encryption", "aws:kms")


def a_job(here: Local) -> Import:
    return Import(People(here.world, a_user_pool(here.world), ""), log_role(here.world))


@pytest.mark.parametrize("kind", [(), (("content-type", "text/csv"),), (("content-type", "binary/octet-stream"),)])
@pytest.mark.parametrize("path_style", [False, True])
def test_a_file_that_is_put_at_the_endpoint_is_imported(kind: tuple[tuple[str, str], ...], path_style: bool) -> None:
    here = Local(World("local"))
    job = a_job(here)
    url = urlsplit(job.url)
    path = f"/{url.netloc.partition('.')[0]}{url.path}" if path_style else url.path
    body = job.file(job.row("ána", name="Ána")).encode()
    host = "127.0.0.1" if path_style else url.netloc
    answer = here.ask("PUT", f"{path}?{url.query}", SIGNED, *kind, body=body, host=host)
    assert answer.status == 200
    job.people.administered("StartUserImportJob", JobId=job.id)
    assert job.now["ImportedUsers"] == 1
    assert job.people.profile("ána")["name"] == "Ána"


def test_without_the_header_that_was_signed_nothing_is_taken() -> None:
    here = Local(World("local"))
    url = urlsplit(a_job(here).url)
    assert here.ask("PUT", f"{url.path}?{url.query}", body=b"x", host=url.netloc).status == 403


def test_where_pools_go_by_the_endpoint_s_address_the_url_leads_there() -> None:
    here = Local(World("local"), local_issuer=True)
    job = a_job(here)
    assert job.url.startswith(f"{here.endpoint.url}/aws-cognito-idp-user-import-iad/")
    url = urlsplit(job.url)
    answer = here.ask("PUT", f"{url.path}?{url.query}", SIGNED, body=b"x", host=url.netloc)
    assert answer.status == 200
    assert done(here.world, "cognito-idp", "ListUserImportJobs", UserPoolId=job.people.pool, MaxResults=1)
