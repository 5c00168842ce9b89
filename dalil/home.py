"""Where things are: the checkout, the folder of state, and Django made ready."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def state_directory() -> Path:
    """The folder for the embedded store, keys and logs: `DALIL_STATE`, else `.dalil` in the checkout."""
    return Path(os.environ.get("DALIL_STATE") or ROOT / ".dalil").resolve()


def set_up_django() -> None:
    """Make the models usable; the store's address must be in the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.django_settings")
    os.environ.setdefault("VAULT_FOLDER", str(state_directory() / "vault"))  # one folder, wherever a command is started
    import django

    django.setup()
