"""Build the wheel twice and compare, and write its bill of materials: `python .ci/release.py [FOLDER]`."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from dependencies import FOR_USE, dependencies  # noqa: E402

# Everything that a wheel is made of.
SOURCES = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "redactlint", "rules", "schemas")
# The first moment that a ZIP file can name, for sources that come without their history.
_FIRST_MOMENT = "315532800"


def moment() -> str:
    """The time that the wheel bears: SOURCE_DATE_EPOCH, else that of the last commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return given
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() or _FIRST_MOMENT
    except (OSError, subprocess.CalledProcessError):
        return _FIRST_MOMENT


def copy(source: Path, target: Path) -> None:
    """A copy of the sources, as nobody's checkout and nobody's run left them."""
    target.mkdir(parents=True)
    for name in SOURCES:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copy(source / name, target / name)
    for path in target.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def wheel(source: Path, folder: Path, **environment: str) -> Path:
    """A wheel of a copy of `source`, built in `folder`."""
    copy(source, folder / "source")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--disable-pip-version-check"]
    command += ["--wheel-dir", str(folder / "wheel"), str(folder / "source")]
    subprocess.run(command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": moment(), **environment})
    (made,) = (folder / "wheel").glob("*.whl")
    return made


def bill(made: Path) -> dict[str, Any]:
    """The bill of materials of a wheel, in the format of CycloneDX 1.5; the same for the same wheel and packages."""
    own = f"pkg:pypi/redactlint@{made.name.split('-')[1]}"
    used = [one for one in dependencies() if one.extras == ("",) or FOR_USE.intersection(one.extras)]
    components = []
    for one in used:
        asked = sorted(FOR_USE.intersection(one.extras))
        components.append({
            "type": "library",
            "bom-ref": f"pkg:pypi/{one.name}@{one.version}",
            "name": one.name,
            "version": one.version,
            "scope": "optional" if asked else "required",
            "licenses": [{"expression": one.licence}],
            "purl": f"pkg:pypi/{one.name}@{one.version}",
            **({"properties": [{"name": "redactlint:extras", "value": ",".join(asked)}]} if asked else {}),
        })  # fmt: skip
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "redactlint",
                "version": made.name.split("-")[1],
                "licenses": [{"expression": "Apache-2.0"}],
                "purl": own,
                "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(made.read_bytes()).hexdigest()}],
            }
        },
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": [one["bom-ref"] for one in components]}],
    }
    content = json.dumps(document, sort_keys=True)
    return {"serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}", **document}


def main(folder: Path) -> int:
    """Build, compare and write; 1 where the two wheels differ."""
    with tempfile.TemporaryDirectory() as temporary:
        here = Path(temporary)
        copy(ROOT, here / "sources")
        first = wheel(here / "sources", here / "a", PYTHONHASHSEED="1", TZ="UTC")
        second = wheel(here / "sources", here / "another", PYTHONHASHSEED="2", TZ="Asia/Tokyo")
        if first.read_bytes() != second.read_bytes():
            sys.stderr.write("the wheel is not reproducible: two builds differ\n")
            return 1
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("redactlint-*.whl"):
            old.unlink()
        made = folder / first.name
        shutil.copy(first, made)
    (folder / "redactlint.cdx.json").write_text(json.dumps(bill(made), indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{made}: SHA-256 {hashlib.sha256(made.read_bytes()).hexdigest()}, twice the same\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "release"))
