"""Provenance: exactly which bytes were judged by which rules, and one digest for all that came of it.

Two people who have the same files, rules and configuration get the same digest of the result, wherever the files lie
and whatever the machine: it is made of the documents' own digests and what was found at which places, in no order.
"""

from __future__ import annotations

import json
from hashlib import blake2b, sha256

from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from redactlint.engine import Options

__all__ = ["ResultDigest", "configuration_digest"]

# What a verdict does not depend on: the day is told by itself, the rest is how much is shown of it, or where.
_ELSEWHERE = ("as_of", "root", "excerpts", "inventory", "pages", "sets")


def configuration_digest(options: Options) -> str:
    """The SHA-256 of all that documents are judged by beside the rules and the day: profile, choices, severities …"""
    known = {name: one for name, one in options._asdict().items() if name not in _ELSEWHERE}
    words = json.dumps(_plain(known), sort_keys=True, separators=(",", ":"))
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    """The value in lists, mappings and words, the same whatever the order of what has none."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(one) for one in value)
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else repr(value)


_encoded = json.JSONEncoder(sort_keys=True).encode
_OF_A_DOCUMENT = ("sha256", "where", "kind")
_OF_A_FINDING = ("rule", "severity", "line", "column", "end_line", "end_column", "where")


_SIZE = 16


class ResultDigest:
    """The digest of a result, from one row a document and one a finding, both as the JSON report has them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        # By their first byte: a million of them take 18 MB so, and as objects in one list four times that.
        self._parts: dict[int, bytearray] = {}

    def add(self, document: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]) -> None:
        """Take in one document; neither its path counts, nor its verdict, nor what findings say in words."""
        seen = [
            _encoded([*map(one.__getitem__, _OF_A_FINDING), one["suppressed"] and one["suppressed"]["kind"]])
            for one in findings
        ]
        row = _encoded([document[name] for name in _OF_A_DOCUMENT])
        row = f"[{row}, [{', '.join(sorted(seen))}]]"
        digest = blake2b(row.encode(), digest_size=_SIZE).digest()
        self._parts.setdefault(digest[0], bytearray()).extend(digest)

    def hexdigest(self) -> str:
        """The digest of all that was taken in, in whatever order."""
        whole = sha256()
        for _, parts in sorted(self._parts.items()):
            for one in sorted(parts[at : at + _SIZE] for at in range(0, len(parts), _SIZE)):
                whole.update(one)
        return whole.hexdigest()
