"""The words behind the rule ids of user imports."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_GUIDE = "Amazon Cognito Developer Guide, "
_CSV = _GUIDE + "Creating the user import .csv file"
_JOB = _GUIDE + "Creating and running the Amazon Cognito user pool import job"
_RESULTS = _GUIDE + "Viewing the user pool import results in the CloudWatch console"
_PRESIGNED = "Amazon S3 User Guide, Download and upload objects with presigned URLs"

RULES: dict[str, Rule] = {
    "idp.import.exists": Rule("the pool has this import job", "API DescribeUserImportJob", "there is no such job here"),
    "idp.import.quota": Rule("the pool may have another job", _GUIDE + "Quotas in Amazon Cognito", "too many jobs"),
    "idp.import.fresh": Rule("the job was not started yet", _JOB, "the job is past its beginning"),
    "idp.import.stoppable": Rule("the job has not come to its end", "API StopUserImportJob", "the job has ended"),
    "idp.import.verifies": Rule("the pool verifies an address by itself", _CSV, "the pool verifies no address"),
    "idp.import.file": Rule("a file was uploaded for the job", _JOB, "no file was uploaded"),
    "idp.import.role": Rule("Cognito can assume the job's role", _RESULTS, "the role cannot be assumed"),
    "idp.import.readable": Rule("the file reads as the pool's CSV", _CSV, "the file cannot be read"),
    "idp.import.row": Rule("the line makes a user", _RESULTS, "the line makes no user"),
    "idp.import.enough": Rule("most lines made users", _JOB, "too many lines made no user"),
    "idp.import.url": Rule("the upload goes to a job's own address", _PRESIGNED, "nobody signed this address"),
    "idp.import.url_time": Rule("the address is still good", _PRESIGNED, "the address has expired"),
    "idp.import.encryption": Rule(
        "the header that was signed is there", _JOB, "x-amz-server-side-encryption: aws:kms is missing"
    ),
    "idp.import.method": Rule("a file is put", _PRESIGNED, "this address takes a PUT only"),
    "idp.import.size": Rule("the file is not too large", _CSV, "the file is too large"),
}
