"""What the role explorer's field asks for each kind of row, how it judges an answer, and the draft that comes of it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from cogtui.cloud.services.cognito_identity.role_mappings import MappingRule
from cogtui.views.role_draft import NO_MAPPING, Draft, with_claim, with_group, with_rules
from cogtui.views.role_explorer import ExplorerRow
from cogtui.views.role_scene import GroupState, Scene
from cogtui.views.role_texts import (
    CLAIM_HOW,
    GROUP_HOW,
    RULE_HOW,
    claim_of,
    group_of,
    group_text,
    rule_of,
    rule_text,
    why_fixed,
)


class Question(msgspec.Struct, frozen=True):
    """One thing to ask."""

    title: str
    text: str
    """What stands in the field at first."""
    how: str
    judge: Callable[[str], str]
    """What is wrong with an answer; empty where nothing is."""
    change: Callable[[str], Draft]
    """The draft with an answer that is right."""


def question_of(row: ExplorerRow, scene: Scene, draft: Draft) -> Question | str | None:
    """Return what to ask about a row, why there is nothing to change, or None for a row that is switched."""
    ask = _QUESTIONS.get(row.kind)
    return ask(row, scene, draft) if ask is not None else None


def _rule(row: ExplorerRow, scene: Scene, draft: Draft) -> Question:
    rules = (draft.mapping(scene) or NO_MAPPING).rules
    at = int(row.name) if row.kind == "rule" else len(rules)

    def change(text: str) -> Draft:
        found = rule_of(text, scene.roles)
        assert isinstance(found, MappingRule)
        return with_rules(draft, scene, (*rules[:at], found, *rules[at + 1 :]))

    def judge(text: str) -> str:
        found = rule_of(text, scene.roles)
        return found if isinstance(found, str) else ""

    return Question(f"rule {at + 1}", rule_text(rules[at]) if at < len(rules) else "", RULE_HOW, judge, change)


def _group(row: ExplorerRow, scene: Scene, draft: Draft) -> Question:
    known = {group.name: group for group in draft.group_list(scene)}
    old = known.get(row.name)

    def change(text: str) -> Draft:
        found = group_of(text, scene, old)
        assert isinstance(found, GroupState)
        return with_group(draft, found)

    def judge(text: str) -> str:
        found = group_of(text, scene, old)
        return found if isinstance(found, str) else ""

    return Question("group", group_text(old) if old is not None else "", GROUP_HOW, judge, change)


def _claim(row: ExplorerRow, scene: Scene, draft: Draft) -> Question | str:
    name = row.name
    fixed = why_fixed(scene, name)
    if fixed:
        return fixed
    how = "AdminUpdateUserAttributes makes it so" if scene.user is not None else "as if the provider said so"
    text = "" if row.text == "(absent)" else row.text
    return Question(name, text, how, lambda text: "", lambda text: with_claim(draft, scene, name, text))


def _new_claim(row: ExplorerRow, scene: Scene, draft: Draft) -> Question:
    del row

    def change(text: str) -> Draft:
        found = claim_of(text, scene)
        assert not isinstance(found, str)
        return with_claim(draft, scene, *found)

    def judge(text: str) -> str:
        found = claim_of(text, scene)
        return found if isinstance(found, str) else ""

    return Question("claim", "", CLAIM_HOW, judge, change)


_QUESTIONS: dict[str, Callable[[ExplorerRow, Scene, Draft], Question | str]] = {
    "rule": _rule,
    "new-rule": _rule,
    "group": _group,
    "new-group": _group,
    "claim": _claim,
    "new-claim": _new_claim,
}
