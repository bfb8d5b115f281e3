"""Access policies of topics: who may do what with a topic, beside what identity policies say.

SNS Developer Guide, "Overview of managing access in Amazon SNS". The policy that a topic has from the start names everybody,
for whom `AWS:SourceOwner` is the owner: AWS's own services that act for the account. It lets in no user and no role.
"""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec

from cogtui.cloud.accounts.named_principals import named_in, with_roots
from cogtui.cloud.accounts.principals import as_it_reads, is_unknown_principal, principal_ids
from cogtui.cloud.call import Call
from cogtui.cloud.policy.grammar import grammar_findings, listed, statements_of
from cogtui.cloud.policy.json_text import PolicySyntaxError, read
from cogtui.cloud.policy.principals import is_valid_aws
from cogtui.cloud.services.sns import topic_errors
from cogtui.cloud.services.sns.finding import topic_named
from cogtui.cloud.services.sns.topic_records import TOPICS, Topic
from cogtui.cloud.store import Reader

Output = dict[str, Any]

MOST_OCTETS = 30_720
"""Of an access policy (SNS Developer Guide, quotas)."""

_ACTIONS: Final = (
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
)
"""What topics' policies can allow, in the order in which the default policy has it."""

_FURTHER: Final = frozenset(
    {"receive", "listtagsforresource", "getdataprotectionpolicy", "putdataprotectionpolicy", "*"}
)
_IN_SCOPE: Final = frozenset({action.lower() for action in _ACTIONS} | _FURTHER)


def default_policy(arn: str, account: str) -> str:
    """Return the policy that a topic has from the start."""
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [f"SNS:{action}" for action in _ACTIONS],
        "Resource": arn,
        "Condition": {"StringEquals": {"AWS:SourceOwner": account}},
    }
    return _text({"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]})


def with_policy(call: Call, topic: Topic, document: str) -> Topic:
    """Return the topic under another policy; refuse what is none."""
    problem = _problem(call.tx, document)
    call.require("sns.policy", problem is None, lambda: topic_errors.bad_policy(problem or ""))
    text = with_roots(document)
    return msgspec.structs.replace(topic, policy=text, named=principal_ids(call.tx, text))


def shown_policy(reader: Reader, topic: Topic) -> str:
    """Return the policy as it reads now: whoever it named and is gone shows as a unique id."""
    return as_it_reads(reader, topic.policy, topic.named)


def add_permission(call: Call, *, TopicArn: str, Label: str, AWSAccountId: list[str], ActionName: list[str]) -> Output:
    """Add a statement to a topic's policy that lets accounts do something."""
    topic = topic_named(call, TopicArn)
    document = json.loads(topic.policy)
    taken = any(statement.get("Sid") == Label for statement, _ in statements_of(document))
    call.require("sns.permission.label", not taken, topic_errors.statement_exists, has=Label)
    known = bool(ActionName) and all(action.lower() in _IN_SCOPE for action in ActionName)
    call.require("sns.permission.action", known, topic_errors.action_out_of_scope, has=ActionName)
    principals = [f"arn:aws:iam::{account}:root" if account.isdigit() else account for account in AWSAccountId]
    added = {
        "Sid": Label,
        "Effect": "Allow",
        "Principal": {"AWS": _one_or_all(principals)},
        "Action": _one_or_all([f"SNS:{action}" for action in ActionName]),
        "Resource": topic.arn,
    }
    statements = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
    call.tx.put(TOPICS, with_policy(call, topic, _text({**document, "Statement": [*statements, added]})))
    return {}


def remove_permission(call: Call, *, TopicArn: str, Label: str) -> Output:
    """Take a statement out of a topic's policy; a label that none has is no matter."""
    topic = topic_named(call, TopicArn)
    document = json.loads(topic.policy)
    kept = [statement for statement, _ in statements_of(document) if statement.get("Sid") != Label]
    changed = msgspec.structs.replace(topic, policy=_text({**document, "Statement": kept}))
    call.tx.put(TOPICS, changed)
    return {}


def _problem(reader: Reader, document: str) -> str | None:
    """Return what is wrong with a policy, in SNS's words where they are known."""
    if len(document.encode()) > MOST_OCTETS:
        return "Policy Reason: Policy is too long"
    try:
        data = read(document).data
    except PolicySyntaxError:
        return "Policy Error: null"
    if next(grammar_findings(data), None) is not None:
        return "Policy Error: null"
    for statement, pointer in statements_of(data):
        if "Principal" not in statement and "NotPrincipal" not in statement:
            return "Policy statement must contain principal"
        actions = [value for name in ("Action", "NotAction") for value, _ in listed(statement.get(name, []), pointer)]
        if not actions or not all(_in_scope(str(action)) for action in actions):
            return "Policy statement action out of service scope!"
    if not all(is_valid_aws(name) and not is_unknown_principal(reader, name) for name, _ in named_in(document)):
        return "Policy Error: PrincipalNotFound"
    return None


def _in_scope(action: str) -> bool:
    prefix, _, name = action.lower().partition(":")
    if not name:
        return prefix == "*"
    return prefix == "sns" and (name in _IN_SCOPE or "*" in name or "?" in name)


def _one_or_all(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, separators=(",", ":"))
