"""The words of the policy engine's rules."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_LOGIC = 'IAM User Guide, "Policy evaluation logic"'

RULES = {
    "policy.verdict": Rule("the policies allow the request", _LOGIC, "the policies do not allow the request"),
    "policy.kind.identity": Rule(
        "the caller's identity-based policies allow it",
        'IAM User Guide, "Identity-based policies and resource-based policies"',
        "no identity-based policy allows it",
    ),
    "policy.kind.resource": Rule(
        "the resource's own policy agrees",
        'IAM User Guide, "Identity-based policies and resource-based policies"',
        "the resource-based policy stands in the way",
    ),
    "policy.kind.trust": Rule(
        "the role's trust policy lets the caller in",
        'IAM User Guide, "How to use trust policies with IAM roles"',
        "the role's trust policy does not let the caller in",
    ),
    "policy.kind.boundary": Rule(
        "the caller's permissions boundary leaves room for it",
        'IAM User Guide, "Permissions boundaries for IAM entities"',
        "the permissions boundary does not allow it",
    ),
    "policy.kind.session": Rule(
        "the session policies leave room for it",
        'IAM User Guide, "Policies and permissions": session policies',
        "no session policy allows it",
    ),
    "policy.kind.scp": Rule(
        "the service control policies of the caller's account allow it",
        'AWS Organizations User Guide, "SCP evaluation"',
        "a service control policy stands in the way",
    ),
    "policy.kind.rcp": Rule(
        "the resource control policies of the resource's account allow it",
        'AWS Organizations User Guide, "RCP evaluation"',
        "a resource control policy stands in the way",
    ),
    "policy.statement": Rule(
        "the Allow statement applies",
        f'{_LOGIC}; "IAM JSON policy elements reference"',
        "the Allow statement does not apply",
    ),
    "policy.deny": Rule(
        "the Deny statement does not apply", _LOGIC, "the Deny statement applies: an explicit deny always wins"
    ),
    "policy.void": Rule(
        "what this policy allows counts here",
        'S3 User Guide, "How Amazon S3 authorizes a request for an object operation"; "Blocking public access"',
        "what this policy allows counts for nothing here",
    ),
    "policy.principal": Rule(
        "the statement is about this caller", 'IAM User Guide, "Principal"', "the statement is about somebody else"
    ),
    "policy.action": Rule(
        "the statement covers the action", 'IAM User Guide, "Action"', "the statement is about other actions"
    ),
    "policy.resource": Rule(
        "the statement covers the resource", 'IAM User Guide, "Resource"', "the statement is about other resources"
    ),
    "policy.condition": Rule(
        "the condition holds", 'IAM User Guide, "Condition operators"', "the condition does not hold"
    ),
}
