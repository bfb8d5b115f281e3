"""Where the CSV file of a user import is put: a presigned address of a bucket that is Cognito's own.

Source: Developer Guide, "Creating and running the Amazon Cognito user pool import job"; Amazon S3 User Guide,
"Download and upload objects with presigned URLs".
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from cogtui.cloud import clock
from cogtui.cloud.call import Call
from cogtui.cloud.ids import BASE32, BASE64
from cogtui.cloud.issuers import local_issuer
from cogtui.cloud.services.cognito_idp.records import POOLS, UserPool
from cogtui.cloud.services.cognito_idp.users import import_errors
from cogtui.cloud.services.cognito_idp.users.import_records import (
    EXPIRES_AFTER,
    IMPORT_FILES,
    IMPORT_JOBS,
    URL_SECONDS,
    ImportFile,
    ImportJob,
)
from cogtui.cloud.web import WebRefusal, WebRequest, WebResponse

BUCKET = "aws-cognito-idp-user-import-"
"""What the bucket's name begins with; a region's short name follows."""

MOST_CHARACTERS = 4 * 2**20
"""DIFFERS: AWS takes files of 100 MB."""

_HOST = re.compile(rf"{BUCKET}[a-z0-9-]+\.s3\.[a-z0-9-]+\.amazonaws\.com")
_SHORT = {
    "us-east-1": "iad",
    "us-east-2": "cmh",
    "us-west-1": "sfo",
    "us-west-2": "pdx",
    "eu-west-1": "dub",
    "eu-central-1": "fra",
    "ap-northeast-1": "nrt",
    "ap-southeast-1": "sin",
    "ap-southeast-2": "syd",
}
"""DIFFERS: AWS's short names of other regions are not published; there the region's own name stands."""

ENCRYPTION = "x-amz-server-side-encryption"


def bucket_of(region: str) -> str:
    """Return the bucket that takes the files of a region's pools."""
    return BUCKET + _SHORT.get(region, region)


def host_of(region: str) -> str:
    """Return the host of that bucket."""
    return f"{bucket_of(region)}.s3.{region}.amazonaws.com"


def is_host(host: str) -> bool:
    """Tell whether a host is such a bucket."""
    return _HOST.fullmatch(host) is not None


def address(call: Call, pool: UserPool, job_id: str) -> str:
    """Return a fresh PreSignedUrl; at an endpoint whose pools go by its own address, one that leads there.

    DIFFERS: token, key and signature are drawn, not computed: nobody else knows the key that would have made them.
    """
    stamp = clock.iso(call.now).replace("-", "").replace(":", "")
    scope = f"ASIA{call.ids.text(16, BASE32)}/{stamp[:8]}/{pool.region}/s3/aws4_request"
    query = {
        "X-Amz-Security-Token": f"IQoJb3JpZ2luX2Vj{call.ids.text(120, BASE64)}==",
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Date": stamp,
        "X-Amz-SignedHeaders": f"host;{ENCRYPTION}",
        "X-Amz-Expires": str(URL_SECONDS),
        "X-Amz-Credential": scope,
        "X-Amz-Signature": call.ids.octets(32).hex(),
    }
    base = local_issuer(call.tx)
    root = f"{base}/{bucket_of(pool.region)}" if base else f"https://{host_of(pool.region)}"
    return f"{root}/{pool.account}/{pool.id}/{job_id}?{urlencode(query, quote_via=quote, safe='')}"


def receive(call: Call, request: WebRequest) -> WebResponse:
    """Take the file that is put at a job's address; the last one counts."""
    call.title = call.title or "Upload the file of an import"
    wrong = import_errors.upload_refused(
        "MethodNotAllowed", "The specified method is not allowed against this resource.", 405
    )
    call.require("idp.import.method", request.method == "PUT", wrong, wants="PUT", has=request.method)
    job = _job_at(call, request)
    late = import_errors.upload_refused("AccessDenied", "Request has expired")
    end = job.created + URL_SECONDS
    call.require("idp.import.url_time", call.now < end, late, now=call.now, expires=end)
    given = request.headers.get(ENCRYPTION, "")
    call.require("idp.import.encryption", given == "aws:kms", _unsigned(), wants="aws:kms", has=given)
    size = len(request.content)
    large = import_errors.upload_refused(
        "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.", 400
    )
    call.require("idp.import.size", size <= MOST_CHARACTERS, large, most=MOST_CHARACTERS, has=size)
    call.tx.put(IMPORT_FILES, ImportFile(job.pool_id, job.id, request.content, job.created + EXPIRES_AFTER))
    digest = hashlib.blake2b(request.content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return WebResponse(headers={"etag": f'"{digest}"', ENCRYPTION: "aws:kms"})


def _job_at(call: Call, request: WebRequest) -> ImportJob:
    """Return the job whose address it is, and let the record tell whose it is."""
    parts = request.path.strip("/").split("/")
    pool = call.tx.get(POOLS, (parts[1],)) if len(parts) == 3 else None
    job = call.tx.get(IMPORT_JOBS, (parts[1], parts[2])) if pool and parts[0] == pool.account else None
    same = job is not None and dict(parse_qsl(urlsplit(job.url).query)) == request.query
    call.require("idp.import.url", same, _unsigned(), has=request.path)
    assert job is not None
    assert pool is not None
    call.account, call.region = pool.account, pool.region
    return job


def _unsigned() -> WebRefusal:
    text = (
        "The request signature we calculated does not match the signature you provided. "
        "Check your key and signing method."
    )
    return import_errors.upload_refused("SignatureDoesNotMatch", text)
