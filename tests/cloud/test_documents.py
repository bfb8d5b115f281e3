"""Documents: what is read as what, where things stand, and what every broken document says."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cogtui.cloud.documents import PLAIN, Dialect, below, nearest, parts, read, unknown
from cogtui.cloud.errors import AuthoringError

TAGGED = Dialect(tags={"!Ref": "Ref", "!Sub": "Fn::Sub", "!GetAtt": "Fn::GetAtt"}, aliases=0)

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdef", "bcdefg", strict=True)
)

SCALARS: list[tuple[str, Any]] = [
    ("2012-10-17", "2012-10-17"),
    ("2012-10-17T09:00:00Z", "2012-10-17T09:00:00Z"),
    ("012345678901", "012345678901"),
    ("0o17", "0o17"),
    ("0x1F", "0x1F"),
    ("1_000", "1_000"),
    ("190:20:30", "190:20:30"),
    ("12e5", "12e5"),
    ("+1", "+1"),
    (".inf", ".inf"),
    ("1.0e999", "1.0e999"),
    ("yes", "yes"),
    ("no", "no"),
    ("on", "on"),
    ("Off", "Off"),
    ("y", "y"),
    ("=", "="),
    ("true", True),
    ("False", False),
    ("null", None),
    ("~", None),
    ("", None),
    ("0", 0),
    ("-7", -7),
    ("111122223333", 111122223333),
    ("9" * 60, int("9" * 60)),
    ("1.5", 1.5),
    ("-2.5e3", -2500.0),
    ('"true"', "true"),
    ("'12'", "12"),
    ("!!str 12", "12"),
    ("! 12", "12"),
    ("|\n  true\n", "true\n"),
    (">-\n  one\n  two", "one two"),
]

BROKEN = [
    ("twice", "a: 1\nb: 2\na: 3", 3, 1, "`a` stands twice in this map; the first is in line 1"),
    ("twice, one quoted", 'a: 1\n"a": 3', 2, 1, "`a` stands twice"),
    ("twice in JSON", '{"a": 1,\n "a": 2}', 2, 2, "`a` stands twice"),
    ("colon too many", "a: b: c", 1, 5, "put the text in quotes"),
    ("open quote", "x: 1\na: 'b\nc: 2\n", 2, 4, "a quote is opened and not closed"),
    ("open bracket", "a: [1, 2\n", 1, 9, "a `,` or a closing bracket is missing"),
    ("open brace", '{"a": 1', 1, 8, "a `,` or a closing bracket is missing"),
    ("tab", "a:\n\tb: 1", 2, 1, "a tab cannot indent; use spaces"),
    ("at sign", "a: @b", 1, 4, "`@` cannot begin a value; put it in quotes"),
    ("outdent", "a:\n    - 1\n  - 2", 3, 3, "the indentation does not fit"),
    ("second document", "a: 1\n---\nb: 2", 2, 1, "a second document begins here"),
    ("list as key", "? [a]\n: 1", 1, 3, "a key is plain text, not a list"),
    ("map as key", "{{a: 1}: 2}", 1, 2, "a key is plain text, not a map"),
    ("tagged key", "!!int 1: x", 1, 1, "a key is plain text, without tag or anchor"),
    ("alias as key", "a: &a x\n*a : 1", 2, 1, "a key is plain text, not an alias"),
    ("merge key", "a: &a {b: 1}\nc:\n  <<: *a", 3, 3, "merging maps with `<<` is not supported"),
    ("no anchor", "a: *b", 1, 4, "`*b` has no `&b` before it"),
    ("alias in itself", "a: &a\n  - *a", 2, 5, "`*a` stands inside the value that it names"),
    ("aliases that multiply", BOMB, 6, 12, "the document is too large"),
    ("too many aliases", "a: &a 1\nb: [" + "*a, " * 101 + "]", 2, 405, "at most 100 are read"),
    ("too deep, flow", "[" * 100_000, 1, 65, "nested too deeply"),
    ("too deep, block", "- " * 100_000, 1, 129, "nested too deeply"),
    (
        "object tag",
        "a: !!python/object/apply:os.system [x]",
        1,
        4,
        "the tag `!!python/object/apply:os.system` is not known",
    ),
    ("binary tag", "a: !!binary eA==", 1, 4, "the tag `!!binary` is not known for text"),
    ("control character", "a: 1\nb: x\x07y", 2, 5, "U+0007 cannot stand in a document"),
    ("lone surrogate", "a: \ud800", 1, 4, "U+D800 cannot stand in a document"),
    ("not UTF-8", b"a: 1\nb: caf\xe9", 2, 7, "the file is not UTF-8 text"),
    ("endless number", "a: " + "9" * 5000, 1, 4, "a number has at most 1,000 digits"),
    ("too large", "x" * 1_000_001, 0, 0, "the file is too large: at most 1,000,000 characters"),
]


def problem(text: str | bytes, dialect: Dialect = PLAIN) -> AuthoringError:
    with pytest.raises(AuthoringError) as caught:
        read(text, "course.yaml", dialect)
    return caught.value


@pytest.mark.parametrize(("written", "meant"), SCALARS)
def test_scalar_is_read_as_what_it_looks_like_to_its_author(written: str, meant: Any) -> None:
    data = read(f"key: {written}").data
    assert data == {"key": meant}
    assert type(data["key"]) is type(meant)


def test_keys_are_always_text() -> None:
    assert read("on: 1\n111122223333: 2\nnull: 3\ntrue: 4\n1.0: 5\n2012-10-17: 6").data == {
        "on": 1,
        "111122223333": 2,
        "null": 3,
        "true": 4,
        "1.0": 5,
        "2012-10-17": 6,
    }


@pytest.mark.parametrize(
    ("text", "line", "column", "says"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_broken_document_says_what_is_wrong_and_where(text: str | bytes, line: int, column: int, says: str) -> None:
    error = problem(text)
    assert (error.file, error.line, error.column) == ("course.yaml", line, column)
    assert says in error.message


def test_positions_of_values_and_keys() -> None:
    document = read("Resources:\n  Pool:\n    Type: x\n    Tags:\n      - a\n      - {k/~: v}\n", "w.yaml")
    assert document.where("") == (1, 1)
    assert document.where("/Resources") == (2, 3)
    assert document.where_key("/Resources") == (1, 1)
    assert document.where("/Resources/Pool/Type") == (3, 11)
    assert document.where_key("/Resources/Pool/Type") == (3, 5)
    assert document.where("/Resources/Pool/Tags/1") == (6, 9)
    assert document.where_key("/Resources/Pool/Tags/1") == (6, 9)
    assert document.where("/Resources/Pool/Tags/1/k~1~0") == (6, 15)
    assert document.where_key(below("/Resources/Pool/Tags", 1, "k/~")) == (6, 10)


def test_position_of_something_missing_is_that_of_what_it_should_be_in() -> None:
    document = read("a:\n  b: 1\n")
    assert document.where("/a/x/y") == document.where("/a") == (2, 3)
    assert document.where_key("/a/x/y") == (2, 3)


def test_errors_made_from_a_document_are_located() -> None:
    document = read("a:\n  b: 1\n", "w.yaml")
    assert document.error("/a/b", "too small").located == "w.yaml:2:6: too small"
    assert document.error_at_key("/a/b", "unknown").located == "w.yaml:2:3: unknown"


def test_json_is_read_with_positions() -> None:
    document = read('{\n\t"a": [1, {"b":\ttrue}],\n\t"c": "\\u00e9\\/"\n}')
    assert document.data == {"a": [1, {"b": True}], "c": "é/"}
    assert document.where("/a/1/b") == (2, 17)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "\ufeff"])
def test_empty_document_is_none(text: str) -> None:
    assert read(text).data is None


def test_alias_stands_for_its_value_and_keeps_its_place() -> None:
    document = read("a: &first {x: [1, 2]}\nb: *first\n")
    assert document.data == {"a": {"x": [1, 2]}, "b": {"x": [1, 2]}}
    assert document.where("/b/x/1") == document.where("/a/x/1") == (1, 19)


def test_short_tags_become_the_keys_they_stand_for() -> None:
    document = read("a: !Ref 12\nb: !Sub\n  - ${x}\n  - {x: !GetAtt p.Arn}\n", dialect=TAGGED)
    assert document.data == {"a": {"Ref": "12"}, "b": {"Fn::Sub": ["${x}", {"x": {"Fn::GetAtt": "p.Arn"}}]}}
    assert document.where("/a/Ref") == (1, 4)
    assert document.where("/b/Fn::Sub/1/x/Fn::GetAtt") == (4, 9)


def test_mistyped_tag_names_the_one_that_was_meant() -> None:
    error = problem("a: !Reff x", TAGGED)
    assert error.located == "course.yaml:1:4: the tag `!Reff` is not known for text; did you mean `!Ref`?"


def test_dialect_without_aliases_refuses_the_first() -> None:
    assert problem("a: &a 1\nb: *a", TAGGED).located == (
        "course.yaml:2:4: aliases such as `*a` are limited here: write the value out"
    )


@pytest.mark.parametrize(
    ("name", "choices", "meant"),
    [
        ("PoolNam", ["PoolName", "Policies"], "PoolName"),
        ("POOLNAME", ["PoolName", "Policies"], "PoolName"),
        ("xyz", ["PoolName"], None),
        ("a", [], None),
    ],
)
def test_nearest_name(name: str, choices: list[str], meant: str | None) -> None:
    assert nearest(name, choices) == meant


def test_unknown_name_gets_the_nearest_or_the_few_there_are() -> None:
    assert unknown("a kind of step", "sya", ["say", "do"]) == "`sya` is not a kind of step; did you mean `say`?"
    assert unknown("a flow", "x", ["map", "policy"]) == "`x` is not a flow; expected `map` or `policy`"
    assert unknown("a thing", "x", [str(number) * 9 for number in range(9)]) == "`x` is not a thing"


@given(st.lists(st.text(), max_size=4))
def test_pointer_parts_survive_escaping(names: list[str]) -> None:
    assert parts(below("", *names)) == names


JSON_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]))
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | JSON_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(JSON_TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(JSON_VALUES)
def test_json_written_by_a_machine_is_read_as_json_reads_it(value: Any) -> None:
    # Above the basic plane JSON writes surrogate pairs, which YAML has no escape for; written out they are fine.
    assert read(json.dumps(value, ensure_ascii=False)).data == value


YAML_LIKE = st.lists(
    st.sampled_from(
        [
            *":-?!&*|>%@`'\"{}[],#~<= \n\t\r",
            "\n  ",
            "a",
            "1",
            "!Ref ",
            "&a ",
            "*a ",
            "--- ",
            "...\n",
            "<<: ",
            "\x85",
            "\u2028",
        ]
    ),
    max_size=40,
).map("".join)


@given(st.text() | st.binary() | YAML_LIKE)
def test_any_text_is_read_or_refused_with_an_authoring_error(text: str | bytes) -> None:
    for dialect in (PLAIN, TAGGED):
        try:
            document = read(text, "f", dialect)
        except AuthoringError:
            continue
        assert document.where("") >= (1, 1)


@given(st.text() | YAML_LIKE)
def test_pure_python_parser_refuses_with_authoring_errors_too(text: str) -> None:
    with pytest.MonkeyPatch.context() as without_libyaml:
        without_libyaml.delattr(yaml, "CBaseLoader", raising=False)
        with contextlib.suppress(AuthoringError):
            read(text, "f")
