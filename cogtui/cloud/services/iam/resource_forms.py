"""The form that the ARNs of an action's resources have, as simulations print it (Service Authorization Reference)."""

from __future__ import annotations

from functools import cache

from cogtui.cloud.catalog import reader
from cogtui.cloud.catalog.authorization import authorization

ANYTHING = "*"

_FORMS = {
    "arn:aws:s3:::{Bucket}/": "arn:${Partition}:s3:::${BucketName}/${KeyName}",
    "arn:aws:s3:::{Bucket}": "arn:${Partition}:s3:::${BucketName}",
    "arn:aws:iam::{account}:role": "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}",
    "{RoleArn}": "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}",
    "arn:aws:iam::{account}:user": "arn:${Partition}:iam::${Account}:user/${UserNameWithPath}",
    "arn:aws:iam::{account}:group": "arn:${Partition}:iam::${Account}:group/${GroupNameWithPath}",
    "{PolicyArn}": "arn:${Partition}:iam::${Account}:policy/${PolicyNameWithPath}",
}
"""How templates of the authorization table begin -> AWS's form. DIFFERS: other services' resources print as `*`."""


@cache
def form_of(action: str) -> str:
    """Return the form of the ARNs that an action is about; `*` where it has none that is known."""
    template = _template_of(action.lower())
    return next((form for beginning, form in _FORMS.items() if template.startswith(beginning)), ANYTHING)


def _template_of(action: str) -> str:
    service = action.partition(":")[0]
    for operation in reader.operations(service) if service in reader.services() else ():
        row = authorization(service, operation)
        for question in row.questions if row else ():
            if question.action.lower() == action:
                return question.resource
    return ""
