"""ARN operators: six parts compared one by one, so that a `*` never reaches over a colon before the sixth.

Each of ArnEquals and ArnLike means what the other means (IAM User Guide, "Amazon Resource Name (ARN) condition operators").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cogtui.cloud.policy.conditions.operator import Operator
from cogtui.cloud.policy.elements import ARN_PARTS
from cogtui.cloud.policy.match import Test, any_pattern, atoms
from cogtui.cloud.policy.variables import Context, Exact, Template, Text, template

Parts = tuple[str, ...]
ArnTest = Callable[[Parts], bool]


def arn_parts(text: str) -> Parts | None:
    """Return the six parts of an ARN, None when the text isn't one."""
    parts = tuple(text.split(":", ARN_PARTS - 1))
    return parts if len(parts) == ARN_PARTS and parts[0] == "arn" else None


def _arn_test(pieces: Iterable[Text | Exact]) -> ArnTest | None:
    """Compile one pattern; None when it has not six parts."""
    parts: list[list[Text | Exact]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split(":", ARN_PARTS - len(parts))
        parts[-1].append(type(piece)(first))
        parts.extend([type(piece)(text)] for text in rest)
    if len(parts) != ARN_PARTS:
        return None
    tests = tuple(any_pattern((atoms(part),)) for part in parts)
    return lambda arn: all(test(text) for test, text in zip(tests, arn, strict=True))


def _compile_arn(templates: tuple[Template, ...], *, negated: bool) -> Test:
    fixed = tuple(_arn_test(parts) for one in templates if not one.is_open and (parts := one.resolved({})))
    varying = tuple(one for one in templates if one.is_open)

    def test(value: str, context: Context) -> bool:
        arn = arn_parts(value)
        if arn is None:
            return False
        resolved = (parts for one in varying if (parts := one.resolved(context)) is not None)
        tests = (*fixed, *(_arn_test(parts) for parts in resolved))
        if negated and None in tests:
            return False
        return any(matches is not None and matches(arn) for matches in tests) != negated

    return test


def _positive(templates: tuple[Template, ...]) -> Test:
    return _compile_arn(templates, negated=False)


def _negative(templates: tuple[Template, ...]) -> Test:
    return _compile_arn(templates, negated=True)


def _pattern(raw: str) -> object:
    return _arn_test(template(raw).resolved({}) or (Text(raw),))


_EXPECTS = "an ARN of six parts; * and ? may stand in each"

OPERATORS = (
    *(Operator(name, _positive, True, True, expects=_EXPECTS, reads=_pattern) for name in ("ArnEquals", "ArnLike")),
    *(
        Operator(name, _negative, True, True, negated=True, expects=_EXPECTS, reads=_pattern)
        for name in ("ArnNotEquals", "ArnNotLike")
    ),
)
