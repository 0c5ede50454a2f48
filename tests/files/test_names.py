"""What a file may be called, and how its size is said."""

import pytest

from answerable.files.names import file_name, said_size


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("lamp.jpg", "lamp.jpg"),
        ("lamp\u202egpj.exe", "lampgpj.exe"),
        ("a\u200b\u2066b\x00\x1f\n c.pdf", "ab c.pdf"),
        ("../../etc/passwd", "etcpasswd"),
        ('C:\\x".pdf', "Cx.pdf"),
        ("Llŷr £5.pdf", "Llŷr £5.pdf"),
        ("...", "attachment"),
        ("", "attachment"),
        ("x" * 200, "x" * 150),
        ("x" * 200 + ".pdf", "x" * 139 + ".pdf"),
        ("x" * 200 + "." + "y" * 20, "x" * 150),
        ("what?<b>*|.png", "whatb.png"),
    ],
)
def test_the_name_of_a_file_hides_nothing_and_leads_nowhere(name: str, kept: str):
    assert file_name(name) == kept


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1 kB"), (999_400, "999 kB"), (3_449_999, "3.4 MB")],
)
def test_a_size_is_said_in_words(size: int, said: str):
    assert said_size(size) == said
