"""What holds for every chain of roles, whatever tags are sent on the way; and for every one-time password."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.cloud.accounts import mfa_devices, totp
from cogtui.cloud.accounts.mfa_devices import MfaDevice
from cogtui.cloud.world import World
from tests.builders import role_of
from tests.cloud.services.iam.people import a_user
from tests.cloud.services.sts.chains import EVERYTHING, arn_of, assumed, carried, key_of, session, trusting

KEYS = st.sampled_from(["team", "Team", "desk", "cost", "Cost", "floor"])
SENT = st.lists(
    st.tuples(
        st.dictionaries(KEYS, st.sampled_from(["red", "blue", ""]), max_size=3),
        st.sets(KEYS, max_size=2),
        st.sampled_from(["", "ana", "bo"]),
    ),
    min_size=1,
    max_size=4,
)
Step = tuple[dict[str, str], set[str], str]


def chain() -> World:
    """Make a user and four roles, each of which trusts the one before it."""
    world = World("chain")
    role_of(world, "R0", trust=trusting(f"arn:aws:iam::{world.account}:root", EVERYTHING))
    for number in range(1, 4):
        role_of(world, f"R{number}", trust=trusting(arn_of(f"R{number - 1}"), EVERYTHING))
    return world


def may_be_sent(step: Step, kept: dict[str, str], source: str) -> bool:
    """Say whether STS takes what a step sends, going by the documentation's own words."""
    values, transitive, named = step
    keys = [key.lower() for key in values]
    wanted = {key.lower() for key in transitive}
    inherited = {key.lower() for key in kept}
    fresh = not inherited & {*keys, *wanted}
    return len(set(keys)) == len(keys) and wanted <= set(keys) and fresh and (not source or named in ("", source))


@settings(max_examples=40)
@given(steps=SENT)
def test_transitive_tags_and_the_source_identity_go_on_and_nothing_else_does(steps: list[Step]) -> None:
    world = chain()
    caller = a_user(world, "ana", "sts:*")
    kept: dict[str, str] = {}
    source = ""
    for number, step in enumerate(steps):
        values, transitive, named = step
        params: dict[str, Any] = {
            "Tags": [{"Key": key, "Value": value} for key, value in values.items()],
            "TransitiveTagKeys": sorted(transitive),
            "SourceIdentity": named,
        }
        params = {name: value for name, value in params.items() if value}
        if not may_be_sent(step, kept, source):
            assert not assumed(world, caller, f"R{number}", **params).ok
            return
        caller = session(world, caller, f"R{number}", **params)
        source = source or named
        context = carried(world, caller)
        own = {name.partition("/")[2]: value for name, value in context.items() if "Tag" in name}
        assert own == kept | values
        assert context.get("aws:SourceIdentity", "") == source
        goes_on = {key.lower() for key in transitive}
        kept |= {key: value for key, value in values.items() if key.lower() in goes_on}
        assert set(key_of(world, caller).transitive) == set(kept)


@given(now=st.integers(0, 2**33), later=st.integers(0, 200), ahead=st.integers(-12, 12))
def test_a_code_is_taken_once_and_never_an_older_one_after_a_newer(now: int, later: int, ahead: int) -> None:
    secret = totp.read("JBSWY3DPEHPK3PXP")
    device = MfaDevice("1", "ana", "/", totp.written(secret), now)
    code = totp.code_at(secret, totp.step_at(now) + ahead)
    first = mfa_devices.taken(device, code, now)
    assert (first is not None) or abs(ahead) > totp.DRIFT
    if first is None:
        return
    again = mfa_devices.taken(first, code, now + later)
    # The same six digits may come round in another step; the step itself never does.
    assert again is None or (again.last_step or 0) > (first.last_step or 0)


@given(now=st.integers(2**20, 2**33), ahead=st.integers(-15, 15))
def test_two_codes_in_a_row_put_a_device_in_step_within_the_window(now: int, ahead: int) -> None:
    secret = totp.read("JBSWY3DPEHPK3PXP")
    device = MfaDevice("1", "ana", "/", totp.written(secret), now)
    step = totp.step_at(now) + ahead
    found = mfa_devices.tuned(device, totp.code_at(secret, step - 1), totp.code_at(secret, step), now)
    assert (found is not None) == (abs(ahead) <= mfa_devices.WINDOW)
    if found is not None:
        following = totp.code_at(secret, step + 1)
        assert mfa_devices.taken(found, following, now + totp.STEP) is not None
