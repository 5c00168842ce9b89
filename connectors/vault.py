"""The keys of the conversations: made, opened, destroyed. What a conversation's row holds of its key is useless alone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db import connection
from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from connectors import sealing
from connectors.key_shares import KeyShares
from connectors.master_keys import MasterKeys
from connectors.sealing import Box
from connectors.secret_files import FromSecretFiles

# Whoever makes or writes a wrapped key holds this lock shared; forgetting old master keys waits for all of them.
WRAPPING_LOCK = 0x44616C696C  # "Dalil"


class VaultSettings(FromSecretFiles):
    model_config = SettingsConfigDict(env_prefix="VAULT_", frozen=True, env_ignore_empty=True)

    folder: Path = Field(
        default=Path(".dalil/vault"),
        description="Where the key shares lie, and the random master keys; every process of one installation needs the same folder",
    )
    master_keys: SecretStr | None = Field(
        default=None,
        description="Master keys as `version:64 hex digits`, with spaces between, the highest in use; unset = random ones in folder",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """What the database keeps of a conversation's key."""

    slot: int  # of the share
    version: int  # of the master key
    wrapped: bytes = field(repr=False)


class Vault:
    def __init__(self, settings: VaultSettings) -> None:
        configured = settings.master_keys.get_secret_value() if settings.master_keys else None
        self.masters = MasterKeys(settings.folder, configured)
        self.shares = KeyShares(settings.folder)

    def check(self) -> None:
        """Raises KeysUnavailable when words could be neither kept nor read."""
        self.masters.newest()
        self.shares.destroy(())

    def make(self, conversation: UUID) -> tuple[WrappedKey, Box]:
        """A new key. Inside a transaction it cannot lose its master key before that ends. Raises KeysUnavailable."""
        (made,) = self.make_all([conversation])
        return made

    def make_all(self, conversations: Sequence[UUID]) -> list[tuple[WrappedKey, Box]]:
        """New keys, with one wait for the disk for all of them. Raises KeysUnavailable."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock_shared(%s), nextval('connectors_key_slot') FROM generate_series(1, %s)",
                [WRAPPING_LOCK, len(conversations)],
            )
            slots = [int(row[1]) for row in cursor.fetchall()]
        version = self.masters.newest()
        self.shares.make(slots)
        keys = [secrets.token_bytes(sealing.KEY_BYTES) for _ in conversations]
        return [(self._wrap(who, key, slot, version), Box(key)) for who, key, slot in zip(conversations, keys, slots, strict=True)]

    def open(self, conversation: UUID, held: WrappedKey) -> Box:
        """Raises Unreadable when the key was destroyed, KeysUnavailable when its master key is not there."""
        wrapping = sealing.wrapping_key(self.masters.of(held.version), self.shares.read(held.slot))
        return Box(sealing.decrypt(wrapping, held.wrapped, _place(conversation, held.slot, held.version)))

    def rewrap(self, conversation: UUID, held: WrappedKey, version: int) -> WrappedKey:
        """The same key under another master key. Raises Unreadable, KeysUnavailable."""
        return self._wrap(conversation, self.open(conversation, held).key, held.slot, version)

    def _wrap(self, conversation: UUID, key: bytes, slot: int, version: int) -> WrappedKey:
        wrapping = sealing.wrapping_key(self.masters.of(version), self.shares.read(slot))
        sealed = sealing.encrypt(wrapping, key, _place(conversation, slot, version), secrets.token_bytes(sealing.NONCE_BYTES))
        return WrappedKey(slot=slot, version=version, wrapped=sealed)


def _place(conversation: UUID, slot: int, version: int) -> bytes:
    return sealing.place("key", conversation, slot, version)


@cache
def vault() -> Vault:
    """The vault of this process. Raises KeysUnavailable for master keys that cannot be read."""
    return Vault(VaultSettings())
