"""Archives: ZIP and TAR, member by member in the order of the file; nothing is ever written to disk.

What is no document of its own is passed over as it is in a folder (folders, hidden files, what macOS adds); what cannot
be read, or has no business in an archive, is reported by its name: encrypted members, links that lead out, names that
do, names that stand twice.  A bag inside is checked against its manifest.
"""

from __future__ import annotations

import io
import posixpath
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple, cast

from redactlint.errors import ReadError
from redactlint.readers.allowance import Allowance, ExhaustedError, Unread
from redactlint.readers.bags import BagCheck, bags_among
from redactlint.readers.kinds import directory_size
from redactlint.readers.opening import inside, reason_of
from redactlint.text import Member, Text

if TYPE_CHECKING:
    from tarfile import TarInfo

__all__ = ["streamed", "texts"]

_BLOCK = 1 << 20
# The bytes of one entry in the directory of a ZIP file, at least.
_ZIP_ENTRY = 46
# The first member of packages that are documents of a kind of their own.
_PACKAGES = ("mimetype", "[Content_Types].xml")


class _Entry(NamedTuple):
    """A member as the archive lists it: `packed` is its size there, `problem` why it is not read ("" for no word)."""

    name: str
    size: int
    packed: int | None
    open: Callable[[], IO[bytes]]
    problem: str | None = None


