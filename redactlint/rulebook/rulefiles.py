"""Rule files: TOML in, plain tables out, dates as ISO strings; read where no compiled pack is kept."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from redactlint.errors import RedactlintError, RulePackError
from redactlint.rulebook import rulecache

__all__ = ["line_of", "read_toml", "source_of", "tables_of"]


def read_toml(path: Path, complaint: type[RedactlintError] = RulePackError) -> dict[str, Any]:
    """One TOML file with its dates as ISO strings; raises `complaint` with file and line."""
    import tomllib

    source = source_of(path, complaint)
    try:
        table: dict[str, Any] = _with_iso_dates(tomllib.loads(source))
        return table
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = int(where[1]) if where else source.count("\n") + 1  # "at end of document"
        raise complaint(f"not TOML: {error}", "mend the syntax", path=str(path), line=line) from error
    except (ValueError, RecursionError) as error:  # a number without end, or brackets in brackets
        wrong = f"not TOML that can be read ({type(error).__name__})"
        raise complaint(wrong, "look for endless numbers and brackets", path=str(path)) from error


def source_of(path: Path, complaint: type[RedactlintError] = RulePackError) -> str:
    """The characters of a TOML file, its lines ending in line feeds; raises `complaint`."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "check the path and the encoding (UTF-8)"
        raise complaint(f"cannot be read ({reason})", remedy, path=str(path)) from error


def line_of(source: str, key: str) -> int | None:
    """The line, from 1, on which TOML first sets `key` or begins a table of that name; None where it is not found."""
    found = re.search(rf"(?m)^[ \t]*\[*[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[=\].]", source)
    return None if found is None else source.count("\n", 0, found.start()) + 1


def _with_iso_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_iso_dates(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_iso_dates(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


_SECTIONS = {"law": "law", "registers": "registers", "profiles": "profiles", "inspections": "inspections"}


def tables_of(files: Iterable[rulecache.RuleFile], shipped: str) -> dict[str, Any]:
    """The raw pack of those files, without what only their pages show: a dict that JSON can hold.

    `shipped` is the folder of ours.
    """
    import hashlib

    raw: dict[str, Any] = {"rules": {}, "law": {}, "registers": {}, "profiles": {}, "inspections": {}}
    digest = hashlib.sha256()
    for relative, path, *_ in files:
        content = Path(path).read_bytes()
        digest.update(f"{relative}\0{len(content)}\0".encode() + content)
        if not relative.endswith(".toml"):  # a list of terms counts, but is not kept
            continue
        table = read_toml(Path(path))
        section = _SECTIONS.get(relative.partition("/")[0])
        if section is not None:
            raw[section][Path(relative).stem] = table
        else:
            table.pop("example", None)
            for row in table.get("severity", ()):
                row.pop("when", None)  # words for the page of the rule, which is made from its file
            origin = path[: -len(relative) - 1]
            if origin == shipped:
                raw["rules"][relative] = table
            else:
                from redactlint.rulebook.extending import claim

                claim(table, path, raw["rules"])
                raw["rules"][path] = {**table, "origin": origin}
    return {"digest": digest.hexdigest(), **raw}
