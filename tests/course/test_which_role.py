"""What the lesson "Which role do I get?" says of each role is what the identity pool does."""

from __future__ import annotations

from cogtui.course.library import load
from cogtui.course.play import Play
from cogtui.course.run import Called, played


def test_the_roles_come_as_the_lesson_tells_them() -> None:
    chosen: list[str] = []
    for event in played(Play(load("which-role"))):
        if isinstance(event, Called):
            chosen.extend(
                f"{child.request['RoleArn'].rpartition('/')[2]}{'' if child.ok else ' refused'}"
                for child in event.record.children
                if child.operation == "AssumeRoleWithWebIdentity"
            )
    assert chosen == [
        "Guests",  # nobody signed in
        "Guests",  # a generous colleague
        "Readers",  # Ana, in no group
        "Readers",  # the token of before
        "Editors",  # a fresh one
        "Readers",  # a tie
        "Editors",  # the rule for Ben
        "Readers",  # otherwise the default role
        "Editors refused",  # its trust policy names another pool
    ]
