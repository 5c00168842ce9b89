"""New master keys: every conversation's key is wrapped anew, in batches; the words themselves are not touched. Blocking.

It can be stopped and started again: a row knows the version of its master key, and every version is readable until it is
forgotten. Forgetting also makes useless whatever wrapped keys lie in old backups and logs.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Count, QuerySet

from connectors import erasure
from connectors.errors import Unreadable
from connectors.models import Conversation
from connectors.vault import WRAPPING_LOCK, Vault

BATCH = 500


class StillNeeded(Exception):
    """Conversations are still wrapped with an old master key: rotate first."""


def versions() -> dict[int, int]:
    """How many conversations are wrapped with each version of the master key."""
    held = Conversation.objects.exclude(wrapped_key=None).values("key_version").annotate(count=Count("id"))
    return {int(row["key_version"] or 0): row["count"] for row in held.order_by("key_version")}


def begin(vault: Vault) -> int:
    """The version to wrap with: a new one, unless an earlier rotation is unfinished or the keys come from a setting."""
    if vault.masters.in_file and not _behind(vault.masters.newest()).exists():
        return vault.masters.add()
    return vault.masters.newest()


def rewrap(vault: Vault, version: int, tell: Callable[[int], None], batch: int = BATCH) -> int:
    """Wrap what is behind `version`; `tell` hears the number done after each batch. Raises KeysUnavailable."""
    done = 0
    while count := _rewrap_some(vault, version, batch):
        done += count
        tell(done)
    return done


def forget_old(vault: Vault) -> None:
    """Destroy every version but the newest. Raises StillNeeded; the keys of a setting are the operator's to remove."""
    newest = vault.masters.newest()
    with transaction.atomic():
        with connection.cursor() as cursor:  # waits for everybody who is just making a key
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRAPPING_LOCK])
        if _behind(newest).exists():
            raise StillNeeded
        vault.masters.forget_all_but(newest)


def _behind(version: int) -> QuerySet[Conversation]:
    return Conversation.objects.filter(key_version__lt=version).exclude(wrapped_key=None)


@transaction.atomic
def _rewrap_some(vault: Vault, version: int, batch: int) -> int:
    rows = list(_behind(version).select_for_update().order_by("key_version", "id")[:batch])
    for row in rows:
        held = row.held_key()
        assert held is not None
        try:
            fresh = vault.rewrap(row.id, held, version)
        except Unreadable:  # its share is gone: nobody can read these words, under any master key
            erasure.begin_anew(row)
            continue
        Conversation.objects.filter(id=row.id).update(key_version=fresh.version, wrapped_key=fresh.wrapped)
    return len(rows)
