"""Importing users from a CSV file: GetCSVHeader and the operations on import jobs.

Source: Developer Guide, "Importing users into user pools from a CSV file" and the pages below it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from cogtui.cloud.call import Call
from cogtui.cloud.callers import Service
from cogtui.cloud.clock import timestamp
from cogtui.cloud.errors import AwsError
from cogtui.cloud.ids import ALNUM
from cogtui.cloud.paging import Paging, page_of
from cogtui.cloud.services.cognito_idp.errors import invalid_parameter
from cogtui.cloud.services.cognito_idp.lookup import pool_named
from cogtui.cloud.services.cognito_idp.pools.settings import present
from cogtui.cloud.services.cognito_idp.records import UserPool
from cogtui.cloud.services.cognito_idp.users import import_csv, import_errors, import_upload
from cogtui.cloud.services.cognito_idp.users.import_records import IMPORT_FILES, IMPORT_JOBS, ImportJob, as_of
from cogtui.cloud.services.cognito_idp.users.import_rows import Result, taken_in

Output = dict[str, Any]

MOST_JOBS = 1000
"""Per pool (Quotas in Amazon Cognito)."""
MOST_TOLD = 50
"""Lines that made no user, as many as one record tells of."""

_OURSELVES = Service("cognito-idp.amazonaws.com")
_PAGING = Paging("idp.page.token", lambda: invalid_parameter("Invalid PaginationToken."), "PaginationToken")

SUCCESS = "Import Job Completed Successfully."
TOO_MANY = "Too many users have failed or been skipped during the import."
STOPPED = "The Import Job was stopped by the developer."
# No capture of AWS's messages for these two is known.
NO_ROLE = "The CloudWatch Logs role cannot be assumed."
UNREADABLE = "The csv file cannot be parsed."


def get_csv_header(call: Call, *, UserPoolId: str) -> Output:
    """Return the columns that a file for the pool must have."""
    pool = pool_named(call, UserPoolId)
    return {"UserPoolId": pool.id, "CSVHeader": import_csv.header(pool)}


def create_user_import_job(call: Call, *, JobName: str, UserPoolId: str, CloudWatchLogsRoleArn: str) -> Output:
    """Make a job; its PreSignedUrl takes the file for 15 minutes."""
    pool = pool_named(call, UserPoolId)
    count = sum(1 for _ in call.tx.scan(IMPORT_JOBS, pool.id))
    call.require("idp.import.quota", count < MOST_JOBS, import_errors.too_many_jobs, most=MOST_JOBS, has=count)
    job_id = f"import-{call.ids.text(10, ALNUM)}"
    url = import_upload.address(call, pool, job_id)
    job = ImportJob(pool.id, job_id, JobName, CloudWatchLogsRoleArn, url, call.now, call.ids.number())
    call.tx.put(IMPORT_JOBS, job)
    return {"UserImportJob": _described(job)}


def describe_user_import_job(call: Call, *, UserPoolId: str, JobId: str) -> Output:
    """Return how far a job has come."""
    return {"UserImportJob": _described(_job_named(call, pool_named(call, UserPoolId), JobId))}


def list_user_import_jobs(
    call: Call, *, UserPoolId: str, MaxResults: int, PaginationToken: str | None = None
) -> Output:
    """List the pool's jobs, the newest first."""
    del PaginationToken  # the page reads it
    pool = pool_named(call, UserPoolId)
    found = sorted(call.tx.scan(IMPORT_JOBS, pool.id), key=_newest_first)
    page = page_of(call, found, _newest_first, MaxResults, _PAGING)
    return {"UserImportJobs": [_described(as_of(job, call.now)) for job in page.rows], **page.more}


def start_user_import_job(call: Call, *, UserPoolId: str, JobId: str) -> Output:
    """Begin a job whose file was uploaded.

    DIFFERS: the import takes no time. The answer says Pending, as AWS's does; whoever asks next finds the job at its end,
    so none is ever seen InProgress or Stopping, and no second job of the account meets one that is active.
    """
    pool = pool_named(call, UserPoolId)
    job = _job_named(call, pool, JobId)
    _require_created(call, job)
    verified = pool.place("AutoVerifiedAttributes", "auto_verified")
    call.require("idp.import.verifies", pool.auto_verified, import_errors.nothing_verified, place=verified)
    file = call.tx.get(IMPORT_FILES, (pool.id, job.id))
    call.require("idp.import.file", file is not None, lambda: import_errors.no_file(job.id), place=job.place)
    assert file is not None
    call.tx.delete(IMPORT_FILES, (pool.id, job.id))
    begun = msgspec.structs.replace(job, status="Pending", started=call.now)
    call.tx.put(IMPORT_JOBS, _run(call, pool, begun, file.text))
    return {"UserImportJob": _described(begun)}