def texts(data: bytes, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The texts of all members, each opened as whatever it is; raises ReadError where the archive is none."""
    return streamed(io.BytesIO(data), path, allowance)


def streamed(stream: BinaryIO, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """As `texts`, from a file that can be sought in and need not fit into memory."""
    start = stream.read(4)
    stream.seek(0)
    return _zip(stream, path, allowance) if start[:2] == b"PK" else tar_texts(stream, path, allowance)


# -- ZIP -------------------------------------------------------------------------------------------------------------


def _zip(stream: BinaryIO, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    import stat
    import zipfile

    _check_directory(stream, allowance)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error, EOFError) as error:
        raise ReadError("is a damaged ZIP file (cut off?)", "get it again", path=path) from error

    def entry(info: zipfile.ZipInfo) -> _Entry:
        problem = None
        if info.flag_bits & 0x1:
            problem = "is encrypted; take its password off"
        elif stat.S_ISLNK(info.external_attr >> 16):
            problem = "is a symbolic link, and is not followed"
        return _Entry(info.filename, info.file_size, info.compress_size, lambda: archive.open(info), problem)

    with archive:
        infos = archive.infolist()
        if infos and infos[0].filename in _PACKAGES:
            raise ReadError("is an OpenDocument, EPUB or other package, which is not read", "save it as DOCX")
        yield from _members([entry(one) for one in infos if not one.filename.endswith("/")], path, allowance)


def _check_directory(stream: BinaryIO, allowance: Allowance) -> None:
    """Raise ReadError where the directory alone, which is read at once, is larger than the members allowed."""
    size = stream.seek(0, io.SEEK_END)
    if min(directory_size(stream), size) > allowance.limits.max_members * 10 * _ZIP_ENTRY:
        wrong = f"holds far more than the limit of {allowance.limits.max_members:,} members"
        raise ReadError(wrong, "unpack it first, or raise --max-members")


# -- TAR -------------------------------------------------------------------------------------------------------------


def tar_texts(stream: BinaryIO, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The texts of a TAR file, of which nothing is packed any more; raises ReadError where it is none."""
    import tarfile

    found: list[tarfile.TarInfo] = []
    damage: str | None = None
    try:
        archive = tarfile.TarFile(fileobj=cast(BinaryIO, _InBounds(stream, allowance)), errorlevel=2)
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise _damaged(error, path) from error
    with archive:
        try:
            while (info := archive.next()) is not None:
                if info.size < 0:
                    raise ValueError("a member of less than nothing")
                found.append(info)
                if len(found) > allowance.limits.max_members:
                    break
        except (tarfile.TarError, EOFError, ValueError, OSError, OverflowError) as error:
            damage = reason_of(_damaged(error, path))
        names = {_plain_name(one.name) for one in found}
        if damage is None and found and _is_cut_off(stream, found[-1]):
            damage = "is a damaged TAR file (cut off?); get it again"

        def entry(info: tarfile.TarInfo) -> _Entry:
            problem = None
            if info.issym() or info.islnk():
                beside = posixpath.dirname(info.name) if info.issym() else ""
                target = _plain_name(posixpath.normpath(posixpath.join(beside, info.linkname)))
                problem = "" if target in names else "is a link that leads out of the archive, and is not followed"
            elif not info.isreg():
                problem = "is no regular file"

            def opened() -> IO[bytes]:
                member = archive.extractfile(info)
                assert member is not None
                return member

            # What a sparse member leaves out is unpacked from nothing.
            held = cast("list[tuple[int, int]] | None", info.sparse)
            packed = None if held is None else sum(size for _, size in held)
            return _Entry(_plain_name(info.name), info.size, packed, opened, problem)

        yield from _members([entry(one) for one in found if not one.isdir()], path, allowance)
    if damage is not None:
        raise ReadError(damage, path=path)


class _InBounds:
    """A stream of which nobody reads more at once than a document may have: the header of a TAR file can ask for it.

    It can ask for less than nothing too, which would be all.
    """

    def __init__(self, stream: BinaryIO, allowance: Allowance) -> None:
        self._stream, self._allowance = stream, allowance
        self.seek, self.tell = stream.seek, stream.tell

    def read(self, size: int) -> bytes:
        if size < 0:
            raise ValueError("a member of less than nothing")
        if size > _BLOCK:
            self._allowance.check_size(size)
        return self._stream.read(size)


def _is_cut_off(stream: BinaryIO, last: TarInfo) -> bool:
    """Whether the last member reaches beyond the end of the file."""
    return stream.seek(0, io.SEEK_END) < last.offset_data + (last.size if last.isreg() and not last.sparse else 0)


def _damaged(error: BaseException, path: str) -> ReadError:
    if isinstance(error, ReadError):
        return error
    return ReadError("is a damaged TAR file (cut off?)", "get it again", path=path)


# -- both ------------------------------------------------------------------------------------------------------------


def _members(entries: list[_Entry], path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The texts of the members that are documents, and of each that is none the reason."""
    bags = {base: BagCheck(base) for base in bags_among(one.name for one in entries)}
    _read_manifests(entries, bags, allowance)
    excluded = _excluder(allowance.limits.exclude)
    seen: dict[str, int] = {}
    for one in entries:
        check = _bag_of(one.name, bags)
        if _is_passed_over(one, check):
            continue
        allowance.member()
        name, problem = _name_and_problem(one, seen)
        data, problem = _tried(one, allowance) if problem is None else (b"", problem)
        if check is not None and check.is_payload(one.name):
            check.saw(one.name, data if problem is None else None)
        if _is_hidden(one.name) or excluded(name):
            continue
        if problem is None:
            yield from inside(data, name, path, allowance)
        else:
            yield Unread(f"{path}!{name}", problem, Member(path, {"member": name}))
    for bag in bags.values():
        problems = bag.problems()
        if problems:
            base = bag.base.rstrip("/")
            at, member = (f"{path}!{base}", Member(path, {"member": base})) if base else (path, None)
            yield Unread(at, problems[0], member, also=tuple(problems[1:]))


def _name_and_problem(one: _Entry, seen: dict[str, int]) -> tuple[str, str | None]:
    """What a member is called in reports, unlike all others, and why it is not read, if it is not."""
    name = one.name.encode("utf-8", "replace").decode("utf-8")
    times = seen[name] = seen.get(name, 0) + 1
    if times > 1:
        return f"{name} ({times})", "has the name of a member before it, so that nobody can tell which of them counts"
    plain = name.replace("\\", "/")
    if plain.startswith("/") or ".." in plain.split("/") or plain[1:2] == ":":
        return name, "has a name that leads out of the archive, and is not read"
    return name, one.problem


def _is_passed_over(one: _Entry, check: BagCheck | None) -> bool:
    """Whether a member is nothing to read at all: a link to another, a tag file of a bag, hidden outside one."""
    if one.problem == "" or (check is not None and check.is_tag_file(one.name)):
        return True
    return check is None and _is_hidden(one.name)


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(part.startswith(".") and part not in (".", "..") for part in parts)


def _excluder(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    if not patterns:
        return lambda name: False
    from redactlint.paths import matcher

    return matcher(patterns)


def _plain_name(name: str) -> str:
    return name.removeprefix("./").rstrip("/")


def _bag_of(name: str, bags: Mapping[str, BagCheck]) -> BagCheck | None:
    """The innermost bag that a member lies in, if it lies in one."""
    end = len(name) if bags else 0
    while end > 0:
        end = name.rfind("/", 0, end) + 1
        if name[:end] in bags:
            return bags[name[:end]]
        end -= 1
    return None


def _read_manifests(entries: Iterable[_Entry], bags: Mapping[str, BagCheck], allowance: Allowance) -> None:
    """Have each bag take in its manifests, before any of its files comes."""
    for one in entries if bags else ():
        check = _bag_of(one.name, bags)
        if check is not None and check.is_manifest(one.name):
            data, problem = _tried(one, allowance) if one.problem is None else (b"", one.problem)
            check.read_manifest(one.name, data if problem is None else None)


def _tried(one: _Entry, allowance: Allowance) -> tuple[bytes, str | None]:
    """The bytes of a member, and what is wrong with it if anything is; raises ExhaustedError alone."""
    try:
        return _content(one, allowance), None
    except ExhaustedError:
        raise
    except ReadError as error:
        return b"", reason_of(error)


def _content(one: _Entry, allowance: Allowance) -> bytes:
    """The bytes of a member; raises ReadError where they are too many for what they came from, or damaged."""
    allowance.check_size(one.size)
    blocks: list[bytes] = []
    size = 0
    try:
        with one.open() as stream:
            while block := stream.read(_BLOCK):
                size += len(block)
                if one.packed is not None:
                    allowance.check_ratio(size, one.packed)
                    allowance.unpacked(len(block))
                allowance.check_size(size)
                blocks.append(block)
    except ReadError:
        raise
    except NotImplementedError as error:
        raise ReadError("is packed in a way that is not read", "unpack it first") from error
    except Exception as error:  # zipfile, tarfile and lzma raise classes of their own, which to name is to import
        raise ReadError("is damaged in its archive", "get it again") from error
    if size < one.size:
        raise ReadError("is cut off in its archive", "get it again")
    return b"".join(blocks)
