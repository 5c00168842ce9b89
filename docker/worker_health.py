"""Health check of the worker's container: exit code 0 while a worker's heartbeat in the store is fresh (one comes every 5 s)."""

import os
from pathlib import Path

import psycopg

_FRESH = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'"

address = os.environ.get("DALIL_DATABASE_URL") or Path(os.environ["DALIL_DATABASE_URL_FILE"]).read_text("utf-8").strip()
try:
    with psycopg.connect(address, connect_timeout=4) as store:
        row = store.execute(_FRESH).fetchone()
except psycopg.Error as exc:
    raise SystemExit(f"no store: {type(exc).__name__}") from None
if row is None or row[0] == 0:
    raise SystemExit("no worker has a fresh heartbeat")
