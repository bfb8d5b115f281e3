"""The cache follows its app from nobody to a guest to a person; credentials come before they are needed (scenarios 19 to 22)."""

from __future__ import annotations

from cogtui.cloud.device_sync.cache import device_named, local_datasets
from cogtui.cloud.device_sync.records import UNKNOWN
from cogtui.cloud.holdings import CREDENTIALS, ID_TOKEN, IDENTITY_ID
from cogtui.device.sync import devices
from cogtui.device.sync.manager import CANCELLED
from tests.device.sync.lab import LOGIN, Lab


def guest_and_person(**more: str) -> tuple[Lab, str, str, str]:
    """Return a lab with a guest's phone and Ana's, both with data of their own in `d`; and the guest's identity."""
    lab = Lab("correct", "correct")
    a, b = lab.names
    devices.sign_in_as_guest(lab.world, a)
    lab.put(a, k="guest", only="guest", **more)
    assert lab.sync(a).ok
    lab.put(b, k="ana")
    assert lab.sync(b).ok
    return lab, a, b, lab.identity(a)


def test_19_a_login_that_nobody_has_keeps_identity_and_data() -> None:
    lab = Lab("correct")
    (a,) = lab.names
    devices.sign_in_as_guest(lab.world, a)
    lab.put(a, k="guest")
    lab.sync(a)
    guest = lab.identity(a)
    assert devices.sign_in(lab.world, a).ok
    assert lab.identity(a) == guest
    assert lab.calls(lambda: lab.sync(a)) == ["List(1)"]
    assert lab.cache(a) == {"k": "guest"}


def test_20_a_login_that_somebody_has_sets_the_guests_data_beside_it() -> None:
    lab, a, b, guest = guest_and_person()
    assert devices.sign_in(lab.world, a).ok
    assert lab.identity(a) == lab.identity(b) != guest
    beside = f"d.{guest}"
    assert {row.name for row in local_datasets(lab.world.store, a, lab.identity(a))} == {beside}
    assert lab.last(a, beside) == 0
    asked: list[tuple[str, ...]] = []

    def copies(dataset: str, merged: tuple[str, ...]) -> bool:
        asked.append(merged)
        for name in merged:
            assert lab.sync(a, name).ok
            missing = {key: value for key, value in lab.cache(a, name).items() if key not in lab.cache(a)}
            lab.put(a, "d", **missing)
            devices.delete_dataset(lab.world, a, name)
            assert lab.sync(a, name).ok
        return dataset == "d"

    assert lab.sync(a, merged=copies, conflict="remote").ok
    assert asked == [(beside,)]
    assert not lab.exists(beside)
    assert lab.cache(a) == {"k": "ana", "only": "guest"}
    assert lab.sync(b).ok
    assert lab.cache(b) == lab.cache(a)
    assert lab.sync(a).ok  # nobody asks again


def test_21_a_handler_that_leaves_the_merged_dataset_is_asked_each_time_and_the_rest_goes_on() -> None:
    lab, a, _, guest = guest_and_person()
    devices.sign_in(lab.world, a)
    asked: list[tuple[str, ...]] = []

    def leaves(dataset: str, merged: tuple[str, ...]) -> bool:
        asked.append(merged)
        return bool(dataset)

    assert lab.sync(a, merged=leaves).ok
    assert lab.sync(a, merged=leaves).ok
    assert asked == [(f"d.{guest}",)] * 2
    assert lab.cache(a) == {"k": "ana"}
    outcome = lab.sync(a)
    assert (outcome.state, outcome.message) == ("cancelled", CANCELLED)


def test_21_what_the_guest_had_not_sent_is_kept_beside_too() -> None:
    lab, a, _, guest = guest_and_person()
    lab.put(a, k="late")
    devices.sign_in(lab.world, a)
    beside = f"d.{guest}"
    assert lab.dirty(a, beside) == ["k"]
    assert lab.sync(a, beside, conflict="local").ok
    assert lab.cloud(beside) == {"k": ("late", 2), "only": ("guest", 1)}


def test_what_was_removed_elsewhere_before_a_merge_is_gone_after_it() -> None:
    lab, a, _, guest = guest_and_person(old="x")
    reply = lab.world.call(
        "cognito-sync",
        "UpdateRecords",
        {
            **lab_whose(lab, guest),
            "SyncSessionToken": lab.world.call(
                "cognito-sync", "ListRecords", lab_whose(lab, guest), caller=lab.world.operator
            ).output["SyncSessionToken"],
            "RecordPatches": [{"Op": "remove", "Key": "old", "SyncCount": 1}],
        },
        caller=lab.world.operator,
    )
    assert reply.ok, reply.error
    devices.sign_in(lab.world, a)
    assert lab.sync(a, f"d.{guest}").ok
    assert lab.cache(a, f"d.{guest}") == {"k": "guest", "only": "guest"}