def stop_user_import_job(call: Call, *, UserPoolId: str, JobId: str) -> Output:
    """End a job for good that is not at its end."""
    pool = pool_named(call, UserPoolId)
    job = _job_named(call, pool, JobId)
    open_ = job.status == "Created"
    error = import_errors.wrong_status(job.id, job.status, "stopped")
    call.require("idp.import.stoppable", open_, error, place=job.place, has=job.status)
    call.tx.delete(IMPORT_FILES, (pool.id, job.id))
    stopped = msgspec.structs.replace(job, status="Stopped", completed=call.now, message=STOPPED)
    call.tx.put(IMPORT_JOBS, stopped)
    return {"UserImportJob": _described(stopped)}


def _newest_first(job: ImportJob) -> str:
    return f"{10**9 - job.number:010d}"


def _job_named(call: Call, pool: UserPool, job_id: str) -> ImportJob:
    job = call.tx.get(IMPORT_JOBS, (pool.id, job_id))
    call.require("idp.import.exists", job is not None, import_errors.no_job(job_id), job=job_id, pool=pool.id)
    assert job is not None
    return as_of(job, call.now)


def _require_created(call: Call, job: ImportJob) -> None:
    error = import_errors.wrong_status(job.id, job.status, "started")
    call.require("idp.import.fresh", job.status == "Created", error, place=job.place, wants="Created", has=job.status)


# ------------------------------------------------------------------------------------------------------------ the import


def _run(call: Call, pool: UserPool, job: ImportJob, text: str) -> ImportJob:
    """Import the file and return the job at its end; nothing in a file makes the call fail."""
    if not _may_log(call, job):
        return _ended(call, job, "Failed", NO_ROLE)
    try:
        lines = import_csv.read(pool, text)
    except import_csv.Unparsable as refused:
        call.note("idp.import.readable", False, note=str(refused))
        return _ended(call, job, "Failed", UNREADABLE)
    call.note("idp.import.readable", True, users=len(lines))
    results = [taken_in(call, pool, line) for line in lines]
    _tell(call, results)
    counts = Counter(result.outcome for result in results)
    imported, others = counts["SUCCEEDED"], counts["FAILED"] + counts["SKIPPED"]
    # DIFFERS: how many are too many is not published. The two known cases had 0 of 1 and 14 of 46 users imported.
    enough = imported >= others
    call.note("idp.import.enough", enough, imported=imported, others=others)
    counted = msgspec.structs.replace(job, imported=imported, skipped=counts["SKIPPED"], failed=counts["FAILED"])
    return _ended(call, counted, *(("Succeeded", SUCCESS) if enough else ("Failed", TOO_MANY)))


def _may_log(call: Call, job: ImportJob) -> bool:
    """Assume the role that the log is written with.

    DIFFERS: what its policies allow is not looked at, for CloudWatch Logs is not simulated: the lines of the log stand in the
    call's record.
    """
    try:
        call.invoke("sts", "AssumeRole", {"RoleArn": job.role_arn, "RoleSessionName": job.id}, _OURSELVES)
    except AwsError as refused:
        call.note("idp.import.role", False, role=job.role_arn, note=refused.message)
        return False
    call.note("idp.import.role", True, role=job.role_arn)
    return True


def _tell(call: Call, results: list[Result]) -> None:
    """Note the lines that made no user."""
    for result in [result for result in results if result.outcome != "SUCCEEDED"][:MOST_TOLD]:
        call.note("idp.import.row", False, line=result.number, note=result.text)


def _ended(call: Call, job: ImportJob, status: str, message: str) -> ImportJob:
    return msgspec.structs.replace(job, status=status, completed=call.now, message=message)


def _described(job: ImportJob) -> Output:
    """Return a job in AWS's shape (UserImportJobType)."""
    return {
        "JobName": job.name,
        "JobId": job.id,
        "UserPoolId": job.pool_id,
        "PreSignedUrl": job.url,
        "CreationDate": timestamp(job.created),
        "Status": job.status,
        "CloudWatchLogsRoleArn": job.role_arn,
        "ImportedUsers": job.imported,
        "SkippedUsers": job.skipped,
        "FailedUsers": job.failed,
        **present(
            StartDate=timestamp(job.started) if job.started is not None else None,
            CompletionDate=timestamp(job.completed) if job.completed is not None else None,
            CompletionMessage=job.message or None,
        ),
    }
