"""What a pool keeps of a user import: the job, and the file that was uploaded for it."""

from __future__ import annotations

from typing import Literal

import msgspec

from cogtui.cloud.explain import Place
from cogtui.cloud.store import Table

JobStatus = Literal["Created", "Pending", "Stopped", "Expired", "Failed", "Succeeded"]

EXPIRES_AFTER = 24 * 3600
"""AWS says "within 24-48 hours"."""
URL_SECONDS = 15 * 60


class ImportJob(msgspec.Struct, frozen=True, gc=False):
    """One import of users from a CSV file."""

    pool_id: str
    id: str
    name: str
    role_arn: str
    """CloudWatchLogsRoleArn."""
    url: str
    """PreSignedUrl."""
    created: float
    number: int
    """Grows with every job of the world: lists begin with the newest."""
    status: JobStatus = "Created"
    started: float | None = None
    completed: float | None = None
    imported: int = 0
    skipped: int = 0
    failed: int = 0
    message: str = ""
    """CompletionMessage; empty before the end."""

    @property
    def place(self) -> Place:
        """Where the job's state stands."""
        return Place("setting", f"import job {self.name}", IMPORT_JOBS.name, (self.pool_id, self.id), "status")


class ImportFile(msgspec.Struct, frozen=True, gc=False):
    """What was uploaded for a job that has not begun."""

    pool_id: str
    job_id: str
    text: str
    """The file as text; octets that are no UTF-8 stand as surrogates (PEP 383)."""
    expires: float


IMPORT_JOBS = Table("idp.import_jobs", ImportJob, lambda row: (row.pool_id, row.id))
IMPORT_FILES = Table(
    "idp.import_files", ImportFile, lambda row: (row.pool_id, row.job_id), expires=lambda row: row.expires
)


def as_of(job: ImportJob, now: float) -> ImportJob:
    """Return the job as it is at a moment: one that nobody started in time has expired."""
    end = job.created + EXPIRES_AFTER
    if job.status != "Created" or now < end:
        return job
    return msgspec.structs.replace(job, status="Expired", completed=end, message="The user import job has expired.")