def lab_whose(lab: Lab, identity: str) -> dict[str, str]:
    """Return what names the dataset `d` of an identity."""
    pool = lab.ask("ListDatasets").record.request["IdentityPoolId"]
    return {"IdentityPoolId": pool, "IdentityId": identity, "DatasetName": "d"}


def test_what_was_written_before_there_was_an_identity_becomes_the_persons() -> None:
    lab = Lab("correct")
    (a,) = lab.names
    lab.put(a, k="early")
    assert lab.identity(a) == UNKNOWN
    assert lab.sync(a).ok
    assert lab.cloud() == {"k": ("early", 1)}
    assert local_datasets(lab.world.store, a, UNKNOWN) == []


def test_what_was_written_signed_out_is_an_edit_of_the_dataset_that_is_there() -> None:
    lab = Lab("correct")
    (a,) = lab.names
    lab.put(a, k="v0", other="v0")
    lab.sync(a)
    devices.sign_out(lab.world, a)
    lab.put(a, k="late")
    assert lab.sync(a).ok
    assert lab.cloud() == {"k": ("late", 2), "other": ("v0", 1)}


def test_22_names_that_only_begin_alike_are_no_merge() -> None:
    lab = Lab("correct")
    (a,) = lab.names
    lab.put(a, "app", k="v")
    lab.put(a, "app.settings", k="v")
    assert lab.sync(a, "app").ok
    assert lab.sync(a, "app.settings").ok


def test_signing_out_keeps_the_cache_and_removing_the_app_wipes_everything_but_the_saved_login() -> None:
    lab = Lab("correct")
    (a,) = lab.names
    lab.put(a, k="v")
    lab.sync(a)
    person = lab.identity(a)
    devices.sign_out(lab.world, a)
    assert lab.identity(a) == UNKNOWN
    assert [row.name for row in local_datasets(lab.world.store, a, person)] == ["d"]
    devices.sign_in(lab.world, a)
    devices.uninstall(lab.world, a)
    assert list(lab.world.held(a)) == ["saved_login"]
    assert local_datasets(lab.world.store, a, person) == []
    device = device_named(lab.world.store, a)
    assert device is not None
    assert (device.token, device.device_ids, device.installed) == ("", {}, False)
    assert lab.sync(a).message == "the app is not installed"
    assert not devices.edit(lab.world, a, "d", "k", "v").ok
    devices.install(lab.world, a)
    assert lab.sync(a).ok
    assert lab.cache(a) == {"k": "v"}


def test_credentials_that_ran_out_are_fetched_anew_and_a_guest_stays_a_guest() -> None:
    lab = Lab("correct", "correct")
    a, b = lab.names
    devices.sign_in_as_guest(lab.world, b)
    guest = lab.identity(b)
    for name in (a, b):
        lab.put(name, k="v")
        assert lab.sync(name).ok
    before = [lab.world.held(name)[CREDENTIALS]["AccessKeyId"] for name in (a, b)]
    lab.world.act("clock.advance", seconds=2 * 3600)
    for name in (a, b):
        lab.put(name, k="later")
        assert lab.sync(name).ok
    assert all(lab.world.held(name)[CREDENTIALS]["AccessKeyId"] not in before for name in (a, b))
    assert lab.identity(b) == guest
    assert ID_TOKEN not in lab.world.held(b)


def test_a_device_without_a_saved_login_is_a_guest_and_cannot_sign_in() -> None:
    lab = Lab("correct", login=None)
    (a,) = lab.names
    lab.put(a, k="v")
    assert lab.sync(a).ok
    assert lab.world.held(a)[IDENTITY_ID]
    assert not devices.sign_in(lab.world, a).ok


def test_a_wrong_password_ends_the_synchronisation_in_the_pools_words() -> None:
    lab = Lab("correct", login={**LOGIN, "password": "wrong"})
    (a,) = lab.names
    lab.put(a, k="v")
    outcome = lab.sync(a)
    assert (outcome.state, outcome.message) == ("failed", "Incorrect username or password.")
    assert lab.dirty(a) == ["k"]


def test_an_offline_device_sends_nothing() -> None:
    lab = Lab("correct")
    (a,) = lab.names
    devices.set_online(lab.world, a, online=False)
    before = len(lab.world.trail)
    assert lab.sync(a).state == "offline"
    assert not devices.sign_in(lab.world, a).ok
    assert not devices.push_on(lab.world, a, "d").ok
    assert {record.kind for record in lab.world.trail[before:]} == {"act"}
