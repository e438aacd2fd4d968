"""Gathering: what set rules know of a document, made while it is judged; the part of the first step that is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from redactlint.known.suppressions import Directive, Scopes, Suppressor
from redactlint.sets.keys import Limits, keys_of
from redactlint.sets.passages import Digester
from redactlint.sets.similar import band_keys
from redactlint.sets.summary import Carried, SetFacts
from redactlint.sets.units import units_of

if TYPE_CHECKING:
    from redactlint.documents.model import Document
    from redactlint.known.sidecars import Sidecar
    from redactlint.rulepack import Rule
    from redactlint.text import Span, Text

__all__ = ["Gatherer", "carried", "limits_by"]


class Gatherer:
    """Takes from documents what the rules of sets read of them."""

    def __init__(self, rules: Iterable[Rule], key: bytes = b"") -> None:
        """`key` keys the digests; `rules` say which phrases are stock, and what is too short."""
        rules = [one for one in rules if one.check.startswith("sets.")]
        stock = [words for one in rules for words in one.parameters.get("stock", ())]
        self._digester, self._limits = Digester(key, stock), limits_by(rules)

    def take(self, document: Document, suppressions: tuple[Carried, ...] = ()) -> SetFacts:
        """What the rules of sets read of a document."""
        units = units_of(document, self._digester)
        bands = [key for one in units for key in band_keys(one.signature, self._digester)]
        return SetFacts.of(units, keys_of(units, bands, self._digester, self._limits), suppressions)


def limits_by(rules: Iterable[Rule]) -> Limits:
    """What is too common or too short to mean anything, as the rules of the set say."""
    given = [one.parameters["common"] for one in rules if "common" in one.parameters]
    return Limits(documents=max(given)) if given else Limits()


def carried(
    suppressor: Suppressor, document: Document, directives: Iterable[Directive], sidecar: Sidecar | None
) -> tuple[Carried, ...]:
    """The suppressions, in a document and beside it, of what the whole set will find on it."""
    text = document.text
    scopes = Scopes([one for part in (document, *document.others) for one in part.portions], text.content)
    return tuple(
        Carried(rules, tuple(spans), note, suppressor.unused_one(one, where) if one.rules <= rules else None)
        for kind, one, spans, where in _found(suppressor, scopes, text, directives, sidecar)
        if (rules := one.rules & suppressor.later)
        and (note := suppressor.note_of(one, kind)) is not None
        and one.at is None
    )


def _found(
    suppressor: Suppressor, scopes: Scopes, text: Text, directives: Iterable[Directive], sidecar: Sidecar | None
) -> Iterator[tuple[str, Directive, list[Span | None], Text]]:
    for one in directives:
        yield "inline", one, [scopes.of(one)], text
    for one in suppressor.directives_beside(sidecar):
        assert sidecar is not None
        yield "sidecar", one, scopes.numbered(one), sidecar.text
