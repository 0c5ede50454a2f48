"""Mail that is odd as real mail is: each file of ``odd/`` shows one way, and is read as a person would read it."""

from pathlib import Path

import pytest

from answerable.channels.email.body import PACKED
from answerable.channels.email.read import Email, read

FOLDER = Path(__file__).parent / "odd"

READ: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a character set that takes the square of its length": ("Bins", "bcher-kva", ()),
    "a file name as bytes": ("Bins", "Here.", ("Llŷr.pdf",)),
    "a file name as rfc 2047 in the kind": ("Bins", "Here.", ("café.pdf",)),
    "a file name as rfc 2047 on two lines": ("Bins", "Here.", ("Llŷr lamp.pdf",)),
    "a file name as rfc 2047": ("Bins", "Here.", ("Llŷr £5.pdf",)),
    "a file name as rfc 2231 in pieces": ("Bins", "Here.", ("Llŷr-lamp.pdf",)),
    "a file name as rfc 2231": ("Bins", "Here.", ("Llŷr £5.pdf",)),
    "a file name that hides in an encoded word": ("Bins", "Here.", ("lampfdp.exe",)),
    "a file name that turns its direction": ("Bins", "Here.", ("lampfdp.exe",)),
    "a kind with a NUL": ("Bins", "Here.", ("a part without a name (application/pdf)",)),
    "a mailbox line before the header": ("Bins", "The bins were missed.", ()),
    "a picture between two texts": ("Bins", "Before\n\nAfter", ("lamp.png",)),
    "a stray line before the header": ("Bins", "The bins were missed.", ()),
    "a stray line in the header": ("Bins", "The bins were missed.", ()),
    "a subject as bytes": ("Llŷr £5", "The bins were missed.", ()),
    "a subject cut in the middle of a letter": ("Llŷr", "The bins were missed.", ()),
    "an empty plain text beside html": ("Bins", "In HTML", ()),
    "base64 with rubbish in it": ("Bins", "The bins were missed.", ()),
    "html and then a plain footer": ("Bins", "The bins were missed.\n\nScanned by a machine.", ()),
    "html with links": (
        "Bins",
        "See the lamp (https://lamp.example/?a=1&b=2), https://www.example, al@home.example, top and this.",
        (),
    ),
    "iso-8859-7 with a byte that is none": ("Bins", "Λάμπα�", ()),
    "no empty line before the text": ("Bins", "The bins were missed.\nNote: again.", ()),
    "quoted-printable that breaks off": ("Bins", "Café =4", ()),
    "says gb2312 and is gbk": ("Bins", "朱镕基", ()),
    "says latin1 and is utf-8": ("Bins", "Llŷr £5", ()),
    "says shift_jis and is utf-8": ("Bins", "Llŷr £5 街", ()),
    "says utf-16 and is ascii": ("Bins", "The bins were missed.", ()),
    "says utf-8 and is windows-1252": ("Bins", "Café £5 “yes”", ()),
    "two ways to say one thing": ("Bins", "In words", ()),
    "utf-8 undeclared with one bad byte": ("Bins", "Llŷr owes £5.�", ()),
    "utf-8 with one bad byte": ("Bins", "Llŷr owes £5.� Caf�", ()),
    "winmail alone": ("Bins", PACKED, ("winmail.dat",)),
}
"""What each says: its subject, its words, and the names of its files."""


@pytest.mark.parametrize("name", READ)
def test_each_odd_message_is_read_as_a_person_reads_it(name: str) -> None:
    subject, text, attachments = READ[name]
    assert read((FOLDER / f"{name}.eml").read_bytes()) == Email(
        message_id="<odd@home.example>",
        name="Robin Reed",
        address="robin@home.example",
        subject=subject,
        text=text,
        attachments=attachments,
    )


def test_every_odd_message_is_read_here() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(READ)
