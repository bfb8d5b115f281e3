"""The policy editor: colours, what is wrong and where, completion, and drafts that others can follow."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from cogtui.tui.widgets.policy_area import PolicyArea
from cogtui.tui.widgets.policy_editor import PolicyEditor
from tests.tui.driving import Driver, opened

STATEMENT = '{"Version": "2012-10-17",\n "Statement": [{"Effect": "Allow",\n  "Action": "s3:'
END = '", "Resource": "*"}]}'


async def editing(app: Driver, text: str) -> PolicyArea:
    """Open the editor on a policy of the app's role with another text, the cursor at its start."""
    await app.press("3", "right_square_bracket", "e")
    area = app.one(PolicyEditor).area
    area.load_text(text)
    await app.press("home")
    return area


def told(app: Driver) -> str:
    return str(app.one(PolicyEditor).query_one("#diagnosis", Static).render())


async def test_what_is_wrong_is_underlined_at_its_place() -> None:
    async with opened() as app:
        area = await editing(app, STATEMENT.replace('"Effect"', '"Efect"') + "*" + END)
        line = area.get_line(1)
        start = line.plain.index('"Efect"')
        marked = [span for span in line.spans if "underline" in str(span.style)]
        assert [(span.start, span.end) for span in marked if span.start == start] == [(start, start + len('"Efect"'))]
        assert "✗ line 2" in told(app)


async def test_the_line_below_tells_of_the_line_of_the_cursor_and_a_key_goes_on_to_the_next() -> None:
    async with opened() as app:
        area = await editing(app, STATEMENT.replace('"Allow"', '"Perhaps"') + '*", "Extra": "x' + END)
        await app.press("ctrl+g")
        assert area.cursor_location[0] == 1
        assert "expected `Allow` or `Deny`" in told(app)
        await app.press("ctrl+g")
        assert area.cursor_location[0] == 2
        assert "Extra" in told(app)
        await app.press("f8")
        assert area.cursor_location[0] == 1


async def test_names_texts_and_variables_have_their_colours() -> None:
    async with opened() as app:
        area = await editing(app, '{"Resource": "a/${aws:username}"}')
        styles = {(span.start, span.end): str(span.style) for span in area.get_line(0).spans}
        assert styles[1, 11] != styles[13, 32]
        assert styles[16, 31] not in (styles[1, 11], styles[13, 32])


async def test_completion_lists_and_enter_takes() -> None:
    async with opened() as app:
        area = await editing(app, STATEMENT + "GetObjectT" + END)
        area.go_to(2, len('  "Action": "s3:GetObjectT'))
        await app.press("ctrl+n")
        offered = app.one(PolicyEditor).offered
        assert offered.completion is not None
        assert [each.text for each in offered.completion.candidates] == ["s3:GetObjectTagging", "s3:GetObjectTorrent"]
        await app.press("down", "enter")
        assert area.document.get_line(2).startswith('  "Action": "s3:GetObjectTorrent", ')
        assert area.cursor_location == (2, len('  "Action": "s3:GetObjectTorrent'))
        assert offered.completion is None


async def test_the_list_follows_what_is_typed_and_esc_closes_only_it() -> None:
    async with opened() as app:
        area = await editing(app, STATEMENT + END)
        area.go_to(2, len('  "Action": "s3:'))
        await app.press("ctrl+n")
        offered = app.one(PolicyEditor).offered
        await app.press("L", "i", "s", "t", "A")
        assert offered.taken is not None
        assert offered.taken.text in ("s3:ListAccessPoints", "s3:ListAllMyBuckets")
        await app.press("escape")
        assert offered.completion is None
        assert app.one(PolicyEditor).has_focus_within
        assert '"s3:ListA"' in area.text


async def test_arrows_and_enter_are_the_text_s_while_nothing_is_offered() -> None:
    async with opened() as app:
        area = await editing(app, "{\n}")
        await app.press("down", "end", "enter")
        assert area.text == "{\n}\n"


async def test_the_only_candidate_is_put_in_at_once() -> None:
    async with opened() as app:
        area = await editing(app, STATEMENT + "GetObjectTor" + END)
        area.go_to(2, len('  "Action": "s3:GetObjectTor'))
        await app.press("ctrl+n")
        assert '"s3:GetObjectTorrent"' in area.text


async def test_every_change_is_told() -> None:
    async with opened() as app:
        heard: list[str] = []
        await editing(app, "{}")
        editor = app.one(PolicyEditor)
        post = editor.post_message

        def listen(message: object) -> bool:
            if isinstance(message, PolicyEditor.Edited):
                heard.append(message.text)
            return post(message)  # type: ignore[arg-type]

        editor.post_message = listen  # type: ignore[method-assign]
        await app.press("x", "backspace")
        assert heard == ["x{}", "{}"]


@pytest.mark.parametrize("text", ['{"a": "\x1b[31m red [/] \x00"}', "[bold]{", "\t\t{\u202e}"])
async def test_control_characters_and_brackets_are_shown_as_they_are(text: str) -> None:
    async with opened() as app:
        area = await editing(app, text)
        plain = area.get_line(0).plain
        assert len(plain) == len(text)
        assert not set(plain) & {"\x1b", "\x00", "\u202e"}


async def test_twenty_kilobytes_can_be_edited() -> None:
    async with opened() as app:
        area = await editing(app, STATEMENT + "*" + END + "\n" * 20 + " " * 20_000)
        await app.press("x")
        assert area.text.startswith("x{")


async def test_warnings_come_after_errors_and_stand_below_only_where_the_cursor_is() -> None:
    async with opened() as app:
        text = '{"Version": "2012-10-17",\n "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
        area = await editing(app, text)
        assert "1 to look at, ctrl+g" in told(app)
        await app.press("ctrl+g")
        assert area.cursor_location[0] == 1
        assert told(app).startswith("! line 2")
        assert "administrator" in told(app)
