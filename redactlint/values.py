"""Values: classes declared in the words of attrs and of `typing.NamedTuple`, and made without loading either.

To load attrs, and to have it write the methods of the classes that the check of one telegram needs, takes longer than
the check.  So those classes say `@frozen` of this module, which makes the same class: slots, an `__init__` of the
fields in order, no assignment afterwards.  Equality, hash and repr are written once, in `Value`.  attrs is loaded when
it is asked: `attrs.fields`, `attrs.evolve`, `attrs.asdict` and the rest take the fields of such a class from one that
attrs itself makes of the same declaration.  For a type checker the names here are those of attrs and typing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter, itemgetter

try:
    from collections import _tuplegetter  # type: ignore[attr-defined]  # what `namedtuple` is made of
except ImportError:

    def _tuplegetter(index: int, doc: str) -> property:
        return property(itemgetter(index), doc=doc)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from functools import cached_property as derived
    from typing import Any, NamedTuple

    from attrs import define, evolve, field, frozen

__all__ = ["TYPE_CHECKING", "NamedTuple", "Value", "define", "derived", "evolve", "field", "frozen"]

# From so many values of a class on, a method written for it is worth its compilation.
_OFTEN = 100

_NOTHING: Any = object()
_new_tuple = tuple.__new__


class Value:
    """Base of a frozen class: two of the same class are equal where all their fields are."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        cls = self.__class__
        if other.__class__ is not cls:
            return NotImplemented
        read = _reader(cls)  # type: ignore[arg-type]
        return bool(read(self) == read(other))

    def __hash__(self) -> int:
        cls = self.__class__
        return hash((cls, _reader(cls)(self)))  # type: ignore[arg-type]

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _names(self.__class__))
        return f"{self.__class__.__qualname__}({shown})"

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return self.__class__, tuple([getattr(self, name) for name in _names(self.__class__)])

    if not TYPE_CHECKING:

        def __setattr__(self, name, value):
            raise _frozen_error()

        def __delattr__(self, name):
            raise _frozen_error()


def _frozen_error() -> Exception:
    from attrs.exceptions import FrozenInstanceError

    return FrozenInstanceError()


def _names(cls: type) -> tuple[str, ...]:
    names: tuple[str, ...] = cls.__match_args__  # type: ignore[attr-defined]
    return names


@cache
def _reader(cls: type) -> Callable[[Any], Any]:
    names = _names(cls)
    return attrgetter(*names) if names else repr


def _evolve(value: Any, /, **changes: Any) -> Any:
    """A value like `value` but for `changes`."""
    cls = value.__class__
    fields = [changes.pop(name) if name in changes else getattr(value, name) for name in cls.__match_args__]
    return cls(*fields, **changes)


class _Field:
    """What a declaration says of a field beyond its name: a default, a factory, whether `__init__` takes it."""

    __slots__ = ("default", "factory", "init")

    def __init__(self, default: Any, factory: Callable[[], Any] | None, init: bool) -> None:
        self.default, self.factory, self.init = default, factory, init


def _field(
    *, default: Any = _NOTHING, factory: Callable[[], Any] | None = None, init: bool = True, repr: bool = True
) -> Any:
    """As `attrs.field`, with as much of it as is used."""
    return _Field(default, factory, init)


def _frozen(cls: Any = None, *, slots: bool = True) -> Any:
    """As `attrs.frozen(eq=False, repr=False)`, for classes that inherit from Value and from no other with fields."""
    return _declared(cls, slots) if cls is not None else lambda cls: _declared(cls, slots)


def _define(cls: Any = None, *, eq: bool = False, repr: bool = False) -> Any:
    """As `attrs.define(eq=False, repr=False)`: a class whose fields can be assigned, and that equals itself alone."""
    return _declared(cls, True) if cls is not None else lambda cls: _declared(cls, True)


