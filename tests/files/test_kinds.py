"""What a file is, by its content; and what is said of one that lies, or may do harm."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.files.kinds import FILE_KINDS, kind_of, said_of_kind

HARM = "It may hold a program. Do not open it unless you know who sent it, and why."
JPEG, PNG, PDF = b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\x89PNG\r\n\x1a\n\x00", b"%PDF-1.7\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def zipped(*names: str, content: bytes = b"x") -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty"),
        (JPEG, "jpeg"),
        (PNG, "png"),
        (b"GIF89a;", "gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "sound"),
        (b"RIFF\x00\x00\x00\x00ACON", "other"),
        (b"\x00\x00\x00\x18ftypheic", "heic"),
        (b"\x00\x00\x00\x18ftypisom", "video"),
        (b"II*\x00", "tiff"),
        (PDF, "pdf"),
        (b"\r\n" + PDF, "pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), "office"),
        (zipped("mimetype", "content.xml"), "office"),
        (zipped("[Content_Types].xml", "word/vbaProject.bin"), "office macros"),
        (zipped("mimetype", "Basic/Standard/Module1.xml"), "office macros"),
        (OLE, "old office"),
        (OLE + "_VBA_PROJECT".encode("utf-16-le"), "old macros"),
        (zipped("a.txt", "b.txt"), "packed"),
        (zipped("META-INF/MANIFEST.MF", "A.class"), "program"),
        (b"PK\x03\x04 and no more", "packed"),
        (b"PK\x03\x04" + b"\x00" * 40 + b"PK\x05\x06" + b"\x01\x00" * 9, "packed"),
        (b"MZ\x90\x00", "program"),
        (b"#!/bin/sh\nrm", "program"),
        (b"#!AMR\n", "sound"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>", "web page"),
        (b"<svg xmlns='x'><script>", "web page"),
        (b"GIF\n<html><script>alert(1)</script>", "web page"),
        ("Llŷr wrote this.\r\n".encode(), "text"),
        (b"\x00\x01\x02", "other"),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, name: str):
    assert kind_of(content).name == name


@pytest.mark.slow
def test_what_unpacks_to_far_more_than_it_is_is_not_unpacked_and_is_warned_of():
    bomb = zipped("zeros", content=bytes(120_000_000))
    assert (len(bomb) < 200_000, kind_of(bomb).name) == (True, "bomb")
    assert said_of_kind("a.zip", kind_of(bomb)) == [
        "It unpacks to far more than it is, and could fill a disk. Do not unpack it."
    ]
    assert kind_of(zipped("zeros", content=bytes(99_000_000))).name == "packed"


@pytest.mark.parametrize(("number", "length"), [(10_001, 100), (1, 2 * 1024 * 1024 + 1)])
def test_a_list_of_packed_files_that_is_too_long_is_not_read(number: int, length: int):
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, number, number, length, 0, 0)
    assert kind_of(b"PK\x03\x04" + end).name == "bomb"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("lamp.jpg", JPEG, []),
        ("lamp.JPG", JPEG, []),
        ("lamp", JPEG, []),
        ("lamp.jpg", PNG, ["It is called .jpg, and is a picture (PNG)."]),
        ("lamp.jpg", b"MZ\x90\x00", ["It is called .jpg, and is a program.", HARM]),
        ("lamp.jpg", b"\x00\x01", ["It is called .jpg, and is not a picture (JPEG)."]),
        ("lamp.pdf", b"<html>", ["It is called .pdf, and is a web page.", HARM]),
        ("list.docx", zipped("[Content_Types].xml", "word/vbaProject.bin"), [HARM]),
        ("run.js", b"alert(1)", [HARM]),
        ("run.exe", b"MZ", [HARM]),
        ("empty.pdf", b"", ["It is called .pdf, and is not a PDF.", "There is nothing in it."]),
        ("odd.xyz", b"\x00\x01", []),
    ],
)
def test_a_file_that_lies_or_may_do_harm_says_so(name: str, content: bytes, said: list[str]):
    assert list(said_of_kind(name, kind_of(content))) == said


def test_what_is_shown_in_the_page_are_pictures_that_every_browser_knows():
    assert {name: kind.picture for name, kind in FILE_KINDS.items() if kind.picture} == {
        "jpeg": "image/jpeg",
        "png": "image/png",
        "gif": "image/gif",
        "webp": "image/webp",
    }


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", OLE[:8], b"RIFF", b"\x00\x00\x00\x18ftyp", b"<"]))
def test_no_bytes_stop_it(content: bytes, begins: bytes):
    assert kind_of(begins + content).name in FILE_KINDS
