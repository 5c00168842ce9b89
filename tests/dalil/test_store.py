from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.store import database_config, store

words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1)


def test_an_address_is_taken_apart() -> None:
    config = database_config("postgresql://u:p%40ss@db.example:5433/prod?sslmode=require&sslmode=verify-full")
    assert {name: config[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "prod",
        "USER": "u",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
    }
    assert config["OPTIONS"]["sslmode"] == "verify-full"


def test_a_socket_directory_and_its_port_stand_in_the_query() -> None:
    config = database_config("postgres://u@/dalil?host=/run/pg&port=5433")
    assert (config["HOST"], config["PORT"]) == ("/run/pg", "5433")
    assert not {"host", "port"} & config["OPTIONS"].keys()


@pytest.mark.parametrize("url", ["", "postgresql:///", "postgresql:///dalil"])
def test_the_local_database_is_meant_when_none_is_named(url: str) -> None:
    config = database_config(url)
    assert (config["NAME"], config["HOST"], config["PORT"], config["USER"]) == ("dalil", "", "", "")


@given(words, words, words)
def test_any_name_and_password_can_be_written_in_an_address(user: str, password: str, name: str) -> None:
    config = database_config(f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@h/{quote(name, safe='')}")
    assert (config["USER"], config["PASSWORD"], config["NAME"]) == (user, password, name)


@pytest.mark.parametrize("url", ["mysql://u@h/x", "sqlite:///x", "just words", "postgresql://h:port/x"])
def test_any_other_store_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"postgresql|[Pp]ort"):
        database_config(url)


def test_a_named_store_is_used_and_stays_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_DATABASE_URL", "postgresql://elsewhere/x")
    with store(tmp_path) as url:
        assert url == os.environ["DALIL_DATABASE_URL"] == "postgresql://elsewhere/x"
    assert os.environ["DALIL_DATABASE_URL"] == "postgresql://elsewhere/x" and list(tmp_path.iterdir()) == []