def _declared(cls: type, slots: bool) -> type:
    body = dict(cls.__dict__)
    for name in ("__dict__", "__weakref__"):
        body.pop(name, None)
    names = tuple(cls.__annotations__)
    declared = {name: _as_field(body.pop(name, _NOTHING)) for name in names}
    own_init = body.get("__init__")
    body["__slots__"] = names if slots else (*names, "__dict__")
    body["__match_args__"] = tuple(name for name in names if declared[name].init)
    body["__attrs_attrs__"] = _AttrsFields(declared)
    made = type(cls)(cls.__name__, cls.__bases__, body)
    if own_init is None:
        made.__init__ = _init_of(made, declared)  # type: ignore[misc]
    return made


def _as_field(given: Any) -> _Field:
    return given if given.__class__ is _Field else _Field(given, None, True)


class _AttrsFields:
    """The fields of a class as attrs knows them, made when it first asks."""

    def __init__(self, declared: dict[str, _Field]) -> None:
        self._declared = declared

    def __get__(self, value: object, owner: type) -> Any:
        import attrs

        nothing = attrs.NOTHING
        body: dict[str, Any] = {
            name: attrs.field(init=one.init, factory=one.factory)
            if one.factory is not None
            else attrs.field(init=one.init, default=nothing if one.default is _NOTHING else one.default)
            for name, one in self._declared.items()
        }
        body |= {"__annotations__": owner.__annotations__, "__module__": owner.__module__}
        fields = attrs.define(type(owner.__name__, (), body)).__attrs_attrs__  # type: ignore[attr-defined]
        owner.__attrs_attrs__ = fields  # type: ignore[attr-defined]
        return fields


def _init_of(cls: type, declared: dict[str, _Field]) -> Callable[..., None]:
    """An `__init__` that suits every class; where it is used often it makes room for one that is written for `cls`."""
    taken = [name for name, one in declared.items() if one.init]
    others = [name for name, one in declared.items() if not one.init]
    put_each = tuple([getattr(cls, name).__set__ for name in (*taken, *others)])
    defaults = {name: one.default for name, one in declared.items() if one.default is not _NOTHING}
    factories = {name: one.factory for name, one in declared.items() if one.factory is not None}
    is_plain, number = not others and not hasattr(cls, "__attrs_post_init__"), len(taken)
    made = 0

    def init(self: Any, /, *given: Any, **named: Any) -> None:
        nonlocal made
        made += 1
        if made > _OFTEN:
            cls.__init__ = _written_init(cls, declared)  # type: ignore[misc]
            self.__init__(*given, **named)
            return
        fields = given if len(given) == number and not named else _all_fields(taken, defaults, factories, given, named)
        if fields is None:
            _written_init(cls, declared)(self, *given, **named)  # which says what is wrong
        elif is_plain:
            for put, one in zip(put_each, fields):  # noqa: B905  (equally many; asking costs)
                put(self, one)
        else:
            rest = [factories[name]() if name in factories else defaults[name] for name in others]
            for put, one in zip(put_each, (*fields, *rest), strict=True):
                put(self, one)
            if hasattr(cls, "__attrs_post_init__"):
                self.__attrs_post_init__()

    init.__name__, init.__qualname__ = "__init__", f"{cls.__qualname__}.__init__"
    return init


def _all_fields(
    names: list[str] | tuple[str, ...],
    defaults: Mapping[str, Any],
    factories: Mapping[str, Callable[[], Any]],
    given: tuple[Any, ...],
    named: dict[str, Any],
) -> tuple[Any, ...] | None:
    """The fields in order, of what a caller gave by place and by name; None where that does not fit."""
    fields = [*given]
    for name in names[len(given) :]:
        if name in named:
            fields.append(named.pop(name))
        elif name in defaults:
            fields.append(defaults[name])
        elif name in factories:
            fields.append(factories[name]())
        else:
            return None
    return tuple(fields) if not named and len(fields) == len(names) else None


