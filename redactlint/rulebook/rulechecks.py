"""Whether the check that a rule names exists and can work with its parameters: patterns, lists, fields, message."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from redactlint.errors import RulePackError

__all__ = ["Fault", "fault_in", "known_checks", "nearest_check"]

# What the messages of rules by these checks may ask for.
_ARGUMENTS = {
    "general.pattern_forbidden": {"zone", "where"},
    "general.pattern_required": {"zone", "where"},
    "general.line_required": {"line"},
    "general.line_forbidden": {"line"},
    "general.vocabulary": {"word", "nearest"},
    "relations.related": {"field", "to", "relation", "value", "other"},
    "terms.calling": {"list", "entry", "calls_for", "has", "where"},
}


class Fault(NamedTuple):
    """What is wrong with a rule, what to do, and the keys that lead to the place in its file."""

    wrong: str
    remedy: str
    keys: tuple[str | int, ...]


@cache
def known_checks() -> frozenset[str]:
    """The names of all checks, as a rule file names them."""
    import importlib
    import inspect
    import pkgutil

    from redactlint import checks

    found = {"engine"}
    for module in pkgutil.iter_modules(checks.__path__):
        loaded = importlib.import_module(f"redactlint.checks.{module.name}")
        for name in getattr(loaded, "__all__", ()):
            value = getattr(loaded, name)
            if inspect.isfunction(value) and list(inspect.signature(value).parameters) == [
                "document",
                "rule",
                "setting",
            ]:
                found.add(f"{module.name}.{name}")
    from redactlint.sets import checks as of_sets

    return frozenset(found) | {f"sets.{name}" for name in of_sets.__all__}


def nearest_check(name: str) -> str:
    """What to do about a check that there is not."""
    return _nearest(name, known_checks(), "docs/your-own-rules.md lists those for rules of your own")


def fault_in(table: Mapping[str, Any], path: str, folder: str) -> Fault | None:
    """What is wrong with the rule of the file `path` in the pack `folder`, already valid by the schema, beyond that.

    Raises RulePackError, with its place, for what is wrong in a term list beside it.
    """
    check, parameters = table["check"], table.get("parameters", {})
    if check not in known_checks():
        return Fault(f"no check is called {check!r}", nearest_check(check), ("check",))
    if check not in _ARGUMENTS:
        return None
    asked = {one.partition(".")[0].partition("[")[0] for one in _fields(table["message"])}
    for name in sorted(asked - _ARGUMENTS[check]):
        given = ", ".join(sorted(_ARGUMENTS[check]))
        return Fault(
            f"the message asks for {{{name}}}",
            _nearest(name, _ARGUMENTS[check], f"{check} gives {given}"),
            ("message",),
        )
    if check.startswith("general.pattern"):
        return _in_patterns(parameters)
    if check == "general.vocabulary" and ("allowed" in parameters) == ("forbidden" in parameters):
        return Fault("give either `allowed` or `forbidden`", "leave one of them", ("parameters",))
    if check == "relations.related":
        return _in_relation(table, parameters)
    return _in_terms(parameters, path, folder) if check == "terms.calling" else None


def _fields(message: str) -> Iterable[str]:
    try:
        return [name for _, name, _, _ in string.Formatter().parse(message) if name is not None]
    except ValueError:
        return ["{"]


def _in_patterns(parameters: Mapping[str, Any]) -> Fault | None:
    for key in ("pattern", "unless"):
        sources = parameters.get(key, ())
        for number, source in enumerate([sources] if isinstance(sources, str) else sources, 1):
            name = f"the {key}" if isinstance(sources, str) else f"{key} {number}"
            wrong = _compiled(source, name)
            if wrong is not None:
                return Fault(wrong.wrong, wrong.remedy, ("parameters", key))
    return None


def _compiled(source: str, name: str) -> RulePackError | None:
    from redactlint.rulebook.patterns import UserPattern

    try:
        UserPattern(source, name=name).compile()
    except RulePackError as error:
        return error
    return None


def _in_relation(table: Mapping[str, Any], parameters: Mapping[str, Any]) -> Fault | None:
    from redactlint.checks.relations import DOCUMENT_DATE, RELATIONS

    relation, kind = parameters["relation"], RELATIONS[parameters["relation"]]
    if (relation == "within-years") != ("years" in parameters):
        return Fault(
            "`years` belongs to the relation within-years, and to no other", "give it there", ("parameters", "relation")
        )
    for key in ("field", "to"):
        field = parameters[key]
        if _kind_of(field) != (kind or _kind_of(parameters["field"])):
            remedy = f"it compares {kind}s" if kind else "compare like with like"
            return Fault(f"{relation} does not fit {key} = {field!r}", remedy, ("parameters", key))
    uses = parameters["to"] == DOCUMENT_DATE and parameters["field"] == "declassify-on"
    if uses and "declassification" not in table.get("judges", ()):
        wrong = "a rule that judges the declassification date may not date the document by it"
        return Fault(wrong, 'add judges = ["declassification"] above the first table', ("check",))
    return None


def _kind_of(field: str) -> str:
    if field == "declassify-on" or field.endswith("-date"):
        return "date"
    return "level" if field.endswith(("level", "portion")) else ""


def _in_terms(parameters: Mapping[str, Any], path: str, folder: str) -> Fault | None:
    from redactlint.checks.terms import terms_of
    from redactlint.rulebook.termlists import read_list
    from redactlint.rulepack import Rule

    listed = "list" in parameters
    terms = read_list(parameters["list"], path, folder) if listed else parameters["terms"]
    for number, raw in enumerate(terms, 1):
        source = raw.get("pattern") if isinstance(raw, dict) else None
        number = raw.get("number", number) if isinstance(raw, dict) else number
        wrong = _compiled(source, f"pattern {number}") if source is not None else None
        if wrong is not None:
            return _in_list(wrong.wrong, wrong.remedy, parameters, number)
    try:
        terms_of(Rule("", "", "", "", "", "", (), (), {**parameters, "terms": terms}))
    except ValueError as error:
        number = int("".join(char for char in str(error).split("needs")[0] if char.isdigit()) or 0)
        return _in_list(str(error), "mend the entry", parameters, number)
    return None


def _in_list(wrong: str, remedy: str, parameters: Mapping[str, Any], number: int) -> Fault:
    where = f" (line {number} of {parameters['list']})" if "list" in parameters else ""
    return Fault(f"{wrong}{where}", remedy, ("parameters", "list" if where else "terms"))


def _nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, sorted(known), 1, 0.5)
    return f"did you mean {near[0]}?" if near else otherwise
