"""`show --layers` draws the pages of a PDF file with the places of hidden text outlined, and prints none of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from containers.pdf import corpus

from redactlint.cli import main


def test_a_picture_a_page_with_hidden_text_outlined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("copy.pdf").write_bytes(corpus.CASES["black-box"].failed())
    assert main(["show", "--layers", "--allow-unrecognised", "copy.pdf"]) == 0
    picture = Path("copy.layers-1.png").read_bytes()
    assert picture.startswith(b"\x89PNG\r\n")
    printed = capsys.readouterr()
    assert "copy.layers-1.png" in printed.err
    assert "Oakley" not in printed.out + printed.err

    from PIL import Image

    colours = Image.open("copy.layers-1.png").convert("RGB").getcolors(1 << 24)
    assert (230, 0, 60) in {colour for _, colour in colours}


def test_pictures_are_for_their_owner_alone_and_none_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        Path(name).mkdir()
        Path(name, "copy.pdf").write_bytes(corpus.CASES["black-box"].failed())
    main(["show", "--layers", "--allow-unrecognised", "a", "b"])
    pictures = sorted(tmp_path.glob("*.png"))
    assert [one.name for one in pictures] == ["copy (2).layers-1.png", "copy.layers-1.png"]
    assert os.name != "posix" or not any(one.stat().st_mode & 0o077 for one in pictures)


def test_text_files_have_no_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("memo.txt").write_text("UNCLAS LUSAKA 000512\n")
    main(["show", "--layers", "--allow-unrecognised", "memo.txt"])
    assert "no picture was written" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.png"))
