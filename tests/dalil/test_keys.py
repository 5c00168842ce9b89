"""`dalil keys`: told and rotated from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors import vault
from connectors.models import Conversation
from dalil import keys
from dalil.preparing import NotReady


@pytest.fixture
def conversation(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Conversation]:
    monkeypatch.setenv("VAULT_FOLDER", str(tmp_path / "vault"))
    vault.vault.cache_clear()
    yield Conversation.objects.create(channel="web", account="site", key="a", last_question="salam")
    vault.vault.cache_clear()


def test_a_rotation_says_what_it_did_and_words_stay_readable(conversation: Conversation, capsys: pytest.CaptureFixture[str]) -> None:
    assert keys.status() == "version 1: 1 conversations (in use)"
    keys.rotate(forget_old=True)
    printed = capsys.readouterr().out
    assert "1 conversations are wrapped with master key version 2 now." in printed and "destroyed" in printed
    assert keys.status() == "version 2: 1 conversations (in use)"
    assert Conversation.objects.get().last_question == "salam"


def test_configured_keys_are_the_operators_to_forget(
    conversation: Conversation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = (tmp_path / "vault" / "master.keys").read_text().strip()
    monkeypatch.setenv("VAULT_MASTER_KEYS", f"2:{'ab' * 32} {made}")
    vault.vault.cache_clear()
    keys.rotate(forget_old=True)
    assert "take the old versions out" in capsys.readouterr().out
    assert keys.status().startswith("version 1: 0 conversations\nversion 2: 1")


def test_a_master_key_that_is_not_there_is_one_clear_sentence(conversation: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_MASTER_KEYS", "2:" + "ab" * 32)
    vault.vault.cache_clear()
    with pytest.raises(NotReady, match="version 1 is not there"):
        keys.rotate(forget_old=False)
