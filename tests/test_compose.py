"""The files for more than one machine name what is there; no container is run for it."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from advisor.config import PREFIX, Settings

COMPOSE = yaml.safe_load(Path("compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service.get("image") == "career-advisor"]
DOCKERFILE = Path("Dockerfile").read_text(encoding="utf-8")


def test_there_are_an_index_two_copies_and_a_proxy_before_them():
    assert list(SERVICES) == ["chroma", "ingest", "app-1", "app-2", "proxy"]
    assert SERVICES["app-1"] == SERVICES["app-2"]
    port = Settings().port
    assert SERVICES["proxy"]["environment"]["APPS"] == f"app-1:{port} app-2:{port}"
    assert "{$APPS}" in Path("Caddyfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OURS)
def test_our_containers_may_do_little(name):
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "ports" not in service, "only the proxy is reached from outside"


@pytest.mark.parametrize("name", OURS)
def test_settings_are_those_that_there_are(name):
    known = {f"{PREFIX}{one.name.upper()}" for one in fields(Settings)}
    assert set(SERVICES[name]["environment"]) <= known | {"FORWARDED_ALLOW_IPS"}
    assert SERVICES[name]["environment"][f"{PREFIX}CHROMA_URL"] == "http://chroma:8000"


def test_whoever_is_waited_for_tells_how_it_is():
    for name, service in SERVICES.items():
        for waited, how in service.get("depends_on", {}).items():
            assert waited in SERVICES, name
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[waited] or "HEALTHCHECK" in DOCKERFILE


def test_nothing_is_kept_but_the_index_and_the_feedback():
    kept = {"chroma": ["index:/data"], "app-1": ["feedback:/data"], "app-2": ["feedback:/data"]}
    for name, service in SERVICES.items():
        volumes = service.get("volumes", [])
        written = [one for one in volumes if not one.endswith(":ro")]
        assert written == kept.get(name, []), name
    assert "ADVISOR_DATABASE_URL=sqlite:////data/" in DOCKERFILE


def test_the_image_holds_what_it_runs_and_runs_it_as_nobody_special():
    copied = " ".join(re.findall(r"^COPY (.+) \S+$", DOCKERFILE, flags=re.M)).split()
    kept = re.findall(r"^!(\S+)$", Path(".dockerignore").read_text(encoding="utf-8"), flags=re.M)
    assert sorted(copied) == sorted(kept)
    assert all(Path(name).exists() for name in copied)
    assert re.search(r"^USER (?!root)\w+$", DOCKERFILE, flags=re.M)
