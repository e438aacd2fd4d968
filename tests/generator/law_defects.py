"""Defects of the order, the reason, the declassification instruction and the classification authority."""

from __future__ import annotations

from typing import Any

import attrs
from generator.defects import Defect
from generator.eras import plus_years, printed_date
from generator.plan import Authority, Instruction, Telegram

__all__ = ["LAW_DEFECTS"]

_MODERN = ("12958", "12958-2003", "12958-amended", "13526")
Result = tuple[Telegram, str] | None


def _instruction(printed: str, lead: str = "DECL: ") -> Any:
    def inject(plan: Telegram, pick: int) -> Result:
        return attrs.evolve(plan, instruction=Instruction(printed, "invalid", lead=lead)), ""

    return inject


def _one_of(*printed: str) -> Any:
    def inject(plan: Telegram, pick: int) -> Result:
        return attrs.evolve(plan, instruction=Instruction(printed[pick % len(printed)], "invalid", lead="DECL: ")), ""

    return inject


def _years(years: int, days: int = 0, form: str = "MM/DD/YYYY", after: str = "") -> Any:
    """The declassification date that long after the document's own."""

    def inject(plan: Telegram, pick: int) -> Result:
        until = plus_years(plan.date, years, days)
        return attrs.evolve(
            plan, instruction=Instruction(after + printed_date(until, form), "date", until.isoformat(), lead="DECL: ")
        ), ""

    return inject


def _authority(**changes: Any) -> Any:
    def inject(plan: Telegram, pick: int) -> Result:
        if plan.authority is None:
            return None
        return attrs.evolve(plan, authority=attrs.evolve(plan.authority, **changes)), ""

    return inject


def _letters(section: str, letters: tuple[str, ...]) -> Any:
    return _authority(
        section=section,
        section_printed=f"{section} ",
        letters=letters,
        letters_printed=" and ".join(["({})"] * len(letters)),
    )


