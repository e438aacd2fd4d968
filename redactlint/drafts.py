"""Drafts: hits that were graded and fired, before the more specific rules among them have silenced the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from redactlint.documents.model import Document
from redactlint.errors import RulePackError
from redactlint.findings import Finding, Hit
from redactlint.placing import Quoter, fingerprint, place_of
from redactlint.rulepack import Pack, Rule
from redactlint.text import Text

__all__ = ["Draft", "Yielding", "message_of", "stated"]


@attrs.frozen
class Draft:
    """A hit that fired with that severity; `is_partial` says that it is a defect on some days of the document only."""

    rule: Rule
    hit: Hit
    severity: str
    document: Document
    is_partial: bool = False


class Yielding:
    """Which rules give way to which, as the pack says: one cause, one finding."""

    def __init__(self, pack: Pack) -> None:
        """Look nothing up yet."""
        self._pack = pack
        self._known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def left(self, drafts: Iterable[Draft]) -> list[Draft]:
        """What of the drafts on one document is left when every rule has given way to those that it yields to."""
        drafts = list(drafts)
        fired = {one.rule.code for one in drafts if not one.is_partial}
        return [one for one in drafts if not self._gives_way(one, drafts, fired)]

    def _gives_way(self, draft: Draft, drafts: list[Draft], fired: set[str]) -> bool:
        if not draft.rule.yields_to and not draft.rule.yields_to_at_place:
            return False
        everywhere, at_place = self._codes(draft.rule)
        if fired & everywhere:
            return True
        return not fired.isdisjoint(at_place) and any(
            other.rule.code in at_place and not other.is_partial and other.hit.span.overlaps(draft.hit.span)
            for other in drafts
        )

    def _codes(self, rule: Rule) -> tuple[frozenset[str], frozenset[str]]:
        found = self._known.get(rule.code)
        if found is None:
            itself = {rule.code}
            found = (
                self._pack.codes(rule.yields_to, all_known=False) - itself,
                self._pack.codes(rule.yields_to_at_place, all_known=False) - itself,
            )
            self._known[rule.code] = found
        return found


def stated(draft: Draft, text: Text, quoter: Quoter, seen: dict[str, int]) -> Finding:
    """The finding that a draft becomes; `seen` counts fingerprints within the file."""
    hit, rule = draft.hit, draft.rule
    excerpt, underlined = quoter.quote(hit.span)
    return Finding(
        rule=rule.code,
        name=rule.name,
        severity=draft.severity,
        message=message_of(rule, hit.arguments),
        place=place_of(text, hit.span),
        span=hit.span,
        citation=rule.cites,
        fingerprint=fingerprint(text, hit.span, rule.code, seen),
        paragraph=hit.paragraph,
        related=tuple((place_of(text, span), word) for span, word in hit.related),
        fix=hit.fix,
        excerpt=excerpt,
        underlined=underlined,
    )


def message_of(rule: Rule, arguments: Mapping[str, str]) -> str:
    """The rule's message filled in; raises RulePackError where it asks for what its check does not give."""
    try:
        return rule.message.format(**arguments)
    except (KeyError, IndexError, ValueError) as error:
        raise RulePackError(
            f"the message of {rule.code} asks for {error}, which its check {rule.check!r} does not give",
            f"it gives {', '.join(sorted(arguments)) or 'nothing'}",
            path=rule.path,
        ) from error
