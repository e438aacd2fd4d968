"""Defects of banners, portion marks and the form of telegrams."""

from __future__ import annotations

from typing import Any

import attrs
from generator.defects import Defect
from generator.plan import Block, Bullet, Mark, Telegram
from generator.writing import without_interruptions

__all__ = ["MARKING_DEFECTS"]

_CLASSIFIED = ("C", "S")
_MODERN = ("12958", "12958-2003", "12958-amended", "13526")
_AFTER_2003 = ("12958-amended", "13526")

Result = tuple[Telegram, str] | None


def _marked(plan: Telegram) -> list[int]:
    """The paragraphs that carry a mark of their own and no notice for all."""
    return [place for place in plan.paragraphs if plan.blocks[place].mark and not plan.blocks[place].entire_text]


def _others(plan: Telegram, level: str) -> list[int]:
    """Marked paragraphs without which the banner's level is still reached."""
    top = [place for place in _marked(plan) if plan.blocks[place].mark and plan.blocks[place].mark.level == level]
    return [place for place in _marked(plan) if place not in top or len(top) > 1]


def _remark(plan: Telegram, places: list[int], pick: int, mark: Mark | None, **changes: Any) -> Result:
    if not places:
        return None
    place = places[pick % len(places)]
    block = plan.blocks[place]
    if not block.separator and plan.layout == "double":
        return None  # where no paragraph has a number, nobody can tell one in double spacing
    kept = tuple(attrs.evolve(one, mark=None) for one in block.bullets)
    return plan.with_block(
        place,
        **{"mark": mark, "place": "start", "bullets": kept, "separator": block.separator and ". ", **changes},
    ), str(place)


def _no_sections(plan: Telegram) -> Telegram:
    return attrs.evolve(without_interruptions(plan), sections=1)


def _without_banner(plan: Telegram, pick: int) -> Result:
    return attrs.evolve(_no_sections(plan), banner=None, doubled_header=False), ""


def _below(plan: Telegram, pick: int) -> Result:
    higher = {"U": ("C", "S"), "C": ("S", "TS"), "S": ("TS",)}[plan.level]
    return _remark(plan, _marked(plan), pick, Mark.of(higher[pick % len(higher)]))


def _subject_below(plan: Telegram, pick: int) -> Result:
    mark = Mark.of({"U": "C", "C": "S", "S": "TS"}[plan.level])
    return attrs.evolve(plan, subject_mark=mark), "subject"


def _above(plan: Telegram, pick: int) -> Result:
    lower = Mark.of("C" if plan.level == "S" and pick % 2 else "U")
    blocks = tuple(
        attrs.evolve(
            block, mark=lower if block.mark and block.mark.level == plan.level else block.mark, bullets=(), redaction=""
        )
        for block in plan.blocks
    )
    if any(block.kind == "paragraph" and block.mark is None for block in blocks):
        return None
    captions = tuple(one for one in plan.captions if one != "NOFORN")
    return attrs.evolve(plan, blocks=blocks, captions=captions, extract=False), ""


def _misspelt(plan: Telegram, pick: int) -> Result:
    forms = {
        "C": ("CC O N F I D E N T I A L", "CO N F I D E N T I A L", "O N F I D E N T I A L", "C O N F I D E N T I AL"),
        "S": ("SS E C R E T", "E C R E T", "SE C R E T"),
    }[plan.level]
    return attrs.evolve(plan, banner=forms[pick % len(forms)]), ""


def _inconsistent(plan: Telegram, pick: int) -> Result:
    plain = _no_sections(plan)
    places = [place for place in plain.paragraphs if not plain.blocks[place].entire_text]
    changed = plain.with_block(places[pick % len(places)], interruption="section-heading", redaction="", sentences=4)
    other = {"U": "C", "C": "S", "S": "C"}[plan.level]
    return attrs.evolve(changed, sections=2, section_levels={2: other}), ""


def _no_sensitive(plan: Telegram, pick: int) -> Result:
    if "SENSITIVE" not in plan.captions:
        return None
    blocks = tuple(block for block in plan.blocks if not block.words.startswith("SENSITIVE BUT"))
    return attrs.evolve(plan, blocks=blocks, captions=tuple(one for one in plan.captions if one != "SENSITIVE")), ""


def _no_noforn(plan: Telegram, pick: int) -> Result:
    if "NOFORN" not in plan.captions:
        return None
    return attrs.evolve(plan, captions=tuple(one for one in plan.captions if one != "NOFORN")), ""


def _page_above(plan: Telegram, pick: int) -> Result:
    plain = _no_sections(plan)
    places = [place for place in plain.paragraphs if not plain.blocks[place].entire_text]
    if not places:
        return None
    changed = plain.with_block(places[pick % len(places)], interruption="page", sentences=4)
    return attrs.evolve(changed, sections=2, page_level={"U": "C", "L": "C", "C": "S", "S": "TS"}[plan.level]), ""


