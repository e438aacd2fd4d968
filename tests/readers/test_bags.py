"""Bags: what the manifest lists is there and unaltered, and nothing else is; in a folder as in an archive."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from redactlint.errors import ReadError
from redactlint.readers.allowance import Allowance, Unread
from redactlint.readers.bags import folder_problems
from redactlint.readers.opening import opened
from redactlint.runs.discovery import discover

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = {"data/a.txt": b"UNCLAS LUSAKA 000512\n", "data/f/b 2%.txt": b"UNCLAS\n", "data/.hidden.txt": b"x\n"}


def bag(
    payload: Mapping[str, bytes] = PAYLOAD,
    *,
    algorithm: str = "sha256",
    changed: Mapping[str, bytes | None] | None = None,
) -> dict[str, bytes]:
    """The files of a bag, some changed (or, with None, taken out) after its manifest was written."""
    listed = "".join(
        f"{hashlib.new(algorithm, data).hexdigest()}  {name.replace('%', '%25')}\n" for name, data in payload.items()
    )
    files = {**payload, "bagit.txt": DECLARATION, "bag-info.txt": b"Source-Organization: Example\n"}
    files[f"manifest-{algorithm}.txt"] = listed.encode()
    for name, data in (changed or {}).items():
        files.pop(name, None)
        if data is not None:
            files[name] = data
    return files


def zipped(files: Mapping[str, bytes], base: str = "") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(base + name, data)
    return held.getvalue()


def tarred(files: Mapping[str, bytes], base: str = "") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(f"./{base}{name}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def laid_out(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def problems_in_archive(data: bytes) -> list[str]:
    found = [one for one in opened(data, "bag.zip", Allowance()) if isinstance(one, Unread)]
    return sorted(reason for one in found for reason in (one.reason, *one.also))


FAULTS = {
    "altered": ({"data/a.txt": b"UNCLAS LUSAKA 000513\n"}, "data/a.txt of the bag is not what the manifest says"),
    "missing": ({"data/a.txt": None}, "lacks data/a.txt"),
    "extra": ({"data/extra.txt": b"UNCLAS\n"}, "holds data/extra.txt, which its manifest does not list"),
    "hidden altered": ({"data/.hidden.txt": b"y\n"}, "data/.hidden.txt of the bag is not what"),
}


@pytest.mark.parametrize("make", [zipped, tarred])
@pytest.mark.parametrize("base", ["", "transfer-12/"])
def test_a_sound_bag_in_an_archive_is_its_payload_and_nothing_else(make: object, base: str) -> None:
    parts = list(opened(make(bag(), base), "bag.zip", Allowance()))  # type: ignore[operator]
    assert [one.path for one in parts] == [f"bag.zip!{base}data/a.txt", f"bag.zip!{base}data/f/b 2%.txt"]


def test_a_sound_bag_in_a_folder_has_no_problems(tmp_path: Path) -> None:
    assert list(folder_problems(str(laid_out(bag(), tmp_path)))) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_by_its_name_in_a_folder_and_in_an_archive(fault: str, tmp_path: Path) -> None:
    changed, words = FAULTS[fault]
    files = bag(changed=changed)  # type: ignore[arg-type]
    for found in (
        list(folder_problems(str(laid_out(files, tmp_path)))),
        problems_in_archive(zipped(files)),
        problems_in_archive(tarred(files, "x/")),
    ):
        assert len(found) == 1
        assert words in found[0]


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
def test_every_digest_of_the_standard_is_checked(algorithm: str, tmp_path: Path) -> None:
    files = bag(algorithm=algorithm)
    assert problems_in_archive(zipped(files)) == []
    files["data/a.txt"] = b"altered"
    assert len(problems_in_archive(zipped(files))) == 1
    assert len(list(folder_problems(str(laid_out(files, tmp_path))))) == 1


def test_a_bag_without_a_manifest_is_never_sound(tmp_path: Path) -> None:
    files = {name: data for name, data in bag().items() if not name.startswith("manifest")}
    assert problems_in_archive(zipped(files)) == ["the bag has no manifest; have it made anew"]
    assert list(folder_problems(str(laid_out(files, tmp_path)))) == ["the bag has no manifest; have it made anew"]


def test_a_manifest_that_cannot_be_read_is_reported_and_what_it_lists_is_read() -> None:
    data = bytearray(zipped(bag(), "x/"))
    data[data.index(b"x/manifest-sha256.txt") + len("x/manifest-sha256.txt")] ^= 0xFF
    parts = list(opened(bytes(data), "bag.zip", Allowance()))
    read = [one.path for one in parts if not isinstance(one, Unread)]
    assert read == ["bag.zip!x/data/a.txt", "bag.zip!x/data/f/b 2%.txt"]
    (problem,) = (one for one in parts if isinstance(one, Unread))
    assert (problem.path, problem.also) == ("bag.zip!x", ())
    assert "manifest-sha256.txt" in problem.reason
    assert "cannot be read" in problem.reason


def test_a_bag_beside_the_payload_of_another_is_checked_by_its_own_manifest() -> None:
    files = {**bag(), **{f"older/{name}": data for name, data in bag({"data/c.txt": b"UNCLAS\n"}).items()}}
    assert problems_in_archive(zipped(files, "x/")) == []
    files["older/data/c.txt"] = b"altered"
    (problem,) = problems_in_archive(zipped(files, "x/"))
    assert "data/c.txt" in problem


def test_a_manifest_that_leads_out_of_the_bag_is_refused(tmp_path: Path) -> None:
    files = bag()
    files["manifest-sha256.txt"] += b"0000  ../../etc/passwd\n"
    assert any("which cannot be" in one for one in problems_in_archive(zipped(files)))
    with pytest.raises(ReadError, match="cannot be checked"):
        list(folder_problems(str(laid_out(files, tmp_path))))


def test_a_link_out_of_a_bag_is_not_read(tmp_path: Path) -> None:
    files = bag()
    folder = laid_out(files, tmp_path / "bag")
    (tmp_path / "outside.txt").write_bytes(files["data/a.txt"])
    (folder / "data/a.txt").unlink()
    (folder / "data/a.txt").symlink_to(tmp_path / "outside.txt")
    with pytest.raises(ReadError, match="unsafe"):
        list(folder_problems(str(folder)))


def test_a_folder_that_is_a_bag_is_a_source_and_so_is_each_file_of_its_payload(tmp_path: Path) -> None:
    laid_out({**bag(), "notes/more.txt": b"UNCLAS\n"}, tmp_path / "bag")
    (tmp_path / "loose.txt").write_text("UNCLAS\n")
    found = [(Path(one.path).relative_to(tmp_path).as_posix(), one.is_bag) for one in discover([str(tmp_path)])]
    assert found == [
        ("bag", True),
        ("bag/data/a.txt", False),
        ("bag/data/f/b 2%.txt", False),
        ("bag/notes/more.txt", False),  # not listed: somebody may want it overlooked
        ("loose.txt", False),
    ]


def test_without_its_library_a_bag_is_reported_with_the_command_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "bagit", None)
    with pytest.raises(ReadError, match=r"pip install 'redactlint\[bag\]'"):
        list(folder_problems(str(laid_out(bag(), tmp_path))))
