"""What a file holds and its pages do not show: which of it is a defect is said by the rules, kind by kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from redactlint.documents.model import Document
from redactlint.findings import Hit
from redactlint.layers import Concealed
from redactlint.rulepack import Rule, Setting

__all__ = ["concealed", "few_words_fit"]


def concealed(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """What is concealed by a technique that `kinds` lists, each with the words for it; the case is the kind.

    Kinds in `where_deleted` count in a copy that shows deletions or was released; elsewhere they are what any file
    has, and the case is "elsewhere"; where they name nothing it is "plain" (see `_is_telling` for `untold`).  Those in
    `once` give one finding, however many there are.  `ordinary` lists values that say nothing.
    """
    kinds: Mapping[str, str] = rule.parameters["kinds"]
    where_deleted = rule.parameters.get("where_deleted", ())
    ordinary = frozenset(rule.parameters.get("ordinary", ()))
    once = rule.parameters.get("once", ())
    untold = rule.parameters.get("untold", ())
    layers = document.text.layers
    is_copy = bool(document.redactions) or document.release is not None or (layers is not None and bool(layers.boxes))
    together: dict[tuple[str, str], list[Concealed]] = {}
    for one in _own(document):
        if one.kind not in kinds:
            continue
        case = one.kind
        if one.kind in where_deleted:
            case = "elsewhere" if not is_copy else case if _is_telling(one, document, untold) else "plain"
        if one.text and _is_ordinary(one, ordinary, document.text.path if one.kind in where_deleted else ""):
            continue
        if one.kind in once:
            together.setdefault((one.kind, case), []).append(one)
        else:
            yield _hit(one, kinds[one.kind], 1, case)
    for (kind, case), every in together.items():
        yield _hit(every[0], kinds[kind], len(every), case)


def _is_ordinary(one: Concealed, ordinary: frozenset[str], path: str) -> bool:
    """Whether a value says nothing, or no more than the name of the file."""
    words = " ".join(one.text.split()).casefold().strip(" .")
    name = path.replace("\\", "/").rpartition("/")[2].casefold()
    return words in ordinary or (len(name) > 4 and words.rpartition(".")[0] == name.rpartition(".")[0])


def _is_telling(one: Concealed, document: Document, untold: Collection[str]) -> bool:
    """Whether a value, in a copy that shows deletions, has a name or a number that the text has not.

    Everything tells in a copy that bears the stamp of a release; the kinds in `untold` tell in no other.
    """
    if document.release is not None:
        return True
    if one.kind in untold:
        return False
    shown = document.text.content.casefold()
    words = one.text.split()
    first = 0 if "," in one.text or ";" in one.text else 1  # a sentence begins with a capital, a list need not
    return any(
        ((place >= first and word[:1].isupper()) or any(map(str.isdigit, word)))
        and len(word.strip(".,:;()")) >= 3
        and word.strip(".,:;()").casefold() not in shown
        for place, word in enumerate(words)
    )


def _own(document: Document) -> Iterator[Concealed]:
    """What is concealed in the part of the text that is the document's own."""
    layers = document.text.layers
    if layers is None:
        return
    extent = document.extent
    for one in layers.concealed:
        if extent is None or extent.start <= one.span.start < max(extent.end, extent.start + 1):
            yield one


def _hit(one: Concealed, technique: str, count: int, case: str) -> Hit:
    extent = f"{one.extent} character{'' if one.extent == 1 else 's'}" if one.extent else "something"
    place = f" on page {one.where['page']}" if "page" in one.where else ""
    if "pages" in one.details:
        place += f" and on others, {one.details['pages']} in all"
    if count > 1:
        place += f", and {count - 1} more of the kind"
    name = one.details.get("name") or one.details.get("part") or one.details.get("property") or one.kind
    arguments = {"what": technique, "extent": extent, "place": place, "name": name}
    # What is concealed may not be quoted in a message: no detail that could hold a part of it goes into one.
    return Hit(one.span, arguments, case=case, private=True, where=one.where, concealed=one.text)


def few_words_fit(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Short deletions whose gap fits at least one and at most `few` of the `candidates`, to within `tolerance` points.

    The candidates are those of the rule and the parameter `candidate_words` of the setting.

    A gap says nothing where the font does not give the width of every letter of nine candidates in ten.
    """
    given = (*rule.parameters["candidates"], *setting.parameters.get("candidate_words", ()))
    candidates = sorted({word.strip() for word in given if word.strip()})
    if not candidates:
        return
    few, tolerance = rule.parameters["few"], rule.parameters["tolerance"]
    for one in _own(document):
        if one.kind != "advance":
            continue
        widths = {chr(int(code, 16)): float(width) for code, width in _pairs(one.details.get("widths", ""))}
        gap = float(one.details["gap"])
        known = [word for word in candidates if all(letter in widths for letter in word)]
        if len(known) < 0.9 * len(candidates):
            continue
        fitting = [word for word in known if abs(sum(widths[letter] for letter in word) - gap) <= tolerance]
        if 1 <= len(fitting) <= few and len(fitting) < len(known):
            place = f" on page {one.where['page']}" if "page" in one.where else ""
            arguments = {"fits": str(len(fitting)), "candidates": str(len(candidates)), "place": place}
            yield Hit(one.span, arguments, private=True, where=one.where, concealed=", ".join(fitting))


def _pairs(words: str) -> Iterator[tuple[str, str]]:
    for one in words.split():
        code, _, width = one.partition(":")
        yield code, width