def _mixed(plan: Telegram, pick: int) -> Result:
    solid = {"C": "CONFIDENTIAL", "S": "SECRET"}[plan.level]
    forms = (f"{solid} / LIMITED OFFICIAL USE", f"{solid}//SBU")
    return attrs.evolve(plan, banner=forms[0] if plan.era == "12065" or pick % 2 else forms[1]), ""


def _limited(plan: Telegram, pick: int) -> Result:
    return attrs.evolve(_no_sections(plan), banner="LIMITED OFFICIAL USE", captions=()), ""


def _restricted(plan: Telegram, pick: int) -> Result:
    return attrs.evolve(_no_sections(plan), banner="RESTRICTED", captions=()), ""


def _unmarked(plan: Telegram, pick: int) -> Result:
    return _remark(plan, _others(plan, plan.level), pick, None, sentences=3, redaction="")


def _debris(plan: Telegram, pick: int) -> Result:
    counts = any(item.label == "(3)" for block in plan.blocks for item in block.bullets)
    # Behind "(3)" nobody can tell whether "(4)" counts on or is what is left of a mark.
    forms = ("(X)", "(D)", "(SB)" if counts else "(4)", "(SB)", "(N/SF)")
    return _remark(plan, _others(plan, plan.level), pick, Mark(None, forms[pick % len(forms)], "U"))


def _alone(plan: Telegram, pick: int) -> Result:
    return _remark(plan, _others(plan, plan.level), pick, Mark(None, ("(NF)", "(RD)", "(OC)")[pick % 3], "U"))


def _contradiction(plan: Telegram, pick: int) -> Result:
    forms = {"U": ("(U//SI)",), "C": ("(C//FOUO)", "(C//SBU)"), "S": ("(S//FOUO)", "(S//SBU)")}[plan.level]
    printed = forms[pick % len(forms)]
    return _remark(plan, _others(plan, plan.level) or _marked(plan), pick, Mark(None, printed, plan.level))


def _outdated(word: str) -> Any:
    def inject(plan: Telegram, pick: int) -> Result:
        return _remark(plan, _others(plan, plan.level), pick, Mark.of(word))

    return inject


def _at_end(plan: Telegram, pick: int) -> Result:
    # A block that goes on after the mark would make it one in mid-paragraph.
    plan = attrs.evolve(plan, blocks=tuple(block for block in plan.blocks if block.kind != "continuation"))
    places = _marked(plan)
    place = places[pick % len(places)]
    mark = Mark.of(plan.blocks[place].mark.canonical or "C")  # type: ignore[union-attr]
    return plan.with_block(place, place="end", closing="", lead="", bullets=(), mark=mark, sentences=2), str(place)


def _partly(plan: Telegram, pick: int) -> Result:
    places = [place for place in _marked(plan) if not plan.blocks[place].redaction]
    if not places:
        return None
    place = places[pick % len(places)]
    mark = Mark.of(plan.blocks[place].mark.canonical or "C")  # type: ignore[union-attr]
    items = (Bullet("--", 1, mark), Bullet("--", 2), Bullet("--", 3, mark))
    return plan.with_block(place, bullets=items, closing=""), str(place)


def _entire(plan: Telegram, pick: int) -> Result:
    blocks = [attrs.evolve(block, mark=None, place="start", bullets=()) for block in plan.blocks]
    notice = Block("paragraph", mark=Mark.of(plan.level), entire_text=f"({plan.level} - ENTIRE TEXT)")
    captions = tuple(one for one in plan.captions if one != "NOFORN")
    return attrs.evolve(plan, blocks=(notice, *blocks), subject_mark=None, captions=captions), "0"


def _section_number(plan: Telegram, pick: int) -> Result:
    result = _inconsistent(plan, pick)
    if result is None:
        return None
    return attrs.evolve(result[0], section_levels={}, section_totals={2: 3 + pick % 2}), ""


def _conflict(plan: Telegram, pick: int) -> Result:
    return attrs.evolve(plan, captions=("EXDIS", "NODIS"), captions_joined=False), ""


def _without_subject(plan: Telegram, pick: int) -> Result:
    return attrs.evolve(plan, subject=None, subject_mark=None, extract=False), ""


def _quoted_above(plan: Telegram, pick: int) -> Result:
    return attrs.evolve(plan, quoted_level={"U": "C", "C": "S"}[plan.level]), ""


_CLS = {"levels": _CLASSIFIED, "noforn": False, "marked": True}
_DATED_CLS = {**_CLS, "dated": True}
_PLAIN = {"damage": False}

