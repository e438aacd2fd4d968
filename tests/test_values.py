"""Values: what is made without attrs is what attrs makes of the same declaration, and attrs knows it."""

from __future__ import annotations

import copy
import importlib
import inspect
import pickle
import pkgutil
from typing import Any

import attrs
import pytest

import redactlint
from redactlint.documents.model import Caption, Document, Portion, Reason
from redactlint.findings import Hit
from redactlint.law.dates import DateRange
from redactlint.text import Span, Text
from redactlint.values import NamedTuple, Value, _AttrsFields, evolve, field, frozen

_OPTIONAL = ("redactlint.lsp", "redactlint.pdf", "redactlint.sets", "redactlint.readers")


def _declared() -> list[type]:
    """Every class of the package that is made without attrs."""
    found = set()
    for module in pkgutil.walk_packages(redactlint.__path__, "redactlint."):
        if module.name.startswith(_OPTIONAL) or module.name == "redactlint.__main__":
            continue
        for one in vars(importlib.import_module(module.name)).values():
            if isinstance(one, type) and one.__module__ == module.name and attrs.has(one):
                found.add(one)
    return sorted(found, key=lambda one: one.__qualname__)


CLASSES = _declared()


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__qualname__)
def test_attrs_knows_the_fields_of_a_class(cls: type) -> None:
    declared = [one for base in reversed(cls.__mro__) for one in vars(base).get("__annotations__", ())]
    assert [one.name for one in attrs.fields(cls)] == declared  # type: ignore[misc]
    taken = [one.name for one in attrs.fields(cls) if one.init]  # type: ignore[misc]
    assert list(cls.__match_args__) == taken  # type: ignore[attr-defined]


def test_the_classes_that_every_document_needs_are_among_them() -> None:
    assert {Span, Document, Portion, Hit, DateRange, Text} <= set(CLASSES)
    assert len(CLASSES) > 40


@frozen
class Plain(Value):
    """A declaration with every way to give a field."""

    first: int
    second: str = "b"
    third: list[int] = field(factory=list)


@attrs.frozen
class PlainOfAttrs:
    """The same."""

    first: int
    second: str = "b"
    third: list[int] = attrs.field(factory=list)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((1,), {}), ((1, "x"), {}), ((1, "x", [2]), {}), ((1,), {"third": [3]}), ((), {"second": "y", "first": 2}),
        ((), {}), ((1, "x", [2], 4), {}), ((1,), {"first": 2}), ((1,), {"fourth": 2}), ((), {"second": "y"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("made_before", [0, 300], ids=["seldom", "often"])
def test_it_takes_what_a_class_of_attrs_takes(given: Any, named: Any, made_before: int) -> None:
    for number in range(made_before):  # from some hundred on the method is one that is written for the class
        Plain(number)
    outcomes = []
    for cls in (Plain, PlainOfAttrs):
        try:
            outcomes.append(attrs.astuple(cls(*given, **named)))
        except TypeError as error:
            outcomes.append(str(error).replace(cls.__name__, ""))
    assert outcomes[0] == outcomes[1]


def test_a_factory_makes_a_new_default_each_time() -> None:
    assert Plain(1).third is not Plain(1).third


def test_it_cannot_be_assigned_to() -> None:
    value = Caption("SIPDIS", Span(0, 6))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        value.word = "NODIS"  # type: ignore[misc]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del value.word
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        value.other = 1  # type: ignore[attr-defined]


def test_values_are_equal_by_their_fields_within_a_class() -> None:
    caption = Caption("SIPDIS", Span(0, 6))
    assert caption == Caption("SIPDIS", Span(0, 6)) != Caption("SIPDIS", Span(0, 7))
    assert hash(caption) == hash(Caption("SIPDIS", Span(0, 6)))
    assert Span(0, 6) != (0, 6)
    assert Span(1, 2) != DateRange()
    assert repr(caption) == "Caption(word='SIPDIS', span=Span(start=0, end=6))"


@pytest.mark.parametrize("change", [evolve, attrs.evolve])
def test_a_value_like_another_but_for_a_field(change: Any) -> None:
    reason = Reason(Span(0, 9), "1.4", None, ("b",), ())
    changed = change(reason, letters=("d",), slip=True)
    assert changed == Reason(Span(0, 9), "1.4", None, ("d",), (), slip=True)
    assert reason.letters == ("b",)
    with pytest.raises(TypeError):
        change(reason, lettres=("d",))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_values_can_be_copied_and_sent(again: Any) -> None:
    document = Document(Text.of("UNCLAS"), "plain", captions=(Caption("SIPDIS", Span(0, 6)),))
    assert document.features
    assert again(document.captions) == document.captions
    assert again(DateRange()) == DateRange()


class Row(NamedTuple):
    """A record."""

    first: int
    second: str = "b"


@pytest.mark.parametrize("made_before", [0, 300], ids=["seldom", "often"])
def test_a_record_is_a_tuple_with_names(made_before: int) -> None:
    for number in range(made_before):
        Row(first=number)
    row = Row(1)
    assert row == (1, "b") == Row(second="b", first=1)
    assert (row.first, row.second) == tuple(row)
    assert row._replace(second="c") == (1, "c")
    assert row._asdict() == {"first": 1, "second": "b"}
    assert repr(row) == "Row(first=1, second='b')"
    assert pickle.loads(pickle.dumps(row)).second == "b"
    assert Row._make([3, "d"]).second == "d"
    assert Row._field_defaults == {"second": "b"}
    for given, named in (((), {}), ((1, "b", 3), {}), ((1,), {"third": 3}), ((1,), {"first": 3})):
        with pytest.raises(TypeError):
            Row(*given, **named)
    with pytest.raises(TypeError):
        row._replace(third=1)
    with pytest.raises(AttributeError):
        row.first = 2  # type: ignore[misc]


def test_a_class_says_its_fields_only_once_asked() -> None:
    assert isinstance(inspect.getattr_static(Plain, "__attrs_attrs__"), (_AttrsFields, tuple))
    assert [one.name for one in attrs.fields(Plain)] == ["first", "second", "third"]
    assert isinstance(inspect.getattr_static(Plain, "__attrs_attrs__"), tuple)
