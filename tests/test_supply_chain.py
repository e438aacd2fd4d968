"""What is installed is pinned, allowed and listed; the wheel is the same each time, and comes with its bill."""

from __future__ import annotations

import configparser
import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from dependencies import ALLOWED, dependencies, normal
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PINNED = ROOT / ".ci" / "requirements.txt"
PAGE = ROOT / "docs" / "dependencies.md"


def rows() -> dict[str, str]:
    """The licence of each package that the page lists."""
    found = re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \| [^|]+ \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {name: licence for name, licence in found if name != "package"}


def test_every_package_that_is_needed_is_listed_with_its_licence() -> None:
    listed = rows()
    for one in dependencies():
        assert one.name in listed, f"python tests/dependencies.py > docs/dependencies.md lists {one.name}"
        assert one.licence == listed[one.name], one.name


def test_every_licence_is_permissive_or_the_mozilla_public_license() -> None:
    for name, licence in rows().items():
        assert set(re.split(r" (?:AND|OR) ", licence)) <= ALLOWED, f"{name} is under {licence}"


def pins() -> dict[str, list[tuple[Version, str]]]:
    """The versions of each package that is pinned, each with its marker."""
    found: dict[str, list[tuple[Version, str]]] = {}
    for line in PINNED.read_text("utf-8").splitlines():
        match = re.fullmatch(r"([a-z0-9.-]+)==([^ ;]+)(?: ; ([^\\]+))? \\", line)
        if match is not None:
            found.setdefault(normal(match[1]), []).append((Version(match[2]), match[3] or ""))
    return found


def test_the_gate_pins_all_that_the_project_asks_for() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    asked = [
        config["options"]["install_requires"],
        *(config["options.extras_require"][one] for one in ("test", "lint")),
    ]
    pinned = pins()
    for line in "\n".join(asked).split("\n"):
        if line.strip():
            requirement = Requirement(line.strip())
            versions = [version for version, _ in pinned[normal(requirement.name)]]
            assert versions, f"{line}: run .ci/lock"
            assert all(version in requirement.specifier for version in versions), f"{line}: run .ci/lock"


def test_every_extra_that_a_page_or_a_message_names_can_be_installed() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    for file in [*pages, *(ROOT / "redactlint").rglob("*.py")]:
        for names in re.findall(r"(?:redactlint|\.)\[([a-z]+(?:,[a-z]+)*)\]", file.read_text("utf-8")):
            assert set(names.split(",")) <= set(config["options.extras_require"]), f"{file}: {names}"


def test_every_pin_has_hashes_and_no_registry_is_named() -> None:
    text = PINNED.read_text("utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert len(entries) > 50
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]
    assert not re.search(r"https?:|index-url|find-links|trusted-host|file:|\.org|\.com", text)


def test_pip_builds_with_the_setuptools_that_is_pinned() -> None:
    name, _, version = (ROOT / ".ci" / "constraints.txt").read_text("utf-8").strip().partition("==")
    assert [one for one, _ in pins()[name]] == [Version(version)]


@pytest.fixture(scope="module")
def release() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", ROOT / ".ci" / "release.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["release"] = module
    spec.loader.exec_module(module)
    return module


def test_the_bill_names_what_is_needed_and_is_the_same_each_time(release: ModuleType, tmp_path: Path) -> None:
    made = tmp_path / "redactlint-0.1.0-py3-none-any.whl"
    made.write_bytes(b"wheel")
    bill = release.bill(made)
    assert json.dumps(bill) == json.dumps(release.bill(made))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    named = {one["name"]: one for one in bill["components"]}
    assert {"attrs", "jsonschema", "pathspec", "regex", "tabulate"} <= set(named)
    assert not {"pytest", "hypothesis", "mypy"} & set(named), "what only those need who work on it"
    for one in bill["components"]:
        assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
        assert one["scope"] == ("optional" if "properties" in one else "required")
    references = [one["bom-ref"] for one in bill["components"]]
    assert len(references) == len(set(references))
    assert bill["dependencies"][0]["dependsOn"] == references


def test_the_wheel_is_made_of_all_that_setup_names(release: ModuleType) -> None:
    """Building it twice takes long: .ci/run does; here, that nothing it needs was forgotten."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    folders = {one.split(".")[0] for one in config["options"]["packages"].split()}
    folders |= {line.split("=")[1].strip() for line in config["options"]["package_dir"].strip().splitlines()}
    files = {config["metadata"]["long_description"].removeprefix("file: "), config["metadata"]["license_files"]}
    assert set(release.SOURCES) >= folders | files | {"setup.cfg", "pyproject.toml"}