MARKING_DEFECTS = (
    Defect(
        "BNR001",
        "banner-removed",
        {**_CLS, "eras": _MODERN, "damage": False},
        _without_banner,
        ("start", "order-line", "order", "mark:*"),
    ),
    Defect("BNR002", "paragraph-above-banner", {**_CLS, "eras": _MODERN, "least": 2}, _below, ("mark:{}",)),
    Defect(
        "BNR002",
        "paragraph-above-unclassified",
        {"levels": ("U", "SENSITIVE"), "marked": True, "eras": _MODERN, "dated": True},
        _below,
        ("mark:{}",),
        # Whether such a telegram also lacks what a classified one must have is a question of its own.
        also=frozenset({"AUT001", "DCL001", "DCL011"}),
    ),
    Defect("BNR002", "subject-above-banner", {**_CLS, "eras": _MODERN}, _subject_below, ("mark:subject",)),
    Defect("BNR003", "banner-above-all", {**_CLS, "eras": _MODERN}, _above, ("banner",)),
    Defect("BNR004", "banner-misspelt", {**_CLS, "eras": _MODERN}, _misspelt, ("banner",)),
    Defect("BNR005", "section-differs", {**_CLS, "eras": _MODERN}, _inconsistent, ("section:2", "banner")),
    Defect(
        "BNR006",
        "no-sensitive-caption",
        {"levels": ("SENSITIVE",), "eras": _MODERN},
        _no_sensitive,
        ("banner", "mark:*", "item-mark:*"),
    ),
    Defect(
        "BNR008",
        "no-noforn-caption",
        {"levels": _CLASSIFIED, "noforn": True, "eras": _MODERN},
        _no_noforn,
        ("banner", "mark:*", "item-mark:*"),
    ),
    Defect(
        "BNR010", "page-above-banner", {"levels": ("C",), "eras": ("11652", "12065")}, _page_above, ("page-banner",)
    ),
    Defect("BNR011", "banner-mixes-controls", {**_CLS, "eras": ("12958-amended",)}, _mixed, ("banner",)),
    Defect(
        "BNR012",
        "limited-official-use",
        {"levels": ("U",), "eras": ("12958-amended",), "dated": True, "marked": False},
        _limited,
        ("banner",),
    ),
    Defect(
        "BNR012",
        "restricted",
        {"levels": ("U",), "eras": ("12958-amended",), "dated": True, "marked": False},
        _restricted,
        ("banner",),
    ),
    Defect(
        "PRT001",
        "paragraph-unmarked",
        {**_CLS, "eras": ("12065", "12356", *_MODERN), "least": 3},
        _unmarked,
        ("paragraph:{}", "number:{}"),
    ),
    Defect(
        "PRT001",
        "paragraph-unmarked-unclassified",
        {"levels": ("SENSITIVE",), "eras": _MODERN, "least": 3},
        _unmarked,
        ("paragraph:{}", "number:{}"),
    ),
    Defect("PRT002", "debris-of-a-mark", {**_CLS, "eras": _MODERN, "least": 3}, _debris, ("mark:{}",)),
    Defect(
        "PRT004",
        "limited-official-use-mark",
        {**_DATED_CLS, "eras": _AFTER_2003, "least": 3},
        _outdated("LOU"),
        ("mark:{}",),
    ),
    Defect("PRT004", "restricted-mark", {**_DATED_CLS, "eras": _AFTER_2003, "least": 3}, _outdated("R"), ("mark:{}",)),
    Defect(
        "PRT004",
        "sbu-too-early",
        {**_DATED_CLS, "eras": ("12065", "12356"), "least": 3},
        _outdated("SBU"),
        ("mark:{}",),
    ),
    Defect("PRT005", "control-alone", {**_CLS, "eras": _MODERN, "least": 3}, _alone, ("mark:{}",)),
    Defect(
        "PRT006", "mark-at-the-end", {**_DATED_CLS, "eras": _AFTER_2003, **_PLAIN, "least": 3}, _at_end, ("mark:{}",)
    ),
    Defect(
        "PRT008",
        "items-partly-marked",
        {**_CLS, "eras": _MODERN, **_PLAIN},
        _partly,
        ("item:{}:0", "item:{}:1", "item:{}:2"),
    ),
    Defect("PRT009", "entire-text", {**_DATED_CLS, "eras": _AFTER_2003}, _entire, ("mark:{}", "paragraph:{}")),
    Defect("PRT011", "control-against-level", {**_CLS, "eras": _MODERN, "least": 3}, _contradiction, ("mark:{}",)),
    Defect(
        "TEL001",
        "section-total-differs",
        {**_CLS, "eras": _MODERN},
        _section_number,
        ("section-number:2", "section-number:1", "section:2"),
    ),
    Defect("TEL003", "captions-conflict", {**_CLS, "eras": _MODERN}, _conflict, ("caption:NODIS", "caption:EXDIS")),
    Defect(
        "TEL005",
        "no-subject",
        {"levels": ("U", "C", "S"), "eras": ("11652", "12065", "12356", *_MODERN)},
        _without_subject,
        ("*",),
    ),
    Defect(
        "TEL007",
        "quoted-above-wrapper",
        {"levels": ("C",), "eras": _MODERN, "marked": True, "noforn": False},
        _quoted_above,
        ("quoted-banner",),
    ),
)
