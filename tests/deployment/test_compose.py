"""The production files, without an engine to run them: structure, hardening, names that other files know."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from connectors.channels.web.settings import WebSettings
from connectors.settings import Settings
from dalil.preparing import ENGINE_PYTHON
from staff.settings import StaffSettings
from tests.deployment.commands import dalil_commands, environment, is_dalil_command
from tests.deployment.compose import ROOT, asked_variables, compose, documented_variables, filled, services

LONG_RUNNING = {"postgres", "engine", "gateway", "worker", "staff", "proxy"}
INNER = {"store", "engine", "staff"}
EVERY_SERVICE = sorted(services())


def test_the_services_are_the_processes_of_the_product_and_what_they_lean_on() -> None:
    assert set(services()) == LONG_RUNNING | {"migrate"}


def test_only_the_proxy_publishes_ports() -> None:
    assert {name for name, service in services().items() if "ports" in service} == {"proxy"}


def test_store_and_engine_stand_on_inner_networks_alone() -> None:
    networks = compose()["networks"]
    assert {name for name, network in networks.items() if network.get("internal")} == INNER
    assert services()["postgres"]["networks"] == ["store"]
    assert services()["engine"]["networks"] == ["engine"]


def test_the_proxy_reaches_the_public_edge_and_the_staff_site_and_nothing_behind_them() -> None:
    behind = {name for name, service in services().items() if set(service["networks"]) & set(services()["proxy"]["networks"])}
    assert behind == {"proxy", "gateway", "staff"}


def test_only_the_worker_reaches_the_engine() -> None:
    assert {name for name, service in services().items() if "engine" in service["networks"]} == {"engine", "worker"}


def test_every_network_volume_and_secret_that_is_used_is_declared_and_the_other_way_round() -> None:
    every = services().values()
    assert {name for service in every for name in service["networks"]} == set(compose()["networks"])
    assert {name for service in every for name in service.get("secrets", [])} == set(compose()["secrets"])
    assert {volume.partition(":")[0] for service in every for volume in service.get("volumes", [])} == set(compose()["volumes"])


@pytest.mark.parametrize("name", sorted(LONG_RUNNING))
def test_every_service_that_stays_says_whether_it_is_well(name: str) -> None:
    check = services()[name]["healthcheck"]
    assert check["test"][0] == "CMD" and check["interval"] and check["timeout"] and check["retries"]


@pytest.mark.parametrize("name", EVERY_SERVICE)
def test_every_service_runs_without_privileges_on_a_read_only_file_system(name: str) -> None:
    service = services()[name]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service and "cap_add" not in service


def test_the_variables_asked_for_are_those_documented() -> None:
    assert asked_variables() == set(documented_variables())


def test_every_command_of_the_product_exists_in_its_command_line() -> None:
    known = dalil_commands()
    commands = {name: service["command"] for name, service in services().items() if service.get("image") == "dalil-product"}
    assert set(commands) == {"migrate", "gateway", "worker", "staff"}
    for command in commands.values():
        assert command[0] == "dalil" and is_dalil_command(" ".join(command[1:]), known)


def test_the_engine_is_started_as_the_command_line_starts_it() -> None:
    assert services()["engine"]["command"] == [str(ENGINE_PYTHON.relative_to(ROOT)), "bot/run.py"]


@pytest.mark.parametrize("name", EVERY_SERVICE)
def test_every_setting_given_to_a_service_is_one_that_the_code_reads(name: str) -> None:
    fields = {f"GATEWAY_{field}".upper() for field in Settings.model_fields}
    fields |= {f"GATEWAY_WEB_{field}".upper() for field in WebSettings.model_fields}
    fields |= {f"STAFF_{field}".upper() for field in StaffSettings.model_fields}
    given = {key.removesuffix("_FILE") for key in environment(services()[name]) if key.startswith(("GATEWAY_", "STAFF_"))}
    assert given <= fields


@pytest.mark.parametrize("name", EVERY_SERVICE)
def test_no_secret_stands_in_the_environment_and_every_secret_file_is_mounted(name: str) -> None:
    service = services()[name]
    given = environment(service)
    words = ("PASSWORD", "TOKEN", "SECRET", "KEY", "DATABASE_URL")
    assert {key for key in given if any(word in key for word in words) and not key.endswith("_FILE")} == set()
    mounted = {f"/run/secrets/{secret}" for secret in service.get("secrets", [])}
    assert {value for key, value in given.items() if key.endswith("_FILE")} == mounted


def test_gateway_and_worker_share_identity_and_channels() -> None:
    gateway, worker = environment(services()["gateway"]), environment(services()["worker"])
    shared = {key for key in worker if key.startswith("GATEWAY_")} - {"GATEWAY_ENGINE_URL"}
    assert {key: gateway[key] for key in shared} == {key: worker[key] for key in shared}
    assert gateway["GATEWAY_RUN_WORKER"] == "false"


def test_the_settings_classes_take_the_environment_of_the_services(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secrets = _made_secrets(tmp_path)
    for name in ("gateway", "worker", "staff"):
        for key, value in environment(services()[name]).items():
            monkeypatch.setenv(key, filled(value).replace("/run/secrets", str(secrets)))
    settings, staff = Settings(), StaffSettings()
    assert not settings.whatsapp_on() and not settings.telegram_sends()
    assert settings.identity_key is not None and settings.web_origins == []
    assert settings.engine_url == "http://engine:5005"
    assert staff.hosts == ["staff.example.org", "127.0.0.1"] and staff.behind_tls
    assert WebSettings().exit_url == "/calendar"


def test_secrets_are_made_once_and_readable_by_the_containers(tmp_path: Path) -> None:
    secrets = _made_secrets(tmp_path)
    first = {path.name: path.read_text() for path in secrets.iterdir()}
    assert set(first) == set(compose()["secrets"])
    assert first == {path.name: path.read_text() for path in _made_secrets(tmp_path).iterdir()}
    assert first["database_password"] in first["database_url"] and len(first["identity_key"]) == 64
    assert secrets.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in secrets.iterdir()} == {0o644}


def _made_secrets(folder: Path) -> Path:
    script = shutil.copy(ROOT / "docker" / "make-secrets", folder / "make-secrets")
    subprocess.run(["sh", script], check=True, capture_output=True, env={"PATH": os.environ["PATH"]})
    return folder / "secrets"


def test_the_proxy_serves_both_sites_and_is_told_every_name_it_asks_for() -> None:
    caddyfile = (ROOT / "docker" / "Caddyfile").read_text("utf-8")
    assert "reverse_proxy gateway:8000" in caddyfile and "reverse_proxy staff:8001" in caddyfile
    assert set(re.findall(r"\{\$([A-Z_]+)\}", caddyfile)) == set(environment(services()["proxy"]))
    inside = {port.partition(":")[2] for port in services()["proxy"]["ports"]}
    assert inside == set(re.findall(r"https?_port (\d+)", caddyfile))


def test_every_file_that_an_image_copies_exists_and_is_let_in() -> None:
    ignored = set((ROOT / ".dockerignore").read_text("utf-8").split())
    for dockerfile in sorted((ROOT / "docker").glob("*.Dockerfile")):
        copies = re.findall(r"^COPY (?!--from)(.+)$", dockerfile.read_text("utf-8"), re.M)
        sources = [source for line in copies for source in line.split()[:-1]]
        assert sources and [source for source in sources if not (ROOT / source).exists() or source in ignored] == []


def test_the_product_and_engine_images_install_from_locks_with_hashes_and_leave_root() -> None:
    for name in ("product", "engine"):
        text = (ROOT / "docker" / f"{name}.Dockerfile").read_text("utf-8")
        assert "uv pip sync" in text and "--require-hashes" in text and "requirements.lock" in text
        assert text.rindex("USER 10001:10001") > text.rindex("FROM")


def test_the_default_of_embedding_sites_is_a_json_list() -> None:
    assert json.loads(documented_variables()["WEB_ORIGINS"]) == []
