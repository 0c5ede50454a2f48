"""HTML mail is read as text that keeps its structure, and shows pictures where they stood."""

import pytest

from answerable.channels.email.html_text import PICTURE_LINE, from_html, picture_line
from answerable.channels.email.quoting import Quoted, parted
from answerable.channels.email.read import read

TABLE = "<table><thead><tr><th>Day</th><th>Hour</th></tr></thead><tr><td>Mon</td><td>9</td></tr>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div>Dear all,</div><div><br></div><div>it is <b>out</b>.</div>", "Dear all,\n\nit is out."),
        ("<p>One</p><p>Two<br>three<br><br>four</p>", "One\n\nTwo\nthree\n\nfour"),
        ("<h2>What is  out</h2><p>It is.</p>", "What is out\n-----------\n\nIt is."),
        ("a<ul><li>lamp<ul><li>bulb<br>socket</li></ul></li><li>bin</li></ul>b", None),
        ("<ol><li>one</li><li>two<ul><li>x</li></ul></li><li>three</li></ol>", "1. one\n2. two\n  • x\n3. three"),
        (f"{TABLE}<tr><td></td><td>10</td></tr></table>end", "Day | Hour\nMon | 9\n| 10\n\nend"),
        ("<table><tr><td></td><td><p>Only</p><p>a frame</p></td></tr></table>", "Only\n\na frame"),
        ("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>", "a | b"),
        ("<p>Yes.</p><blockquote><p>Out?</p>Since<blockquote>when</blockquote></blockquote>", None),
        ("<pre>a\nb</pre>c", "a\nb\n\nc"),
        ('See<br><br><a href="https://s5.example/a">this</a>.', "See\n\nthis (https://s5.example/a)."),
        ('<div>a</div><div>b <a href="https://s5.example/">c</a></div>', "a\nb c (https://s5.example/)"),
        ("<table><tr><td></td><td>Only</td></tr></table>", "Only"),
        ('<a href="#top">up</a> <a href="cid:a@b">x</a>', "up x"),
        ("<blockquote>" * 9 + "deep", ">>>>>> deep"),
        ("<td>no table</td><li>no list</li>", "no table\nno list"),
        ("<p></p><ul><li></li></ul><h1></h1><table><tr><td></td></tr></table>", ""),
    ],
)
def test_structure_is_kept(html: str, text: str | None) -> None:
    nested = "a\n\n• lamp\n  • bulb\n    socket\n• bin\n\nb"
    quoted = "Yes.\n>\n> Out?\n>\n> Since\n>> when"
    assert from_html(html) == (text if text is not None else nested if "lamp" in html else quoted)


def test_what_an_html_mail_quotes_is_folded_away_like_that_of_a_plain_one() -> None:
    gmail = (
        '<div dir="ltr">Yes please.</div><br><div class="gmail_quote"><div>On Mon, 2 Nov 2026 at 09:00, Council '
        "&lt;c@s5.example&gt; wrote:<br></div><blockquote><div>Shall we come?</div></blockquote></div>"
    )
    assert parted(from_html(gmail)) == Quoted(
        "Yes please.", "On Mon, 2 Nov 2026 at 09:00, Council <c@s5.example> wrote:\n> Shall we come?"
    )
    outlook = "<p>Thanks.</p><div><p><b>From:</b> Council<br><b>Sent:</b> Monday<br></p></div><p>Shall we come?</p>"
    assert parted(from_html(outlook)).new == "Thanks."


def mail(words: str, kind: str = "html") -> bytes:
    return (
        "Content-Type: multipart/related; boundary=b\r\n\r\n"
        f"--b\r\nContent-Type: text/{kind}\r\n\r\n{words}\r\n"
        "--b\r\nContent-Type: image/png; name=lamp.png\r\nContent-ID: <a@b>\r\n\r\nx\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ('<p>Look: <img src="cid:a@b"> here</p><img src="cid:c@d"><img src="https://t.example/x">', "html"),
        ("Look:\r\n[cid:a@b]\r\nhere", "plain"),
        ("Look: [image: lamp.png] here", "plain"),
    ],
)
def test_a_picture_stands_where_it_stood_and_none_from_elsewhere(words: str, kind: str) -> None:
    email = read(mail(words, kind))
    assert email.attachments == ("lamp.png",)
    lines = [line for line in email.text.split("\n") if line]
    assert lines == ["Look:", "[Picture: lamp.png]", "here"]
    assert PICTURE_LINE.findall(email.text) == ["lamp.png"]
    assert picture_line("lamp[1].png") == "[Picture: lamp(1).png]"


def test_an_id_that_nothing_has_stays_as_it_was_written() -> None:
    assert read(mail("[cid:c@d] [image: b.png]", "plain")).text == "[cid:c@d] [image: b.png]"


DEEP = ["<blockquote>x", "<ul><li>x", "<table><tr><td>x", "<br>", "<a href='https://x.example/'>"]


@pytest.mark.parametrize("tags", DEEP)
def test_what_is_nested_deeply_is_written_as_if_it_were_not(tags: str) -> None:
    assert len(from_html(tags * 3_000)) < 100_000