def _written_init(cls: type, declared: dict[str, _Field]) -> Callable[..., None]:
    """The `__init__` that one would write for the class."""
    known: dict[str, Any] = {"_nothing": _NOTHING}
    parameters, lines = [], []
    for name, one in declared.items():
        known[f"_put_{name}"] = getattr(cls, name).__set__
        value = name
        if one.factory is not None:
            known[f"_new_{name}"] = one.factory
            parameter = f"{name}=_nothing"
            value = f"_new_{name}() if {name} is _nothing else {name}" if one.init else f"_new_{name}()"
        elif one.default is not _NOTHING:
            known[f"_default_{name}"] = one.default
            parameter = f"{name}=_default_{name}"
            value = name if one.init else f"_default_{name}"
        else:
            parameter = name
        parameters += [parameter] if one.init else []
        lines.append(f"    _put_{name}(self, {value})\n")
    if hasattr(cls, "__attrs_post_init__"):
        lines.append("    self.__attrs_post_init__()\n")
    exec(f"def __init__(self, {', '.join(parameters)}):\n{''.join(lines)}", known)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


class _RecordType(type):
    """Makes the class of a record: a tuple whose parts have names."""

    def __new__(mcls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        names = tuple(body.get("__annotations__", ()))
        body["__slots__"] = ()
        if names:
            defaults = {one: body[one] for one in names if one in body}
            body.update({one: _tuplegetter(index, "") for index, one in enumerate(names)})
            body.update(_fields=names, _field_defaults=defaults, __match_args__=names)
        made: Any = type.__new__(mcls, name, bases, body)
        if names:
            made.__new__ = _new_of(made, names, defaults)
        return made


def _new_of(cls: type, names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., Any]:
    number, made = len(names), 0

    def new(cls: type, /, *given: Any, **named: Any) -> Any:
        if len(given) == number and not named:
            return _new_tuple(cls, given)
        nonlocal made
        made += 1
        if made > _OFTEN:
            owner.__new__ = _written_new(owner, names, defaults)  # type: ignore[method-assign]
            return owner.__new__(cls, *given, **named)
        fields = _all_fields(names, defaults, {}, given, named)
        if fields is None:
            return _written_new(owner, names, defaults)(cls, *given, **named)  # which says what is wrong
        return _new_tuple(cls, fields)

    owner = cls
    new.__name__, new.__qualname__ = "__new__", f"{cls.__qualname__}.__new__"
    return new


def _written_new(cls: type, names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., Any]:
    known: dict[str, Any] = {f"_default_{name}": value for name, value in defaults.items()}
    known["_new_tuple"] = _new_tuple
    parameters = ", ".join(f"{name}=_default_{name}" if name in defaults else name for name in names)
    exec(f"def __new__(_cls, {parameters}):\n    return _new_tuple(_cls, ({', '.join(names)},))\n", known)
    made: Callable[..., Any] = known["__new__"]
    made.__qualname__ = f"{cls.__qualname__}.__new__"
    return made


class _Record(tuple, metaclass=_RecordType):  # type: ignore[type-arg]
    """Base of a record, with what `typing.NamedTuple` gives."""

    _fields: tuple[str, ...]

    @classmethod
    def _make(cls, parts: Any) -> Any:
        return cls(*parts)

    def _replace(self, /, **changes: Any) -> Any:
        parts = [changes.pop(name, one) for name, one in zip(self._fields, self, strict=True)]
        if changes:
            raise TypeError(f"{self.__class__.__name__} has no {', '.join(changes)}")
        return _new_tuple(self.__class__, parts)

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={one!r}" for name, one in zip(self._fields, self, strict=True))
        return f"{self.__class__.__qualname__}({shown})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


class _Derived:
    """As `functools.cached_property`, for values that no two threads work out: that of Python 3.11 takes a lock."""

    __slots__ = ("_name", "_work_out")

    def __init__(self, work_out: Callable[[Any], Any]) -> None:
        self._work_out, self._name = work_out, work_out.__name__

    def __get__(self, value: Any, owner: type) -> Any:
        if value is None:
            return self
        found = value.__dict__[self._name] = self._work_out(value)
        return found


if not TYPE_CHECKING:
    define, evolve, field, frozen, NamedTuple = _define, _evolve, _field, _frozen, _Record
    derived = _Derived
