"""The page docs/dependencies.md, made from what is installed: `python tests/dependencies.py > docs/dependencies.md`.

Run it where every extra is installed: pip install -e ".[bag,dask,fuzz,html,lint,lsp,pdf,remote,set,test]".
"""

from __future__ import annotations

import configparser
import importlib.metadata
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent

# What may be installed with redactlint: permissive licences, and the Mozilla Public License for what is not changed.
ALLOWED = frozenset((
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-CMU", "MPL-2.0",
    "PSF-2.0", "Public-Domain", "Unlicense", "Zlib",
))  # fmt: skip
# How packages say it that give no SPDX expression.
_SPDX = {
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Public Domain": "Public-Domain",
    "Python Software Foundation License": "PSF-2.0",
}
# Packages whose metadata do not say it, or not in so many words: from their licence files.
_READ = {"atheris": "Apache-2.0", "colorama": "BSD-3-Clause", "pypdfium2": "BSD-3-Clause AND Apache-2.0"}
# What only other systems need, and is not here to be asked.
ELSEWHERE = {"colorama": ("lint, test", "on Windows")}
# Extras of redactlint that people install to use it; the others are for those who work on it.
FOR_USE = frozenset(("bag", "dask", "html", "lsp", "pdf", "remote", "set"))


class Dependency(NamedTuple):
    """A package, its licence as an SPDX expression, and the extras that ask for it ("" for the core)."""

    name: str
    version: str
    licence: str
    extras: tuple[str, ...]


def normal(name: str) -> str:
    """The name of a package as all spellings of it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(distribution: importlib.metadata.Distribution) -> str:
    """The licence of an installed package as an SPDX expression, "unknown" where nothing tells."""
    metadata = distribution.metadata
    known = _READ.get(normal(distribution.name))
    if known is not None:
        return known
    said = [metadata.get("License-Expression"), metadata.get("License")]
    said += [one.rpartition(" :: ")[2] for one in metadata.get_all("Classifier", []) if one.startswith("License")]
    for one in said:
        words = _SPDX.get(one or "", one or "")
        if words and set(re.split(r" (?:AND|OR) ", words)) <= ALLOWED:
            return words
    return next((one.splitlines()[0] for one in said if one), "unknown")


def dependencies() -> list[Dependency]:
    """Every installed package that redactlint or one of its extras needs, directly or not, by name."""
    needed: dict[str, set[str]] = {}
    for extra, lines in asked_for().items():
        for name in _closure(Requirement(line) for line in lines):
            needed.setdefault(name, set()).add(extra)
    found = []
    for name, asking in needed.items():
        distribution = importlib.metadata.distribution(name)
        asked = ("",) if "" in asking else tuple(sorted(asking))
        found.append(Dependency(normal(distribution.name), distribution.version, licence_of(distribution), asked))
    return sorted(found)


def asked_for() -> dict[str, list[str]]:
    """The requirements of the core ("") and of each extra, as setup.cfg has them."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    asked = {"": config["options"]["install_requires"], **config["options.extras_require"]}
    return {extra: [line for line in lines.splitlines() if line] for extra, lines in asked.items()}


def _closure(requirements: Iterable[Requirement]) -> set[str]:
    found: set[str] = set()
    pending = list(requirements)
    seen: set[tuple[str, frozenset[str]]] = set()
    while pending:
        requirement = pending.pop()
        one = normal(requirement.name), frozenset(requirement.extras) | {""}
        if one in seen:
            continue
        seen.add(one)
        try:
            importlib.metadata.distribution(one[0])
        except importlib.metadata.PackageNotFoundError:
            continue  # only other systems need it
        found.add(one[0])
        pending += _requirements(*one)
    return found


def _requirements(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    for line in importlib.metadata.distribution(name).requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or any(requirement.marker.evaluate({"extra": one}) for one in extras):
            yield requirement


def page() -> str:
    """The whole page."""
    rows = []
    for one in dependencies():
        asked = "the core" if one.extras == ("",) else ", ".join(one.extras)
        rows.append((one.name, one.licence, asked))
    listed = {name for name, _, _ in rows}
    rows += [
        (name, _READ[name], f"{asked} ({where})") for name, (asked, where) in ELSEWHERE.items() if name not in listed
    ]
    table = "\n".join(f"| {name} | {licence} | {asked} |" for name, licence, asked in sorted(rows))
    return f"""\
# Dependencies

Made by `python tests/dependencies.py` from what is installed; a test holds the two together. The core needs what is marked so; everything else comes with an extra
(`pip install "redactlint[pdf]"`), or serves those who work on redactlint (`test`, `lint`, `fuzz`).

Licences are permissive, or the Mozilla Public License 2.0 for packages that are used unchanged; a test refuses any other. Nothing that is shipped or needed is under the GPL or the AGPL.

| package | licence | needed by |
|---|---|---|
{table}

## Pinned, and made again

- `.ci/requirements.txt` pins every package that the gate installs, with the hashes of its files, for every system and Python that is supported; `.ci/run` installs nothing that does not
  match. `.ci/lock` writes it anew, `.ci/lock --upgrade` with newer versions.
- `python .ci/release.py` builds the wheel twice from copies of the sources and refuses to go on unless both are the same bytes; the time in it is `SOURCE_DATE_EPOCH`, or that of the last commit.
  Beside the wheel it writes `redactlint.cdx.json`, a software bill of materials in the format of CycloneDX: what the wheel needs, by extra, with versions and licences.
  `.ci/run` does the same on every run.
"""


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(page())
