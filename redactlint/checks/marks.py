"""Deviations of marks: the check that many rules share, each naming the kinds of deviation that it reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redactlint.documents.model import Banner, Document, Mark, Portion
from redactlint.findings import Edit, Fix, Hit
from redactlint.law.dates import DateRange, DateSet
from redactlint.markings.deviations import FORM, KINDS
from redactlint.markings.model import Deviation, Parsed
from redactlint.markings.render import render
from redactlint.markings.years import Years
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span
from redactlint.values import NamedTuple, evolve

__all__ = ["deviations", "foreign_source_revealed"]

_UNKNOWN = "the marking that was meant"


class _Place(NamedTuple):
    """A mark with the deviations of a rule's kinds in it."""

    scope: str
    span: Span
    parsed: Parsed
    named: tuple[Deviation, ...]
    portion: Portion | None


def deviations(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The deviations of the rule's kinds in the portion marks or the banners of the document.

    Parameters: `deviations`, the kinds (`markings/deviations.py`); `scope`, "portion", "banner" or both; `point`,
    "mark" (one hit a mark, at the whole of it) or "token" (one hit a deviation, at the characters that are wrong);
    `once`, one hit for all marks that are printed alike; `among_marks`, silent unless another portion has a mark that
    can be told; `bearing`, only marks that bear that control.  The case is the scope and the kind: "portion
    control-order"; of a house form on an unclassified mark, "portion house-form unclassified"; on the days on which a
    form was in order, "banner control-separator in its day".  Control systems of the setting's parameter
    `control_systems` are known, though the published register does not hold them.
    """
    parameters = rule.parameters
    if parameters.get("among_marks") and not any(
        one.mark is not None and one.mark.marking is not None for one in document.portions
    ):
        return
    places = list(_places(document, rule, setting))
    if parameters.get("once"):
        printed: dict[tuple[str, str], list[_Place]] = {}
        for place in places:
            printed.setdefault((place.scope, place.parsed.text), []).append(place)
        for alike in printed.values():
            yield _hit(document, alike, alike[0].named, alike[0].span)
        return
    for place, *repeated in _folded(places):
        if parameters.get("point") != "token":
            yield _hit(document, [place, *repeated], place.named, place.span)
            continue
        seen: set[tuple[str, int, int]] = set()
        for one in place.named:
            if (one.kind, one.start, one.end) not in seen:
                seen.add((one.kind, one.start, one.end))
                hit = _hit(document, [place, *repeated], (one,), _token_span(document, place, one))
                yield hit
                if one.lawful is not None:
                    yield _in_its_day(hit, one.lawful)


def _folded(places: list[_Place]) -> list[list[_Place]]:
    """The places, an overall marking together with its repetitions at the foot and on other pages."""
    folded: list[list[_Place]] = []
    banners: dict[str, list[_Place]] = {}
    for place in places:
        group = banners.setdefault(place.parsed.text, []) if place.scope == "banner" else []
        group.append(place)
        if len(group) == 1:
            folded.append(group)
    return folded


def _places(document: Document, rule: Rule, setting: Setting) -> Iterator[_Place]:
    kinds = frozenset(rule.parameters["deviations"])
    scopes = rule.parameters["scope"]
    known = frozenset(setting.parameters.get("control_systems", ()))
    mark: Mark | Banner
    for mark, portion in document.deviant_marks:
        scope = "banner" if portion is None else "portion"
        if scope not in scopes:
            continue
        named = tuple(
            one
            for one in mark.parsed.deviations
            if one.kind in kinds and not (one.kind == "control-unknown" and one.token.upper() in known)
        )
        bearing = rule.parameters.get("bearing")
        if bearing is not None and (mark.marking is None or not mark.marking.has(bearing)):
            continue
        if any(one.lawful is not None for one in named):
            named = tuple(_bound(one, document, setting) for one in named)
        if named:
            yield _Place(scope, mark.span, mark.parsed, named, portion)


def _bound(one: Deviation, document: Document, setting: Setting) -> Deviation:
    """The deviation, without the excuse that no register bound its day where the document shows that one did."""
    last = setting.register.history.get("register_form")
    excused = last is not None and one.lawful is not None and one.lawful[1] == last
    return evolve(one, lawful=None) if excused and _writes_slashes(document) else one


def _writes_slashes(document: Document) -> bool:
    """Whether a marking in it has the double slash of the register."""
    printed = [one.parsed.text for one in document.banners]
    return any("//" in one for one in printed) or any(
        one.mark is not None and "//" in one.mark.parsed.text for one in document.portions
    )


def _token_span(document: Document, place: _Place, one: Deviation) -> Span:
    """The characters of a deviation in the document, or the whole mark where the two do not run in step."""
    printed = document.text.content[place.span.start : place.span.end]
    if printed != place.parsed.text or one.end <= one.start:
        return place.span
    return Span(place.span.start + one.start, place.span.start + one.end)


def _hit(document: Document, places: list[_Place], named: tuple[Deviation, ...], span: Span) -> Hit:
    first = places[0]
    suggestion = named[0].suggestion
    kinds = list(dict.fromkeys(one.kind for one in named))
    return Hit(
        span,
        {
            "text": document.text.words(first.span),
            "what": "; ".join(KINDS[kind] for kind in kinds),
            "token": " ".join(named[0].token.split()) or document.text.words(first.span),
            "detail": named[0].detail or KINDS[kinds[0]],
            "suggestion": suggestion or _UNKNOWN,
            "marks": "1 mark" if len(places) == 1 else f"{len(places)} marks",
        },
        dates=_dates(named),
        case=_case(first, kinds[0]),
        related=tuple((one.span, "printed alike") for one in places[1:]),
        paragraph=first.portion.number if first.portion is not None else None,
        fix=_fix(places, suggestion),
    )


def _in_its_day(hit: Hit, lawful: Years) -> Hit:
    """The same on the days on which the form was in order: a case of its own, and no defect unless a rule says so."""
    detail = f"{hit.arguments['detail']}; until {lawful[1].isoformat()} this was in order"
    return evolve(
        hit,
        arguments={**hit.arguments, "detail": detail},
        dates=DateSet((DateRange(*lawful),)),
        case=f"{hit.case} in its day",
        fix=None,
    )


def _case(place: _Place, kind: str) -> str:
    marking = place.parsed.marking
    is_house_form_of_sbu = kind == "house-form" and marking is not None and not marking.level.is_classified
    return f"{place.scope} {kind}{' unclassified' if is_house_form_of_sbu else ''}"


def _dates(named: Iterable[Deviation]) -> DateSet | None:
    """The days on which one of the deviations is a defect; None for every day."""
    days = DateSet()
    for one in named:
        if one.lawful is None:
            return None
        lawful = DateSet((DateRange(*one.lawful),))
        days = days.union(lawful.complement())
    return days


def _fix(places: list[_Place], suggestion: str | None) -> Fix | None:
    """Write every mark in full as it should read; none where a token would be lost or a person must choose."""
    kinds = {one.kind for place in places for one in place.parsed.deviations}
    if suggestion is None or not kinds <= FORM | {"control-misspelt"}:
        return None
    edits = tuple(Edit(place.span, suggestion) for place in places)
    return Fix(f"write {suggestion}", edits, safe=kinds <= FORM, together=False)


def foreign_source_revealed(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A banner whose FGI list names a country though a portion conceals its foreign source."""
    concealed = [
        portion for marking, portion in document.distinct_marks if marking.fgi == frozenset() or marking.owner == "FGI"
    ]
    if not concealed:
        return
    told: set[str] = set()
    for banner in document.banners:
        marking = banner.marking
        if marking is None or not marking.fgi or banner.parsed.text in told:
            continue
        told.add(banner.parsed.text)
        first = concealed[0]
        mark = first.mark
        better = render(evolve(marking, fgi=frozenset()), "banner", setting.profile.dialect, setting.register)
        yield Hit(
            banner.span,
            {
                "text": document.text.words(banner.span),
                "sources": ", ".join(sorted(marking.fgi)),
                "portion": first.label,
                "mark": document.text.words(mark.span) if mark is not None else "",
                "suggestion": better,
            },
            related=((mark.span, "conceals its source"),) if mark is not None else (),
        )
