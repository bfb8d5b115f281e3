"""The fixed ring of public simulation keys."""

from __future__ import annotations

import hashlib

import pytest
from click.testing import CliRunner

from cogtui.cloud.tokens.ring import ATTACKER, RING_FILE, RING_SIZE, ring_der
from cogtui.cloud.tokens.signatures import public_members, ring_key
from cogtui.dev import keyring


def test_the_ring_has_64_keys_and_the_attackers_all_different_and_of_2048_bits() -> None:
    keys = [ring_key(index) for index in range(ATTACKER + 1)]

    assert RING_SIZE == 64
    assert {key.key_size for key in keys} == {2048}
    assert len({public_members(key) for key in keys}) == 65


def test_the_ring_never_changes_because_pictures_and_lessons_are_made_with_it() -> None:
    joined = b"".join(ring_der(index) for index in range(ATTACKER + 1))

    assert hashlib.sha256(joined).hexdigest() == "302a54ac312cca4b228a76e75cc7675a2f9262f28e49c1a3eead3fb8a019e547"


def test_a_ring_key_is_loaded_once() -> None:
    assert ring_key(5) is ring_key(5)


@pytest.mark.parametrize("index", [-1, 65])
def test_there_is_no_key_outside_the_ring(index: int) -> None:
    with pytest.raises(IndexError, match="0 to 64"):
        ring_der(index)


def test_the_file_and_the_page_beside_it_say_that_the_keys_protect_nothing() -> None:
    assert RING_FILE.read_text().startswith("# PUBLIC SIMULATION KEYS")
    assert "protect nothing" in RING_FILE.read_text().splitlines()[0]
    assert "They protect nothing." in RING_FILE.with_name("README.md").read_text()


def test_the_generator_refuses_to_replace_a_ring() -> None:
    before = RING_FILE.read_bytes()

    result = CliRunner().invoke(keyring.main)

    assert result.exit_code == 1
    assert "never replaced" in result.output
    assert RING_FILE.read_bytes() == before
