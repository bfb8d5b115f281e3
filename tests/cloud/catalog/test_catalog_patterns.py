"""Java's regular expressions in Python: what they accept and refuse."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.catalog import patterns, reader

NAME = r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"
TAG = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*"


@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [
        (r"[\w-]+:[0-9a-f-]+", "us-east-1:0123-abcd", True),
        (r"[\w-]+:[0-9a-f-]+", "us-east-1:0123-ABCD", False),
        (r"[\w-]+:[0-9a-f-]+", "us-east-1_abc", False),
        (r"[\w-]+:[0-9a-f-]+", "x us-east-1:0", False),  # the whole value
        (r"[\w-]+:[0-9a-f-]+", "us-east-1:0\n", False),  # all of it
        (r"[\w+=,.@-]*", "naïve", False),  # \w is ASCII
        (r"[\d]+", "١٢٣", False),  # \d too
        (r"[\w\s+=,.@-]+", "my pool", True),
        (r"[\w\s+=,.@-]+", "my\N{NO-BREAK SPACE}pool", False),  # and \s
        (r"[\S]+", "a\N{NO-BREAK SPACE}b", True),
        (NAME, "ana", True),
        (NAME, "ana@example.com", True),
        (NAME, "Ana Müller", False),
        (NAME, "AnaMüller", True),
        (NAME, "用户", True),
        (NAME, "e\N{COMBINING ACUTE ACCENT}", True),
        (NAME, "\N{GRINNING FACE}", True),
        (NAME, "\N{NO-BREAK SPACE}", False),
        (NAME, "a\tb", False),
        (NAME, "", False),
        (TAG, "a b", True),
        (TAG, "a\N{NO-BREAK SPACE}b", True),
        (TAG, "a&b", False),
        (TAG, "größe", True),
        (TAG, "größe&", False),
        (r"[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+", "MyOkta", True),
        (r"[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+", "_Okta", False),
        (r"[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+", "Ok\N{NO-BREAK SPACE}ta", False),
        (r"arn:aws:iam::\d+:role/.*", "arn:aws:iam::1:role/a", True),
        (r"arn:aws:iam::\d+:role/.*", "arn:aws:iam::1:role/a\N{LINE SEPARATOR}b", False),  # Java's `.` stops there
        (r"arn:aws:iam::\d+:role/.*", "arn:aws:iam::1:role/a\rb", False),
        (r"(?s).*", "a\nb\N{LINE SEPARATOR}c", True),
        (r"[\u0009\u000A\u000D\u0020-\u00FF]+", '{"a": "é"}\n', True),
        (r"[\u0009\u000A\u000D\u0020-\u00FF]+", "€", False),
        (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", "/", True),
        (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", "/team/a/", True),
        (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", "/team", False),
        (r"^[0-9A-Za-z\.\-_]*(?<!\.)$", "a.b", True),
        (r"^[0-9A-Za-z\.\-_]*(?<!\.)$", "a.", False),
        (r"(un)?authenticated", "unauthenticated", True),
        (r"(un)?authenticated", "guest", False),
        (r"^[\S]+.*[\S]+$", "pass word", True),
        (r"^[\S]+.*[\S]+$", "password ", False),
    ],
)
def test_a_pattern_accepts_and_refuses_as_java_does(pattern: str, value: str, fits: bool):
    assert bool(patterns.matcher(pattern)(value)) is fits


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("my-bucket", True), ("a.b.c", True), ("abc", True), ("a" * 63, True), ("192.168.1", True),
        ("192.168.1.1", False), ("My-bucket", False), ("-abc", False), ("abc-", False), ("a..b", False), ("a_b", False),
    ],
)  # fmt: skip
def test_the_override_for_bucket_names_says_what_the_guide_says(name: str, valid: bool):
    pattern = reader.service("s3").shapes["BucketName"].pattern

    assert pattern is not None
    assert bool(patterns.matcher(pattern)(name)) is valid


@pytest.mark.parametrize("service", reader.services())
def test_every_pattern_of_the_catalog_has_a_translation_for_ascii_and_beyond(service: str):
    found = {shape.pattern for shape in reader.service(service).shapes.values() if shape.pattern}

    for pattern in found:
        patterns.matcher(pattern)("a")
        patterns.matcher(pattern)("ä")


@pytest.mark.parametrize("pattern", [r"\h+", r"[a-z&&[^b]]", r"\p{IsLatin}", r"(?i)a", r"[[a-z]0]"])
def test_what_java_and_python_read_differently_is_refused(pattern: str):
    with pytest.raises(ValueError, match="has no translation"):
        patterns.matcher(pattern)


@pytest.mark.parametrize("category", ["L", "M", "N", "P", "S", "Z"])
def test_a_category_has_all_its_characters_and_no_other(category: str):
    matches = patterns.matcher(rf"[\p{{{category}}}]")
    every = (chr(code) for code in range(sys.maxunicode + 1))

    assert not [char for char in every if bool(matches(char)) is not (unicodedata.category(char)[0] == category)]


@given(st.text(max_size=20))
def test_ascii_values_are_judged_alike_by_the_short_and_the_full_classes(value: str):
    kept = "".join(char for char in value if char.isascii())

    for pattern in (NAME, TAG):
        assert bool(patterns.matcher(pattern)(kept)) is bool(patterns._full(pattern)(kept))