def _bare_letters(plan: Telegram, pick: int) -> Result:
    if plan.authority is None:
        return None
    printed = ("", "1")[pick % 2]
    lead = ("Reasons ", "for reasons ")[pick // 2 % 2]
    changed = attrs.evolve(
        plan.authority,
        joint=", ",
        lead=lead,
        section=None,
        section_printed=printed,
        letters=("b", "d"),
        letters_printed="({}) and ({})",
    )
    return attrs.evolve(plan, authority=changed), ""


def _misspelt_order(plan: Telegram, pick: int) -> Result:
    forms = {
        "12958": ("12598", "12985", "1295", "19528", "12928"),
        "12356": ("12365", "1236"),
        "11652": ("116528", "11562"),
    }[plan.order or ""]
    return attrs.evolve(plan, order=forms[pick % len(forms)], order_printed="E.O. {}: "), ""


def _without_order(plan: Telegram, pick: int) -> Result:
    return attrs.evolve(plan, order=None, instruction=None, run_on_order=False, extract=False), ""


def _order_of(number: str, instruction: tuple[int, str] | None = None) -> Any:
    """An order that was not in force, with an instruction that both orders allow."""

    def inject(plan: Telegram, pick: int) -> Result:
        years, form = instruction or (5, "MM/DD/YYYY")
        until = plus_years(plan.date, years)
        value = Instruction(printed_date(until, form), "date", until.isoformat(), lead="DECL: ")
        authority = plan.authority
        if authority is not None and number == "12356":  # that order asked for no reason
            authority = attrs.evolve(authority, letters=(), end=".")
        changed = attrs.evolve(plan, order=number, instruction=value, order_printed="E.O. {}: ", authority=authority)
        return changed, ""

    return inject


def _without_reason(plan: Telegram, pick: int) -> Result:
    if plan.authority is None:
        return None
    return attrs.evolve(
        plan, authority=attrs.evolve(plan.authority, letters=(), end=".", who=_named(plan.authority)), extract=False
    ), ""


def _named(authority: Authority) -> str:
    return authority.who


def _without_authority(plan: Telegram, pick: int) -> Result:
    return attrs.evolve(plan, authority=None, doubled_header=False, extract=False), ""


def _without_instruction(plan: Telegram, pick: int) -> Result:
    return attrs.evolve(
        plan, instruction=Instruction("", "none", lead=("DECL:", "")[pick % 2]), extract=False, run_on_order=False
    ), ""


def _derived(plan: Telegram, pick: int) -> Result:
    """A guide cited in place of an original classifier, and a reason beside it all the same."""
    if plan.authority is None:
        return None
    source = ("Harbor Classification Guide 05-1", "HCG 05-1, dated 20050301")[pick % 2]
    return attrs.evolve(
        plan,
        authority=attrs.evolve(
            plan.authority, label="DERIVED FROM: ", who=source, name=source, joint=". ", run_on=False, lead="Reason: "
        ),
    ), ""


def _unclassified_authority(plan: Telegram, pick: int) -> Result:
    authority = Authority("Classified By: ", "Ambassador Rosa Delbarre", "Rosa Delbarre")
    return attrs.evolve(plan, authority=authority), ""


def _exemption(code: str, years: int | None, derived: bool) -> Any:
    """An exemption from automatic declassification, with or without a date, on an original or a derivative document."""

    def inject(plan: Telegram, pick: int) -> Result:
        if plan.authority is None:
            return None
        until = plus_years(plan.date, years) if years else None
        form = "YYYY/MM/DD" if plan.era == "13526" else "MM/DD/YYYY"
        printed = f"{code} {printed_date(until, form)}" if until else code
        source = attrs.evolve(
            plan.authority, letters=(), end=".", run_on=False, derived_from="Harbor Classification Guide 05-1"
        )
        authority = (
            source if derived else attrs.evolve(plan.authority, letters=("c", "d"), letters_printed="({}) and ({})")
        )
        return attrs.evolve(
            plan,
            authority=authority,
            doubled_header=False,
            instruction=Instruction(printed, "code", lead="DECL: ", code=code),
        ), ""

    return inject


def _beside(plan: Telegram, pick: int) -> Result:
    until = plus_years(plan.date, 5)
    date = printed_date(until, "MM/DD/YYYY")
    forms = (f"OADR {date}", f"X1 {date}") if plan.era == "12356" else (f"X1 {date}",)
    if plan.authority is not None:
        plan = attrs.evolve(
            plan, authority=attrs.evolve(plan.authority, letters=("c", "d"), letters_printed="({}) and ({})")
        )
    return attrs.evolve(plan, instruction=Instruction(forms[0], "code", lead="DECL: ")), ""


def _contradicted(plan: Telegram, pick: int) -> Result:
    """An X code that none of the cited letters supports."""
    if plan.authority is None:
        return None
    code, letter = (("X1", "d"), ("X2", "b"), ("X5", "d"), ("X4", "d"), ("X3", "b"))[pick % 5]
    authority = attrs.evolve(plan.authority, letters=(letter,), letters_printed="({})")
    return attrs.evolve(plan, authority=authority, instruction=Instruction(code, "code", lead="DECL: ", code=code)), ""


def _irreconcilable(plan: Telegram, pick: int) -> Result:
    """On a telegram without a date: the reason of one text of the order and a date that only the other permits."""
    if plan.authority is None or plan.dated_by != "none":
        return None
    authority = attrs.evolve(plan.authority, section="1.5", section_printed="1.5 ")
    value = Instruction("06/17/2015", "date", "2015-06-17", lead="DECL: ")
    return attrs.evolve(plan, authority=authority, instruction=value, references=()), ""


def _cls(*eras: str, dated: bool | None = None, **more: Any) -> dict[str, Any]:
    return {"levels": ("C", "S"), "eras": eras, "dated": dated, "noforn": False, "marked": True, **more}


_REASON = ("reason", "reason-section", "classified-by")
_LINE = ("order-line", "order", "instruction")
_ONLY_INSTRUCTION = ("instruction",)

LAW_DEFECTS = (
    Defect("ORD001", "no-order-line", _cls("11652", marked=None), _without_order, ("*",)),
    Defect("ORD002", "order-mistyped", _cls("12356", "12958", "12958-amended"), _misspelt_order, ("order",)),
    Defect(
        "ORD003",
        "11652-under-12356",
        _cls("12356", dated=True, marked=True),
        _order_of("11652"),
        ("order",),
        also=frozenset({"DCL005"}),
    ),
    Defect("ORD003", "12356-under-12958", _cls("12958-amended", dated=True), _order_of("12356"), ("order",)),
    Defect(
        "ORD003", "12958-under-13526", _cls("13526", dated=True), _order_of("12958", (10, "YYYY/MM/DD")), ("order",)
    ),
    Defect("ORD003", "13526-under-12958", _cls("12958-amended", dated=True), _order_of("13526"), ("order",)),
    Defect("RSN001", "no-reason", _cls(*_MODERN), _without_reason, ("classified-by",)),
    Defect(
        "RSN002", "1.5-under-amended-order", _cls("12958-amended", dated=True), _letters("1.5", ("b", "d")), _REASON
    ),
    Defect("RSN002", "1.4-under-first-text", _cls("12958", dated=True), _letters("1.4", ("b", "d")), _REASON),
    Defect("RSN002", "1.3-under-12958", _cls("12958-amended", dated=True), _letters("1.3", ("a",)), _REASON),
    Defect("RSN003", "letter-i", _cls("12958-amended", "13526"), _letters("1.4", ("b", "i")), ("letter:i",)),
    Defect("RSN003", "letter-h-of-1.5", _cls("12958"), _letters("1.5", ("d", "h")), ("letter:h",)),
    Defect("RSN004", "letters-without-section", _cls("12958-amended", "13526"), _bare_letters, _REASON),
    Defect("RSN005", "reason-on-derivative", _cls("12958-amended", dated=True), _derived, (*_REASON, "letter:b")),
    Defect("DCL001", "no-instruction", _cls("12356", *_MODERN), _without_instruction, (*_LINE, "banner")),
    Defect(
        "DCL002",
        "impossible-date",
        _cls(*_MODERN),
        _one_of("13/45/2013", "011/2/2019", "02/30/2013", "(##)"),
        _ONLY_INSTRUCTION,
    ),
    Defect("DCL003", "date-before-document", _cls(*_MODERN, dated=True), _years(-2, 3), _ONLY_INSTRUCTION),
    Defect("DCL004", "beyond-ten-years", _cls("12958", dated=True), _years(12), _ONLY_INSTRUCTION),
    Defect("DCL004", "beyond-twenty-five-years", _cls("12958-amended", dated=True), _years(30), _ONLY_INSTRUCTION),
    Defect(
        "DCL004",
        "beyond-twenty-five-years-13526",
        _cls("13526", dated=True),
        _years(40, form="YYYY/MM/DD"),
        _ONLY_INSTRUCTION,
    ),
    Defect(
        "DCL004",
        "beyond-six-years",
        _cls("12065", marked=None),
        _years(8, form="M/D/YY", after="GDS "),
        _ONLY_INSTRUCTION,
    ),
    Defect(
        "DCL005",
        "oadr-under-12958",
        _cls("12958", "12958-amended", dated=True),
        _instruction("OADR"),
        _ONLY_INSTRUCTION,
    ),
    Defect("DCL005", "x-code-too-late", _cls("12958-amended", dated=True), _instruction("X6"), _ONLY_INSTRUCTION),
    Defect("DCL005", "gds-under-12356", _cls("12356", dated=True), _instruction("GDS", lead=""), _ONLY_INSTRUCTION),
    Defect("DCL005", "50x1-too-early", _cls("12958-amended", dated=True), _instruction("50X1-HUM"), _ONLY_INSTRUCTION),
    Defect(
        "DCL007",
        "duration-in-words",
        _cls(*_MODERN),
        _one_of("TWENTY YEARS", "TEN YEARS AFTER THE HARBOR OPENS", "FIVE YEARS"),
        _ONLY_INSTRUCTION,
    ),
    Defect(
        "DCL008",
        "exemption-without-date",
        _cls("13526", dated=True),
        _exemption("25X6", None, derived=True),
        _ONLY_INSTRUCTION,
    ),
    Defect(
        "DCL009",
        "exemption-on-young-document",
        _cls("13526", dated=True),
        _exemption("25X6", 25, derived=False),
        _ONLY_INSTRUCTION,
    ),
    Defect(
        "DCL010",
        "date-on-unclassified",
        {"levels": ("U", "SENSITIVE"), "eras": _MODERN, "dated": True},
        _years(10),
        (*_ONLY_INSTRUCTION, "order-line"),
    ),
    Defect(
        "DCL011",
        "not-applicable-on-classified",
        _cls("12065", "12356", *_MODERN),
        _instruction("N/A", lead=""),
        _ONLY_INSTRUCTION,
    ),
    Defect(
        "DCL013",
        "exemption-contradicts-reason",
        _cls("12958", dated=True),
        _contradicted,
        (*_ONLY_INSTRUCTION, *_REASON, "letter:b", "letter:d"),
    ),
    Defect(
        "DCL015",
        "reason-and-date-irreconcilable",
        _cls("12958", dated=False),
        _irreconcilable,
        (*_ONLY_INSTRUCTION, *_REASON),
    ),
    Defect("DCL016", "code-beside-date", _cls("12356", "12958", dated=True), _beside, _ONLY_INSTRUCTION),
    Defect(
        "DCL017",
        "exemption-beyond-fifty-years",
        _cls("13526", dated=True),
        _exemption("25X6", 60, derived=True),
        _ONLY_INSTRUCTION,
    ),
    Defect("AUT001", "no-classifier", _cls(*_MODERN), _without_authority, ("*",)),
    Defect(
        "AUT003",
        "authority-on-unclassified",
        {"levels": ("U", "SENSITIVE"), "eras": _MODERN},
        _unclassified_authority,
        ("classified-by", "reason"),
    ),
)
