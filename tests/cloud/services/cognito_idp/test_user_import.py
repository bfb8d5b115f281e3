"""Importing users from a CSV file: the job's life, what each line must say, and who is in the pool afterwards."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.clock import timestamp
from cogtui.cloud.services.cognito_idp.users import import_upload
from cogtui.cloud.services.cognito_idp.users.import_rows import UNVERIFIED
from tests.cloud.services.cognito_idp.imports import Import, put
from tests.cloud.services.cognito_idp.people import people, refusal

TEAM = {"Name": "team", "AttributeDataType": "String", "Mutable": True}


def counts(job: dict[str, object]) -> tuple[object, ...]:
    return tuple(job[name] for name in ("Status", "ImportedUsers", "SkippedUsers", "FailedUsers"))


def test_the_header_names_the_pool_s_attributes_and_the_two_columns_of_cognito() -> None:
    header = people(Schema=[TEAM]).administered("GetCSVHeader")["CSVHeader"]
    assert header[0] == "name"
    assert header[-3:] == ["custom:team", "cognito:mfa_enabled", "cognito:username"]
    assert "sub" not in header
    assert len(header) == 22


def test_a_job_goes_from_created_over_pending_to_succeeded() -> None:
    job = Import(people())
    assert counts(job.now) == ("Created", 0, 0, 0)
    assert not {"StartDate", "CompletionDate", "CompletionMessage"} & job.now.keys()
    assert put(job.people.world, job.url, job.file(job.row())).status == 200
    started = job.people.administered("StartUserImportJob", JobId=job.id)["UserImportJob"]
    assert counts(started) == ("Pending", 0, 0, 0)
    assert started["StartDate"] == timestamp(job.people.world.now)
    assert counts(job.now) == ("Succeeded", 1, 0, 0)
    assert job.now["CompletionMessage"] == "Import Job Completed Successfully."


def test_an_imported_user_must_reset_the_password_and_can() -> None:
    here = people()
    job = Import(here)
    job.of(job.row("ana", given_name="Ana", address="1 Street\\, Town"))
    assert here.status() == "RESET_REQUIRED"
    assert here.profile()["address"] == "1 Street, Town"
    assert here.profile()["email_verified"] == "true"
    assert refusal(here.sign_in()) == ("PasswordResetRequiredException", "Password reset required for the user")
    here.done("ForgotPassword", Username="ana")
    code = here.mail[-1].code
    here.done("ConfirmForgotPassword", Username="ana", ConfirmationCode=code, Password="Other-Horse-9")
    assert here.sign_in(password="Other-Horse-9").ok


def test_somebody_with_an_address_as_user_name_is_imported_under_it() -> None:
    here = people(UsernameAttributes=["email"])
    job = Import(here)
    done = job.of(job.row("ana@example.com", email="ana@example.com"), job.row("ben", email="ben@example.com"))
    assert counts(done) == ("Succeeded", 1, 0, 1)
    assert job.log == ["[FAILED] Line Number 3 - Username should be an email."]
    assert here.profile("ana@example.com")["email"] == "ana@example.com"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"email_verified": "false"}, UNVERIFIED),
        ({"email_verified": ""}, UNVERIFIED),
        ({"email": ""}, "email_verified is true, and there is no email."),
        ({"email": "nowhere"}, "Invalid email address format."),
        ({"email_verified": "yes"}, "email_verified must be true or false."),
        ({"cognito:mfa_enabled": ""}, "cognito:mfa_enabled must be false in this pool."),
        ({"cognito:mfa_enabled": "TRUE"}, "cognito:mfa_enabled must be false in this pool."),
        ({"cognito:username": ""}, "cognito:username must have 1 to 128 characters."),
        ({"cognito:username": "a b"}, "cognito:username must not contain white space or control characters."),
        ({"birthdate": "1985-02-01"}, "birthdate must have the form mm/dd/yyyy."),
        (
            {"updated_at": "today"},
            "Attributes did not conform to the schema: updated_at: The attribute is not a number",
        ),
        ({"name": "x" * 3000}, "Attributes did not conform to the schema: name: String must be no longer than 2048"),
        ({"name": "x" * 16_001}, "The line is longer than 16,000 characters."),
        ({"name": "a,b"}, "The line has 22 columns, the header 21."),
    ],
)
def test_a_line_that_does_not_hold_makes_no_user_and_the_log_says_why(values: dict[str, str], says: str) -> None:
    here = people()
    job = Import(here)
    assert counts(job.of(job.row("ana"), job.row("ben", **values))) == ("Succeeded", 1, 0, 1)
    [line] = job.log
    assert line.startswith(f"[FAILED] Line Number 3 - {says}")
    assert [user["Username"] for user in here.administered("ListUsers")["Users"]] == ["ana"]


def test_a_user_who_is_there_already_is_skipped_and_stays_as_before() -> None:
    here = people()
    here.user("ana", email="first@example.com")
    job = Import(here)
    assert counts(job.of(job.row("ana"), job.row("ben"))) == ("Succeeded", 1, 1, 0)
    assert job.log == ["[SKIPPED] Line Number 2 - The user already exists."]
    assert (here.status(), here.profile()["email"]) == ("CONFIRMED", "first@example.com")


def test_a_job_fails_when_more_lines_made_no_user_than_did() -> None:
    job = Import(people())
    done = job.of(job.row("ana", email_verified="false"))
    assert counts(done) == ("Failed", 0, 0, 1)
    assert done["CompletionMessage"] == "Too many users have failed or been skipped during the import."


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("", "The header is not the pool's"),
        ("name,email\nana,ana@example.com", "The header is not the pool's: address, "),
        ("\ufeff", "The header is not the pool's"),
        ("caf\udce9", "The file is not UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_fails_the_job_and_not_the_call(file: str, why: str) -> None:
    job = Import(people())
    assert counts(job.of_file(file)) == ("Failed", 0, 0, 0)
    record = next(record for record in reversed(job.people.world.trail) if record.operation == "StartUserImportJob")
    [check] = [check for check in record.why() if check.rule == "idp.import.readable"]
    assert check.note.startswith(why)


@settings(max_examples=30)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_no_lines_break_an_import(lines: list[str]) -> None:
    job = Import(people())
    done = job.of(job.row("ana"), *[line.encode("utf-8", "replace").decode() for line in lines])
    assert done["Status"] in ("Succeeded", "Failed")
    assert done["ImportedUsers"] == 1


def test_a_role_that_cognito_may_not_assume_fails_the_job() -> None:
    job = Import(people(), "arn:aws:iam::111122223333:role/Nobody")
    assert counts(job.of(job.row())) == ("Failed", 0, 0, 0)
    start = next(record for record in reversed(job.people.world.trail) if record.operation == "StartUserImportJob")
    assert ("idp.import.role", False) in list(start.rules())
    assert [child.operation for child in start.children] == ["AssumeRole"]


def test_without_a_file_no_job_begins() -> None:
    job = Import(people())
    text = f"No csv file was uploaded for {job.id}"
    assert refusal(job.people.asked("StartUserImportJob", JobId=job.id)) == ("PreconditionNotMetException", text)
    assert job.now["Status"] == "Created"


def test_a_pool_that_verifies_nothing_imports_nobody() -> None:
    job = Import(people(AutoVerifiedAttributes=[]))
    put(job.people.world, job.url, job.file(job.row()))
    reply = job.people.asked("StartUserImportJob", JobId=job.id)
    assert refusal(reply)[0] == "PreconditionNotMetException"
    assert reply.record.refused_by == ("idp.import.verifies",)


def test_a_stopped_job_is_at_its_end() -> None:
    job = Import(people())
    stopped = job.people.administered("StopUserImportJob", JobId=job.id)["UserImportJob"]
    assert stopped["Status"] == "Stopped"
    assert stopped["CompletionMessage"] == "The Import Job was stopped by the developer."
    for operation in ("StartUserImportJob", "StopUserImportJob"):
        assert refusal(job.people.asked(operation, JobId=job.id))[0] == "PreconditionNotMetException"


def test_a_job_that_nobody_starts_expires_after_a_day() -> None:
    job = Import(people())
    job.people.wait(hours=24)
    assert job.now["Status"] == "Expired"
    assert job.now["CompletionMessage"] == "The user import job has expired."
    assert job.people.asked("StartUserImportJob", JobId=job.id).record.refused_by == ("idp.import.fresh",)


def test_jobs_are_listed_from_the_newest_in_pages() -> None:
    here = people()
    role = "arn:aws:iam::111122223333:role/Logs"
    ids = [Import(here, role).id for _ in range(3)][::-1]
    first = here.administered("ListUserImportJobs", MaxResults=2)
    rest = here.administered("ListUserImportJobs", MaxResults=2, PaginationToken=first["PaginationToken"])
    assert [job["JobId"] for job in first["UserImportJobs"] + rest["UserImportJobs"]] == ids
    assert "PaginationToken" not in rest


def test_a_job_that_the_pool_does_not_have_is_told_as_such() -> None:
    reply = people().asked("DescribeUserImportJob", JobId="import-nothing")
    assert refusal(reply) == ("ResourceNotFoundException", "User import job import-nothing does not exist.")


@pytest.mark.parametrize(
    ("changed", "code", "rule"),
    [
        ({"query": {}}, "SignatureDoesNotMatch", "idp.import.url"),
        ({"path": "/111122223333/us-east-1_Nothing00/import-nothing"}, "SignatureDoesNotMatch", "idp.import.url"),
        ({"path": "/"}, "SignatureDoesNotMatch", "idp.import.url"),
        ({"headers": {}}, "SignatureDoesNotMatch", "idp.import.encryption"),
        ({"method": "GET"}, "MethodNotAllowed", "idp.import.method"),
        ({"content": "x" * (import_upload.MOST_CHARACTERS + 1)}, "EntityTooLarge", "idp.import.size"),
    ],
)
def test_an_upload_that_is_not_as_it_was_signed_is_refused(changed: dict[str, object], code: str, rule: str) -> None:
    job = Import(people())
    answer = put(job.people.world, job.url, "x", **changed)
    assert (answer.body or {})["Code"] == code
    assert job.people.world.trail[-1].refused_by == (rule,)
    assert job.people.asked("StartUserImportJob", JobId=job.id).record.refused_by == ("idp.import.file",)


def test_the_address_takes_a_file_for_a_quarter_of_an_hour() -> None:
    job = Import(people())
    job.people.wait(minutes=15)
    answer = put(job.people.world, job.url, "x")
    assert (answer.status, answer.body) == (403, {"Code": "AccessDenied", "Message": "Request has expired"})


def test_with_the_pool_goes_its_jobs() -> None:
    job = Import(people())
    put(job.people.world, job.url, "x")
    job.people.administered("DeleteUserPool")
    tables = {table for table, _, _ in job.people.world.store.every()}
    assert not {"idp.import_jobs", "idp.import_files"} & tables
