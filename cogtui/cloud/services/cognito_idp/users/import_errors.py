"""The errors of user imports. Texts are AWS's own where one has been published; the others say so."""

from __future__ import annotations

from cogtui.cloud.errors import AwsError
from cogtui.cloud.web import WebRefusal, WebResponse


def no_job(job_id: str) -> AwsError:
    """Return the error for a job that the pool does not have; the text is not captured."""
    return AwsError("ResourceNotFoundException", f"User import job {job_id} does not exist.")


def no_file(job_id: str) -> AwsError:
    """Return the error for starting a job before its file was uploaded."""
    return AwsError("PreconditionNotMetException", f"No csv file was uploaded for {job_id}")


def nothing_verified() -> AwsError:
    """Return the error for a pool that verifies no address; the text is not captured."""
    return AwsError("PreconditionNotMetException", "The user pool does not have any auto verified attributes.")


def wrong_status(job_id: str, status: str, verb: str) -> AwsError:
    """Return the error for starting or stopping a job that is past it; the text is not captured."""
    return AwsError("PreconditionNotMetException", f"{job_id} cannot be {verb}. Current status is {status}")


def too_many_jobs() -> AwsError:
    """Return the error for more jobs than a pool may have; the text is not captured."""
    return AwsError("LimitExceededException", "The user pool has too many user import jobs.")


def upload_refused(code: str, text: str, status: int = 403) -> WebRefusal:
    """Return the refusal of an upload, with S3's code and text.

    DIFFERS: S3 answers in XML; here it is JSON.
    """
    return WebRefusal(WebResponse(status, body={"Code": code, "Message": text}))
