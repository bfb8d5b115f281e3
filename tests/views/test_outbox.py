"""The outbox tells of everything that left the world: codes of pools, letters of SNS, and what became of pushes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cogtui.views.ink import plain, size
from cogtui.views.outbox import Mail, letter, message_row, newest_first
from tests.cloud.services.sns.messaging import Messaging


def test_a_topic_s_mail_to_confirm_carries_its_token() -> None:
    sns = Messaging()
    topic = sns.done("CreateTopic", Name="news")["TopicArn"]
    sns.done("Subscribe", TopicArn=topic, Protocol="email", Endpoint="ana@example.com")
    [mail] = newest_first(sns.world.store)
    assert (mail.medium, mail.to, mail.purpose) == ("EMAIL", "ana@example.com", "confirm")
    sns.done("ConfirmSubscription", TopicArn=topic, Token=mail.code)
    sns.done("Publish", TopicArn=topic, Message="hello")
    assert "hello" in newest_first(sns.world.store)[0].body


def test_a_push_says_what_the_platform_answered() -> None:
    sns = Messaging()
    endpoint = sns.endpoint(sns.application(), "nobody-has-this")
    sns.done("Publish", TargetArn=endpoint, Message="{}")
    [mail] = newest_first(sns.world.store)
    assert (mail.medium, mail.purpose) == ("push", "FAILURE")
    assert "InvalidRegistration" in mail.body


@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=40), st.integers(8, 120))
def test_every_message_fits_its_row(to: str, body: str, code: str, cells: int) -> None:
    mail = Mail(0, "EMAIL", to, "sign_up", "SNS", to, body, code)
    assert size(message_row(mail, cells)) <= cells
    assert all(size(line) <= max(cells, 10) for line in letter(mail, cells))


def test_the_newest_message_stands_first() -> None:
    sns = Messaging()
    sns.done("Publish", PhoneNumber="+4915112345678", Message="one")
    sns.world.act("clock.advance", seconds=60)
    sns.done("Publish", PhoneNumber="+4915112345678", Message="two")
    rows = [plain(message_row(mail, 90)) for mail in newest_first(sns.world.store)]
    assert ["09:01" in rows[0], "09:00" in rows[1]] == [True, True]
