"""The site itself: alive, closed to strangers' scripts, in five languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from staff.settings import StaffSettings
from tests.staff.conftest import SignIn


def test_health_says_ok(base: str) -> None:
    response = Client().get("/health/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_health_says_when_the_database_is_away(database: str) -> None:
    settings = connections["default"].settings_dict
    host = settings["HOST"]
    connections.close_all()
    settings["HOST"] = "/nowhere"
    try:
        assert Client().get("/health/").status_code == 503
    finally:
        settings["HOST"] = host
        connections.close_all()


def test_only_our_own_scripts_run(base: str) -> None:
    headers = Client().get("/login/").headers
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_of_ours_has_an_inline_script(article: object, sign_in: SignIn) -> None:
    client = sign_in("administrator")
    for address in (
        "/",
        "/snippets/knowledge/article/",
        "/snippets/knowledge/article/add/?locale=ar",
        "/conversations/",
        "/studio/try/",
        "/asked/",
    ):
        page = client.get(address).content.decode()
        scripts = [part.partition(">")[0] for part in page.split("<script")[1:]]
        assert [tag for tag in scripts if "src=" not in tag and 'type="application/json"' not in tag] == []


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr"), ("it", "ltr"), ("de", "ltr")])
def test_the_interface_speaks_five_languages(base: str, language: str, direction: str) -> None:
    page = Client().get("/login/", headers={"accept-language": language}).content.decode()
    assert f'lang="{language}"' in page and f'dir="{direction}"' in page


def test_a_secret_may_arrive_as_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret"
    file.write_text("s" * 40 + "\n")
    monkeypatch.setenv("STAFF_SECRET_KEY_FILE", str(file))
    assert StaffSettings().secret_key.get_secret_value() == "s" * 40
