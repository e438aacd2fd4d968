"""The closed vocabulary of deviations: how a marking can depart from its canonical form; rules name these kinds."""

from __future__ import annotations

__all__ = ["FORM", "KINDS"]

# kind -> what it says of the string.
KINDS: dict[str, str] = {
    # How a portion mark is printed.
    "lower-case": "written in lower or mixed case",
    "blank": "a blank stands inside the mark where none belongs",
    "bracket": "a bracket is lost, doubled or of the wrong kind",
    "doubled": "the mark is printed twice",
    "stray-character": "a character that belongs to no marking stands in it",
    "level-in-words": "a portion mark spells its level in words",
    "entire-text": "the mark covers the entire text",
    "house-form": "a State form of a control: one slash, a blank or a hyphen, NOFORN or N for NF, REL without TO",
    "debris": "one edit from a mark, or what is left of one; what it was cannot be told",
    # How a banner is printed.
    "letter-lost": "a letter of the level is lost",
    "letter-doubled": "a letter of the level is printed twice",
    "spacing": "letters are spaced irregularly",
    "legend": "a legend of the order of its day follows the level",
    "level-abbreviated": "the level of a banner is abbreviated",
    # What it says.
    "level-missing": "no level precedes the control",
    "level-doubled": "two levels stand in one marking",
    "control-unknown": "no register holds the token",
    "control-misspelt": "the token is one slip from a control",
    "control-repeated": "a control stands twice",
    "control-order": "categories, or the entries of one category, are out of order",
    "control-separator": "the wrong separator, a blank beside one, or one with nothing after it",
    "companion-missing": "a control stands without one that it needs",
    "companion-advised": "a control stands without one that usually accompanies it",
    "controls-conflict": "two controls exclude each other",
    "control-level": "the level is too low for the control",
    "control-unclassified": "a control of unclassified information stands beside a classified level",
    "words-in-portion": "a word of the banner stands in a portion mark",
    "abbreviation-in-banner": "an abbreviation of the portions stands in a banner",
    "retired": "a control or a form outside its years",
    "instruction-in-banner": "a declassification instruction stands in a banner",
    # Country lists.
    "country-usa": "the list does not begin with USA",
    "country-order": "the codes of the list are out of order",
    "country-unknown": "a code that no list holds",
    "country-name": "a country is given by its name instead of its code",
    "country-alone": "the list names no country but USA, or none at all",
    "country-repeated": "a code stands twice",
    "country-contained": "another code of the list contains the code",
    "country-joint": "a JOINT list without USA, or with fewer than two owners",
    "foreign-without-fgi": "a foreign country stands where only FGI or a non-US marking can name it",
    # CUI.
    "cui-order": "CUI categories or controls out of order",
    "cui-unknown": "a category or control that the CUI registry does not hold",
    "cui-level": "UNCLASSIFIED stands before CUI",
    "cui-word": "CONTROLLED stands where only the acronym CUI may",
}

# Kinds whose mend changes the spelling and never the meaning.
FORM = frozenset(
    (
        "lower-case", "blank", "bracket", "doubled", "stray-character", "level-in-words", "house-form", "letter-lost",
        "letter-doubled", "spacing", "level-abbreviated", "control-repeated", "control-order", "control-separator",
        "words-in-portion", "abbreviation-in-banner", "country-usa", "country-order", "country-name",
        "country-repeated", "country-contained", "cui-order", "cui-level", "cui-word", "companion-advised",
    )
)  # fmt: skip
