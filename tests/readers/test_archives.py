"""Archives: every member is a document, told by its name; what cannot be read is reported by its name, and never clean."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import stat
import struct
import tarfile
import zipfile
from collections.abc import Iterable

import pytest

from redactlint.errors import ReadError
from redactlint.readers.allowance import Allowance, Limits, Unread
from redactlint.readers.opening import opened
from redactlint.text import Text

MEMO = "UNCLAS LUSAKA 000512\n\nSIPDIS\n\n1. (U) The north was quiet.\nEXAMPLE\n"
TEXT = MEMO.encode()


def zipped(members: Iterable[tuple[str, bytes]], **options: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


def tarred(members: Iterable[tuple[tarfile.TarInfo | str, bytes]], mode: str = "w") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:  # type: ignore[call-overload]
        for one, data in members:
            info = one if isinstance(one, tarfile.TarInfo) else tarfile.TarInfo(one)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def read(data: bytes, path: str = "box.zip", limits: Limits | None = None) -> list[Text | Unread]:
    return list(opened(data, path, Allowance(limits, len(data))))


def paths(parts: list[Text | Unread]) -> list[str]:
    return [one.path for one in parts]


def problems(parts: list[Text | Unread]) -> dict[str, str]:
    return {one.path: one.reason for one in parts if isinstance(one, Unread)}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("box.zip", zipped([("a.txt", TEXT), ("f/b.txt", TEXT)])),
        ("box.tar", tarred([("./a.txt", TEXT), ("f/b.txt", TEXT)])),
        ("box.tar.gz", tarred([("a.txt", TEXT), ("f/b.txt", TEXT)], "w:gz")),
        ("box.tgz", tarred([("a.txt", TEXT), ("f/b.txt", TEXT)], "w:gz")),
        ("box.tar.bz2", tarred([("a.txt", TEXT), ("f/b.txt", TEXT)], "w:bz2")),
        ("box.tar.xz", tarred([("a.txt", TEXT), ("f/b.txt", TEXT)], "w:xz")),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_each_member_is_a_document_that_knows_its_container(path: str, data: bytes) -> None:
    first, second = read(data, path)
    assert isinstance(first, Text)
    assert isinstance(second, Text)
    assert [first.path, second.path] == [f"{path}!a.txt", f"{path}!f/b.txt"]
    assert first.source == MEMO
    assert second.member is not None
    assert (second.member.container, second.member.where) == (path, {"member": "f/b.txt"})


@pytest.mark.parametrize(
    ("path", "data"),
    [("07LUSAKA512.txt.gz", gzip.compress(TEXT)), ("m.txt.bz2", bz2.compress(TEXT)), ("m.txt.xz", lzma.compress(TEXT))],
)
def test_a_packed_file_holds_one_document_under_its_name(path: str, data: bytes) -> None:
    (only,) = read(data, path)
    assert isinstance(only, Text)
    assert only.source == MEMO
    assert only.path == f"{path}!{path.rpartition('.')[0]}"


def test_an_archive_is_known_by_its_content_whatever_it_is_called() -> None:
    assert paths(read(zipped([("a.txt", TEXT)]), "notes.txt")) == ["notes.txt!a.txt"]
    assert paths(read(tarred([("a.txt", TEXT)]), "notes")) == ["notes!a.txt"]


def test_archives_in_archives_are_opened_too_and_the_way_is_told() -> None:
    inner = zipped([("c.txt", TEXT)])
    middle = tarred([("b.zip", inner)], "w:gz")
    (only,) = read(zipped([("a.tgz", middle)]))
    assert only.path == "box.zip!a.tgz!b.zip!c.txt"
    assert only.member is not None
    assert only.member.where == {"member": "a.tgz/b.zip/c.txt"}
    assert only.member.container == "box.zip"


def test_the_digest_is_that_of_the_member() -> None:
    import hashlib

    (only,) = read(zipped([("a.txt", TEXT)]), limits=Limits(digests=True))
    assert only.member is not None
    assert only.member.sha256 == hashlib.sha256(TEXT).hexdigest()


def test_hidden_members_and_what_macos_adds_are_passed_over_as_in_a_folder() -> None:
    data = zipped(
        [("a.txt", TEXT), (".git/config", b"x"), ("__MACOSX/a.txt", b"x"), ("f/.DS_Store", b"\0"), ("f/", b"")]
    )
    assert paths(read(data)) == ["box.zip!a.txt"]


def test_members_that_are_excluded_are_left_out() -> None:
    data = zipped([("a.txt", TEXT), ("logo.png", b"\x89PNG"), ("maps/b.txt", TEXT)])
    assert paths(read(data, limits=Limits(exclude=("*.png", "maps/")))) == ["box.zip!a.txt"]


def test_a_member_that_is_no_text_is_reported_and_the_others_are_read() -> None:
    parts = read(zipped([("a.png", b"\x89PNG\r\n"), ("b.txt", TEXT)]))
    assert paths(parts) == ["box.zip!a.png", "box.zip!b.txt"]
    assert "is an image" in problems(parts)["box.zip!a.png"]


# What a sparse member holds (GNU, form 1.0): its map, of one piece from 0 of one byte; then that byte.
ONE_LETTER = b"1\n0\n1\n".ljust(512, b"\0") + b"x"


def sparse(name: str, size: int) -> tarfile.TarInfo:
    """The header of a sparse member that is of that size by its own word."""
    info = tarfile.TarInfo(name)
    said = {"major": "1", "minor": "0", "name": name, "realsize": str(size)}
    info.pax_headers = {f"GNU.sparse.{key}": one for key, one in said.items()}
    return info


def zip64(data: bytes) -> bytes:
    """The same archive with its sizes in a record of ZIP64, as writers put them that do not know them beforehand."""
    end = data.rindex(b"PK\x05\x06")
    number, size, start = struct.unpack("<HLL", data[end + 10 : end + 20])
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, number, number, size, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    unknown = struct.pack("<HHLL", 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return data[:end] + record + locator + data[end : end + 8] + unknown + data[end + 20 :]


class TestHostile:
    def test_names_that_lead_out_are_reported_and_not_read(self) -> None:
        names = ["../../etc/passwd", "/etc/passwd", "a/../../b.txt", "C:\\x.txt", "..\\b.txt"]
        parts = read(tarred([*((name, TEXT) for name in names), ("good.txt", TEXT)]), "box.tar")
        assert [isinstance(one, Unread) for one in parts] == [True] * 5 + [False]
        assert all("leads out" in reason for reason in problems(parts).values())

    def test_a_name_that_stands_twice_is_reported(self) -> None:
        with pytest.warns(UserWarning, match="Duplicate"):
            data = zipped([("a.txt", TEXT), ("a.txt", b"UNCLAS")])
        parts = read(data)
        assert paths(parts) == ["box.zip!a.txt", "box.zip!a.txt (2)"]
        assert "nobody can tell" in problems(parts)["box.zip!a.txt (2)"]

    def test_links_that_lead_out_and_devices_are_reported_links_inside_are_passed_over(self) -> None:
        members: list[tuple[tarfile.TarInfo | str, bytes]] = [("f/a.txt", TEXT)]
        for name, kind, target in (
            ("f/inside", tarfile.SYMTYPE, "a.txt"),
            ("hard", tarfile.LNKTYPE, "f/a.txt"),
            ("out", tarfile.SYMTYPE, "../../etc/passwd"),
            ("pipe", tarfile.FIFOTYPE, ""),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            members.append((info, b""))
        parts = read(tarred(members), "box.tar")
        assert paths(parts) == ["box.tar!f/a.txt", "box.tar!out", "box.tar!pipe"]
        assert "leads out" in problems(parts)["box.tar!out"]
        assert "no regular file" in problems(parts)["box.tar!pipe"]

    def test_a_symbolic_link_in_a_zip_file_is_not_followed(self) -> None:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            info = zipfile.ZipInfo("link")
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, "/etc/passwd")
        assert "symbolic link" in problems(read(held.getvalue()))["box.zip!link"]

    def test_an_encrypted_member_is_reported(self) -> None:
        data = bytearray(zipped([("a.txt", TEXT), ("b.txt", TEXT)]))
        data[6] |= 1  # the local header of the first member, and its entry in the directory
        data[data.index(b"PK\x01\x02") + 8] |= 1
        parts = read(bytes(data))
        assert "encrypted" in problems(parts)["box.zip!a.txt"]
        assert paths(parts)[1] == "box.zip!b.txt"

    def test_a_bomb_is_reported_and_what_lies_beside_it_is_read(self) -> None:
        bomb = bytes(40_000_000)
        parts = read(zipped([("bomb.txt", bomb), ("a.txt", TEXT)]))
        assert "more than 200 times" in problems(parts)["box.zip!bomb.txt"]
        assert isinstance(parts[1], Text)
        with pytest.raises(ReadError, match="bomb"):
            read(gzip.compress(bomb), "bomb.txt.gz")

    def test_bombs_in_bombs_count_together(self) -> None:
        level = zipped([(f"{number}.txt", bytes(9_000_000)) for number in range(3)])
        level = zipped([(f"{number}.zip", level) for number in range(5)])
        with pytest.raises(ReadError, match="bomb"):
            read(level)

    def test_the_total_is_bounded(self) -> None:
        data = zipped([(f"{number}.txt", TEXT * 10) for number in range(20)])
        with pytest.raises(ReadError, match="more than the limit of 5,000 bytes"):
            read(data, limits=Limits(max_total=5_000))

    def test_a_member_larger_than_a_document_may_be_is_reported(self) -> None:
        parts = read(zipped([("a.txt", TEXT * 100), ("b.txt", TEXT)]), limits=Limits(max_bytes=1_000))
        assert "larger than the limit of 1,000 bytes" in problems(parts)["box.zip!a.txt"]
        assert isinstance(parts[1], Text)

    def test_containers_nest_no_deeper_than_allowed(self) -> None:
        data = TEXT
        for number in range(8):
            data = zipped([(f"{number}.zip" if number else "a.txt", data)])
        (only,) = read(data)
        assert isinstance(only, Unread)
        assert "more than 4 containers deep" in only.reason

    @pytest.mark.parametrize("make", [zipped, tarred])
    def test_members_are_counted(self, make: object) -> None:
        data = make([(f"{number}.txt", b"UNCLAS") for number in range(30)])  # type: ignore[operator]
        parts: list[Text | Unread] = []
        with pytest.raises(ReadError, match="more than the limit of 20 members"):
            parts.extend(opened(data, "box", Allowance(Limits(max_members=20), len(data))))
        assert len(parts) == 20

    def test_a_directory_that_alone_is_far_too_large_is_not_read(self) -> None:
        data = zipped([(f"{number}.txt", b"") for number in range(300)])
        with pytest.raises(ReadError, match="far more"):
            read(data, limits=Limits(max_members=10))

    @pytest.mark.parametrize("make", [zipped, tarred, lambda members: tarred(members, "w:gz")])
    def test_an_archive_that_is_cut_off_is_never_clean(self, make: object) -> None:
        words = bytes(range(33, 127)) * 200
        data = make([("a.txt", TEXT + words), ("b.txt", TEXT + words[::-1])])  # type: ignore[operator]
        for end in range(1, len(data) - 1, max(1, len(data) // 40)):
            found: list[Text | Unread] = []
            try:
                found += opened(data[:end], "box.tar", Allowance())
            except ReadError:
                continue
            whole = [one for one in found if isinstance(one, Text)]
            assert len(whole) < 2 or any(isinstance(one, Unread) for one in found) or not data[end:].strip(b"\0")

    def test_a_damaged_member_is_reported(self) -> None:
        data = bytearray(zipped([("a.txt", TEXT * 20), ("b.txt", TEXT)]))
        data[60] ^= 0xFF
        parts = read(bytes(data))
        assert "damaged" in problems(parts)["box.zip!a.txt"]
        assert isinstance(parts[1], Text)

    def test_a_member_without_a_name_is_still_read(self) -> None:
        data = zipped([("a.txt", TEXT)]).replace(b"a.txt", b"\0.txt")
        (only,) = read(data)
        assert isinstance(only, Text)
        assert only.source == MEMO

    def test_a_header_cannot_ask_for_all_memory(self) -> None:
        info = tarfile.TarInfo("big")
        info.type, info.size = tarfile.XHDTYPE, 60_000_000
        data = info.tobuf() + bytes(1 << 20)
        with pytest.raises(ReadError):
            read(data, "box.tar")

    def test_a_member_larger_than_its_archive_is_reported(self) -> None:
        info = tarfile.TarInfo("large.txt")
        info.size = 10**12
        with pytest.raises(ReadError, match="cut off"):
            read(info.tobuf() + bytes(10_240), "box.tar")

    def test_what_a_sparse_member_leaves_out_is_unpacked_like_anything_else(self) -> None:
        parts = read(tarred([(sparse("holes.txt", 40_000_000), ONE_LETTER), ("a.txt", TEXT)]), "box.tar")
        assert "more than 200 times" in problems(parts)["box.tar!holes.txt"]
        assert isinstance(parts[-1], Text)

    @pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
    def test_a_member_of_less_than_nothing_is_damage(self, kind: bytes) -> None:
        info = tarfile.TarInfo("less.txt")
        info.type, info.size = kind, -1024
        with pytest.raises(ReadError, match="damaged"):
            read(tarred([("a.txt", TEXT)])[:1024] + info.tobuf(tarfile.GNU_FORMAT) + bytes(100_000), "box.tar")

    def test_a_zip64_archive_is_read_and_its_directory_is_measured(self) -> None:
        noise = random.Random(1).randbytes(5_000).hex().encode()  # the archive is far larger than its directory
        data = zip64(zipped([("a.txt", TEXT + noise), ("b.txt", TEXT)]))
        assert paths(read(data, limits=Limits(max_members=2))) == ["box.zip!a.txt", "box.zip!b.txt"]
        with pytest.raises(ReadError, match="far more"):
            read(zip64(zipped([(f"{number}.txt", b"") for number in range(300)])), limits=Limits(max_members=10))

    def test_opendocument_is_no_archive_of_documents(self) -> None:
        with pytest.raises(ReadError, match="OpenDocument"):
            read(zipped([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]), "a.odt")
