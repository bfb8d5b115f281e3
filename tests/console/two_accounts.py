"""Two accounts and a Console: the five steps of cross-account access as lines to type."""

from __future__ import annotations

from cogtui.cloud.world import World
from cogtui.console.session import Shell
from tests.console.lab import entered

OURS = "111122223333"
THEIRS = "444455556666"
ROLE = f"arn:aws:iam::{THEIRS}:role/LogReader"
OPERATOR = "--profile operator"
THEIR_OPERATOR = f"--profile operator@{THEIRS}"
LOG = "09:00:01 started\\n"

BEFORE = (
    f"aws iam create-user --user-name alice {OPERATOR}",
    f"aws iam create-access-key --user-name alice {OPERATOR}",
    f"aws iam create-group --group-name Auditors {OPERATOR}",
)
"""What is there in any case: somebody who can call, and a group."""

STEPS = {
    "member": f"aws iam add-user-to-group --group-name Auditors --user-name alice {OPERATOR}",
    "bucket": f"aws s3api create-bucket --bucket logs-of-b {THEIR_OPERATOR}\n",
    "object": (
        f"printf '{LOG}' > app.log\naws s3api put-object --bucket logs-of-b --key 2026/app.log --body app.log {THEIR_OPERATOR}"
    ),
    "role": (
        "aws iam create-role --role-name LogReader --assume-role-policy-document "
        '\'{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", '
        f'"Principal": {{"AWS": "arn:aws:iam::{OURS}:root"}}}}]}}\' {THEIR_OPERATOR}'
    ),
    "may read": (
        'printf \'{"Version": "2012-10-17", "Statement": ['
        '{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::logs-of-b"}, '
        '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs-of-b/*"}]}\' > read.json\n'
        "aws iam put-role-policy --role-name LogReader --policy-name ReadLogs "
        f"--policy-document file://read.json {THEIR_OPERATOR}"
    ),
    "may assume": (
        "aws iam put-group-policy --group-name Auditors --policy-name AssumeLogReader --policy-document "
        '\'{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", '
        f'"Resource": "{ROLE}"}}]}}\' {OPERATOR}'
    ),
}
"""What must be there on one side or the other."""

ASSUME = f"aws sts assume-role --role-arn {ROLE} --role-session-name alice --profile alice"
LIST = "aws s3api list-objects-v2 --bucket logs-of-b --query Contents[].Key --output text --profile LogReader/alice"
GET = "aws s3api get-object --bucket logs-of-b --key 2026/app.log /dev/stdout --profile LogReader/alice"


def two_accounts() -> Shell:
    """Return a Console in a world of two accounts with nothing in them."""
    return Shell(World("two", accounts=(OURS, THEIRS)))


def typed(*without: str) -> Shell:
    """Type all steps but those named; each must be taken."""
    shell = two_accounts()
    for line in (*BEFORE, *(line for name, line in STEPS.items() if name not in without)):
        outcome = entered(shell, line)
        assert not outcome.error, outcome.error
    return shell
