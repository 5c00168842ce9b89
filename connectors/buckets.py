"""The token buckets in the database: one truth for every worker, by the clock of the database. Blocking: runs on a store thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from connectors.models import RateBucket
from connectors.rates import Bound

_TABLE = RateBucket._meta.db_table
_CLOCK = "COALESCE(%(now)s::timestamptz, clock_timestamp())"
FORGET_AFTER_S = 3600.0  # untouched for longer, every bucket of ours is full again

_TAKE = f"""
    WITH asked AS (SELECT * FROM unnest(%(keys)s::text[], %(bursts)s::float8[], %(rates)s::float8[]) AS v(key, burst, per_s)),
    -- A clock that was set back takes nothing away. Locked in one order, so that two senders never wait in a circle.
    held AS (SELECT b.key, LEAST(a.burst, b.tokens + GREATEST(0, EXTRACT(EPOCH FROM {_CLOCK} - b.at)) * a.per_s) AS tokens, a.per_s
             FROM {_TABLE} b JOIN asked a ON a.key = b.key ORDER BY b.key FOR UPDATE OF b),
    found AS (SELECT count(*) AS buckets, COALESCE(max((1 - tokens) / per_s) FILTER (WHERE tokens < 1), 0)::float8 AS wait FROM held),
    taken AS (UPDATE {_TABLE} b SET tokens = held.tokens - 1, at = GREATEST(b.at, {_CLOCK}) FROM held, found
              WHERE b.key = held.key AND found.wait = 0 AND found.buckets = cardinality(%(keys)s::text[]))
    SELECT buckets, wait FROM found"""
_FILL = f"""
    INSERT INTO {_TABLE} (key, tokens, at)
    SELECT key, burst, {_CLOCK} FROM unnest(%(keys)s::text[], %(bursts)s::float8[]) AS v(key, burst) ON CONFLICT (key) DO NOTHING"""


def take(bounds: Sequence[Bound], now: datetime | None = None) -> float:
    """0.0 when every bucket held a message, and all gave one; else nothing is taken, and the seconds to wait come back.

    One statement, but for the first message through a bucket. `now` is for tests; without it the database's clock counts.
    """
    if not bounds:
        return 0.0
    asked: dict[str, list[str] | list[float] | datetime | None] = {
        "keys": [bound.key for bound in bounds],
        "bursts": [bound.rate.burst for bound in bounds],
        "rates": [bound.rate.per_s for bound in bounds],
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, asked)
        known, wait = cursor.fetchone()
        if known < len(bounds):
            cursor.execute(_FILL, asked)
            cursor.execute(_TAKE, asked)
            _, wait = cursor.fetchone()
    return float(wait)


def forget_full() -> int:
    """Delete buckets that nobody used for long; how many."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_TABLE} WHERE at < now() - make_interval(secs => %s)", [FORGET_AFTER_S])
        return int(cursor.rowcount)
