"""The words behind the rule ids `iam.simulate.*`."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_SOURCE = "IAM API Reference, SimulatePrincipalPolicy and SimulateCustomPolicy"

RULES = {
    "iam.simulate.entity": Rule("the ARN is a user's, a group's or a role's", _SOURCE, "it names no such entity"),
    "iam.simulate.account": Rule(
        "the entity is one of the caller's own account", _SOURCE, "policies of other accounts are not to be seen"
    ),
    "iam.simulate.action": Rule(
        "actions are written out, with their service", _SOURCE, "a simulation takes no wildcards"
    ),
    "iam.simulate.policy": Rule("the policies can be read", _SOURCE, "IAM cannot make sense of a policy"),
    "iam.simulate.boundary": Rule("there is one boundary at most", _SOURCE, "an entity has one boundary at most"),
    "iam.simulate.context": Rule(
        "the values of context keys are of the type that is given", _SOURCE, "a value is of another type"
    ),
    "iam.simulate.caller": Rule(
        "with a resource policy the caller is an IAM user",
        _SOURCE,
        "the simulator knows only users as callers that a resource policy can name",
    ),
    "iam.simulate.exclusion": Rule(
        "policies to leave out are named by type, by ARN or by holder, with one * at most",
        "IAM API Reference, PolicyIdentifier",
        "an identifier is malformed",
    ),
    "iam.simulate.owner": Rule("the owner is an account", _SOURCE, "that is no account's ARN"),
}
