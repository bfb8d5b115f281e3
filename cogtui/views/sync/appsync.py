"""Cognito Sync beside AWS AppSync: what AWS recommends, how the two differ, and which one an exam question means.

Sources: Cognito Developer Guide, "Amazon Cognito Sync" and the pages below it; AppSync Developer Guide, "Conflict detection and
sync", "Versioned data sources"; Amplify documentation, "DataStore". What could not be confirmed says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import msgspec

from cogtui.views.ink import Ink, ink, pad
from cogtui.views.text import wrapped

TITLE = "Cognito Sync or AppSync?"

ADVICE = (
    "For a new app, take AWS AppSync.",
    (
        "AWS says so itself: every page of its guide on Cognito Sync begins by sending whoever is new to AppSync. Cognito Sync still "
        "runs and its API is still in the SDKs, but its clients are gone: the sync manager left the iOS and the Android SDK around "
        "the turn of 2020 to 2021, and the JavaScript one is archived."
    ),
    (
        "Why look at it then? Apps that have it must be kept alive, exams ask about it, and offline, counts, conflicts and "
        "tombstones come back in every successor."
    ),
)
"""What to do, why, and what Cognito Sync is still good for."""


class Row(msgspec.Struct, frozen=True):
    """One thing in which the two differ."""

    about: str
    sync: str
    appsync: str


ROWS = (
    Row("what it is", "a store for one user's own settings", "a GraphQL API over your own data"),
    Row("whose data", "one identity's, nobody else's", "anybody's; people can share, each field has its rules"),
    Row("interface", "REST: datasets of keys with text values", "queries, mutations, subscriptions"),
    Row(
        "kept in",
        "a store of Cognito's own: 20 datasets of 1 MB and 1,024 keys each",
        "DynamoDB, RDS, OpenSearch, Lambda, any HTTP API",
    ),
    Row(
        "who gets in",
        "credentials of an identity pool; guests too",
        "user pool tokens, IAM, any OpenID provider, an API key, a Lambda function",
    ),
    Row(
        "others learn",
        "a silent push by SNS, without data: the device then asks",
        "a subscription over WebSocket, with the data",
    ),
    Row("version", "a sync count per record, from the dataset's counter", "_version per item"),
    Row(
        "conflicts",
        "on the device: the app's onConflict decides",
        "on the server: optimistic concurrency, automerge or a Lambda function",
    ),
    Row("removed", "a tombstone that stays", "_deleted is true for as long as BaseTableTTL says"),
    Row("what is new", "ListRecords since LastSyncCount", "a sync query since lastSync, from the delta table"),
    Row(
        "offline",
        "part of the sync managers: local cache, dirty marks",
        "part of the client library (Amplify DataStore), not of the service",
    ),
)
"""The table, row by row."""

STRATEGIES = (
    (
        "optimistic concurrency",
        "a mutation with an old version is rejected and gets the current item; the client merges and tries again",
    ),
    (
        "automerge",
        (
            "field by field: of single values the server's stay, lists are joined, sets united, new fields taken. DataStore's "
            "default"
        ),
    ),
    ("Lambda", "your function sees both versions and decides"),
)
"""How AppSync deals with conflicts: strategy and what it does."""

QUESTIONS = (
    (
        "One user, several devices, settings or game state, offline, no backend",
        "Cognito Sync; AppSync if the app is new",
    ),
    ("Several users work on the same data, in real time", "AppSync"),
    ("Tell the user's other devices silently that data changed", "Cognito push sync (SNS), or an AppSync subscription"),
    ("Run code at each synchronisation", "Cognito Events: a Lambda function as sync trigger"),
    ("Analyse what users synchronise, in Redshift", "Cognito Streams into Kinesis"),
    ("Export what is stored already", "BulkPublish, once in 24 hours"),
    ("Queries, relations, large data", "AppSync with DynamoDB"),
    ("User data that changes often, in a user pool", "not in its attributes: Cognito Sync, DynamoDB or AppSync"),
    ("Which pool does Cognito Sync need?", "an identity pool; user pools have no sync"),
    ("A guest's data on a second device", "not before the guest signs in"),
)
"""What a question says, and the answer."""

PRICES = (
    "Prices change: look them up. As of some years ago, others quoted AWS's price list for Cognito Sync with US$ 0.15 for 10,000 "
    "sync operations and US$ 0.15 for a GB stored for a month; not confirmed since, nor what exactly counts as one operation. "
    "With AppSync you pay for operations and real-time updates, and for the data source beside it. An end of Cognito Sync has not "
    "been announced as far as is known here; not confirmed either."
)

_LABEL = 14
_LEAST = 60
"""Cells from which the columns stand beside each other."""


def panel(cells: int) -> list[Ink]:
    """Return the panel's lines, none wider than `cells`."""
    return [
        ink((ADVICE[0], "strong")),
        (),
        *_said(ADVICE[1], cells),
        (),
        *_said(ADVICE[2], cells),
        (),
        *_table(cells),
        (),
        ink(("AppSync and conflicts", "title")),
        *_pairs(STRATEGIES, cells),
        (),
        ink(("In an exam", "title")),
        *_pairs(QUESTIONS, cells),
        (),
        ink(("Prices", "title")),
        *_said(PRICES, cells),
    ]


def _said(text: str, cells: int) -> Iterator[Ink]:
    return (ink(line) for line in wrapped(text, cells))


def _table(cells: int) -> Iterator[Ink]:
    if cells < _LEAST:
        for row in ROWS:
            yield ink((row.about, "title"))
            yield from _pairs((("Cognito Sync", row.sync), ("AppSync", row.appsync)), cells)
        return
    room = (cells - _LABEL - 2) // 2
    yield (*pad((), _LABEL), *pad(ink(("Cognito Sync", "title")), room + 2), *ink(("AppSync", "title")))
    for row in ROWS:
        columns = (row.about,), wrapped(row.sync, room), wrapped(row.appsync, room)
        for about, sync, appsync in zip_longest(*columns, fillvalue=""):
            yield (*pad(ink((about, "dim")), _LABEL), *pad(ink(sync), room + 2), *ink(appsync))


def _pairs(pairs: tuple[tuple[str, str], ...], cells: int) -> Iterator[Ink]:
    """Lay pairs out: what is spoken of at the left, what is said of it at the right; below it where there is no room."""
    narrow = cells < _LEAST
    left = 0 if narrow else min(max(len(what) for what, _ in pairs) + 2, cells * 2 // 5)
    for what, said in pairs:
        if narrow:
            yield from (ink((line, "dim")) for line in wrapped(what, cells))
            yield from (ink("  ", line) for line in wrapped(said, cells - 2))
            continue
        for first, second in zip_longest(wrapped(what, left - 2), wrapped(said, cells - left), fillvalue=""):
            yield (*pad(ink((first, "dim")), left), *ink(second))
