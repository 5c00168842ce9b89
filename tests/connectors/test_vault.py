"""Keys of conversations: made, opened, rotated and destroyed, on a real database and a real folder."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from connectors import rotation, vault
from connectors.errors import KeysUnavailable, StoreUnavailable, Unreadable
from connectors.key_shares import KeyShares
from connectors.master_keys import MasterKeys, parse
from connectors.models import Conversation
from connectors.rotation import StillNeeded
from connectors.vault import Vault, VaultSettings

ONE, TWO = "1:" + "11" * 32, "2:" + "22" * 32


@pytest.fixture
def own(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    """A vault of this test's own, in use by the models."""
    monkeypatch.setenv("VAULT_FOLDER", str(tmp_path / "vault"))
    vault.vault.cache_clear()
    yield vault.vault()
    vault.vault.cache_clear()


def conversation(words: str = "salam", key: str = "a") -> Conversation:
    return Conversation.objects.create(channel="web", account="site", key=key, last_question=words)


def read(row: Conversation) -> str:
    return str(Conversation.objects.get(id=row.id).last_question)


def test_words_are_read_back_by_another_process_of_the_same_folder(own: Vault) -> None:
    row = conversation("mon passeport")
    vault.vault.cache_clear()
    assert read(row) == "mon passeport"


def test_a_first_key_is_in_the_database_at_once_even_when_the_caller_saves_other_fields(own: Vault) -> None:
    row = Conversation.objects.create(channel="web", account="site", key="a")
    assert row.wrapped_key is None
    row.last_question = "salam"
    row.save(update_fields=["sealed_memory"])
    assert read(row) == "salam"


def test_two_who_make_a_first_key_at_once_agree_on_one(own: Vault) -> None:
    row = Conversation.objects.create(channel="web", account="site", key="a")
    first, second = Conversation.objects.get(id=row.id), Conversation.objects.get(id=row.id)
    assert first.box().key == second.box().key


def test_a_destroyed_share_makes_the_words_unreadable_for_good(own: Vault) -> None:
    row = conversation()
    own.shares.destroy([row.key_slot])
    with pytest.raises(Unreadable):
        read(row)


def test_a_wrapped_key_is_of_no_use_in_another_conversation(own: Vault) -> None:
    row, other = conversation(), uuid4()
    with pytest.raises(Unreadable):
        own.open(other, row.held_key())


def test_a_missing_master_key_is_told_apart_from_lost_words_and_means_come_again(own: Vault, tmp_path: Path) -> None:
    row = conversation()
    elsewhere = Vault(VaultSettings(folder=tmp_path / "vault", master_keys=TWO))
    with pytest.raises(KeysUnavailable):
        elsewhere.open(row.id, row.held_key())
    assert issubclass(KeysUnavailable, StoreUnavailable)


def test_rotation_keeps_every_word_readable_and_forgets_the_old_key_only_at_the_end(own: Vault) -> None:
    rows = [conversation(f"word {n}", key=str(n)) for n in range(7)]
    assert rotation.begin(own) == 2
    with pytest.raises(StillNeeded):
        rotation.forget_old(own)
    told: list[int] = []
    assert rotation.rewrap(own, 2, told.append, batch=3) == 7
    assert told == [3, 6, 7]
    rotation.forget_old(own)
    assert rotation.versions() == {2: 7} and set(own.masters.all()) == {2}
    assert [read(row) for row in rows] == [f"word {n}" for n in range(7)]


def test_a_rotation_that_was_stopped_goes_on_with_the_same_version(own: Vault) -> None:
    rows = [conversation(f"word {n}", key=str(n)) for n in range(4)]
    rotation.begin(own)
    rotation._rewrap_some(own, 2, 3)  # and the process dies
    assert rotation.versions() == {1: 1, 2: 3}
    assert [read(row) for row in rows] == [f"word {n}" for n in range(4)]
    assert rotation.begin(own) == 2
    assert rotation.rewrap(own, 2, lambda _: None) == 1


def test_what_was_wrapped_with_a_forgotten_key_cannot_be_opened_by_anybody(own: Vault) -> None:
    row = conversation()
    in_a_backup = row.held_key()
    rotation.rewrap(own, rotation.begin(own), lambda _: None)
    rotation.forget_old(own)
    with pytest.raises(KeysUnavailable):
        own.open(row.id, in_a_backup)
    assert read(row) == "salam"


def test_a_conversation_whose_share_is_lost_does_not_stop_a_rotation(own: Vault) -> None:
    lost, fine = conversation("lost", "a"), conversation("fine", "b")
    own.shares.destroy([lost.key_slot])
    rotation.rewrap(own, rotation.begin(own), lambda _: None)
    assert read(fine) == "fine" and read(lost) == ""


def test_another_process_sees_a_new_master_key_without_a_restart(own: Vault, tmp_path: Path) -> None:
    other = MasterKeys(tmp_path / "vault")
    assert other.newest() == 1
    own.masters.add()
    assert other.newest() == 2
    own.masters.forget_all_but(2)
    assert set(other.all()) == {2}


def test_processes_that_start_together_make_one_master_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: MasterKeys(tmp_path / "vault").of(1), range(16)))
    assert len(set(keys)) == 1


def test_a_forgotten_master_key_leaves_no_bytes_in_the_file_it_was_in(tmp_path: Path) -> None:
    masters = MasterKeys(tmp_path / "vault")
    old = masters.of(1)
    with (tmp_path / "vault" / "master.keys").open("rb") as file:  # held open: the same blocks on disk
        masters.add()
        masters.forget_all_but(2)
        assert old.hex().encode() not in file.read()
    assert old.hex() not in (tmp_path / "vault" / "master.keys").read_text()


def test_keys_and_shares_are_readable_by_their_owner_only(own: Vault, tmp_path: Path) -> None:
    conversation()
    folder = tmp_path / "vault"
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == dict.fromkeys(
        ("master.keys", "shares", "lock"), "0o600"
    )
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "1:abc", "x:" + "11" * 32, "0:" + "11" * 32, "1" + "11" * 32, "1:" + "11" * 31])
def test_master_keys_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(KeysUnavailable):
        parse(text)


def test_configured_master_keys_stand_as_they_are(tmp_path: Path) -> None:
    masters = MasterKeys(tmp_path, f"{TWO}, {ONE}\n")
    assert masters.newest() == 2 and masters.of(1) == b"\x11" * 32 and not masters.in_file
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_used_is_told_as_such() -> None:
    nowhere = Vault(VaultSettings(folder=Path("/proc/nothing")))
    with pytest.raises(KeysUnavailable):
        nowhere.check()


def test_the_setting_may_arrive_as_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text(ONE)
    monkeypatch.setenv("VAULT_MASTER_KEYS_FILE", str(tmp_path / "secret"))
    assert Vault(VaultSettings(folder=tmp_path)).masters.of(1) == b"\x11" * 32


def test_a_share_that_was_never_made_is_gone(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        KeyShares(tmp_path).read(5)
