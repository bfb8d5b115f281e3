"""The Null operator: "true" wants the key to be absent, "false" wants it to be there."""

from __future__ import annotations

from cogtui.cloud.policy.conditions.boolean import word
from cogtui.cloud.policy.conditions.operator import Operator
from cogtui.cloud.policy.match import Test
from cogtui.cloud.policy.variables import Template


def _compile(templates: tuple[Template, ...]) -> Test:
    wanted = {word(one.raw) for one in templates}
    return lambda value, context: value in wanted


OPERATORS = (Operator("Null", _compile, presence=True, expects="true or false", reads=word),)
