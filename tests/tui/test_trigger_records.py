"""What a user pool sends to its functions is a message of the diagram, with every view of its record."""

from __future__ import annotations

from textual.widgets import ContentSwitcher

from cogtui.dev.scenes import to_way
from cogtui.tui.widgets.flow_diagram import FlowRows
from cogtui.tui.widgets.record_detail import RecordDetail
from cogtui.tui.widgets.rows import RowList
from cogtui.views.record import TABS, Tab
from tests.tui.driving import lines_of, opened

SHOWN: dict[Tab, str] = {
    "why": "the rules are gone through",
    "request": "challengeName",
    "response": "publicChallengeParameters",
    "changes": "",
    "cli": "aws lambda invoke",
    "boto3": 'boto3.client("lambda")',
    "http": "No call of yours",
}


async def test_a_custom_sign_in_shows_its_functions_and_each_view_of_what_they_were_sent() -> None:
    async with opened() as app:
        await app.press(*to_way("custom"), "enter", "enter")
        rows = app.pane.query_one(FlowRows)
        asked = [line for line in lines_of(rows) if "AuthChallenge" in line]
        assert ["DefineAuthChallenge" in asked[0], "CreateAuthChallenge" in asked[1]] == [True, True]
        created = next(
            row.record for row in rows.rows if row.record is not None and row.record.title.startswith("CreateAuth")
        )
        detail = app.pane.query_one(RecordDetail)
        detail.show(created)
        for tab in TABS:
            detail.tab = tab
            await app.settle()
            shown = detail.query_one(f"#{detail.query_one(ContentSwitcher).current}", RowList)
            assert SHOWN[tab] in "\n".join(lines_of(shown)), tab
