import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.channels.email.machines import Bounce, DeliveryReport
from answerable.channels.email.read import Email, attachment, identity, read
from answerable.inbox.budget import OverBudget
from tests.build import at
from tests.channels.email.odd_mail import ODD, bounce, mailbox, plain

MONDAY = at("Mon 2 Nov 2026 09:00")
TUESDAY = at("Tue 3 Nov 2026 09:00")


def said(*headers: str, body: str = "Hello") -> Email:
    return read("\r\n".join([*headers, "", body]).encode())


def test_a_plain_message_is_read_whole() -> None:
    assert read(plain(4)) == Email(
        message_id="<4@home.example>",
        name="Robin Reed",
        address="robin@home.example",
        subject="Street lamp 4",
        text="The lamp outside number 4 is out.",
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    {
        "latin1 bytes with no charset": ("Café", "Café bins", ()),
        "windows quotes that say latin1": ("", "“Missed” bins", ()),
        "unknown charset": ("", "Café", ()),
        "charset that is none": ("aé", "The bins were missed.", ()),
        "NUL bytes": ("NUL", "The bins", ()),
        "no Message-ID": ("No id", "The bins were missed.", ()),
        "no Date": ("No date", "The bins were missed.", ()),
        "boundary that never comes": ("", "--other\n\nThe bins were missed.", ()),
        "winmail.dat": ("", "The bins were missed.", ("winmail.dat",)),
        "From without an address": ("", "The bins were missed.", ()),
        "Message-ID as Exchange writes it": ("Exchange", "The bins were missed.", ()),
        "Message-ID that never ends": ("", "The bins were missed.", ()),
        "parameter without a value": ("", "The bins were missed.", ()),
        "file name without a file name": ("", "The bins were missed.", ()),
        "nothing at all": ("", "", ()),
    }.items(),
)
def test_the_words_of_an_odd_message_are_read(name: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    email = read(ODD[name])
    assert (email.subject, email.text, email.attachments) == expected


def test_a_name_in_encoded_words_may_hold_a_comma() -> None:
    email = said(
        "From: =?utf-8?q?Reed=2C_Se=C3=A1n?= <Sean@Home.Example>", "Subject: =?utf-8?q?a?= =?iso-8859-1?q?=E9?="
    )
    assert (email.name, email.address, email.subject) == ("Reed, Seán", "sean@home.example", "aé")


@pytest.mark.parametrize(
    ("header", "name", "address"),
    [
        ("robin@home.example", "", "robin@home.example"),
        ('"Reed, Robin" <robin@home.example>', "Reed, Robin", "robin@home.example"),
        ("robin@home.example <robin@home.example>", "", "robin@home.example"),
        ("Robin Reed [mailto:robin@home.example]", "", "robin@home.example"),
        ("Robin Reed", "", ""),
        ("<>", "", ""),
        ('"', "", ""),
    ],
)
def test_who_wrote_is_found_in_whatever_they_put(header: str, name: str, address: str) -> None:
    email = said(f"From: {header}")
    assert (email.name, email.address) == (name, address)


def test_html_alone_becomes_text_with_its_lines_and_without_its_scripts() -> None:
    page = (
        "<html><head><title>No</title><style>p{}</style></head><body onload='x()'><p>Dear&nbsp;council,</p>"
        "<script>steal()</script><p>the lamp<br>is out &lt;again&gt;<img src='http://track.example/x'></p></body></html>"
    )
    assert said("Content-Type: text/html", body=page).text == "Dear council,\n\nthe lamp\nis out <again>"


def test_a_link_says_where_it_leads() -> None:
    page = (
        '<p>See <a href="https://www.s5.example/bins?a=1&amp;b=2">our <b>page</b></a>, '
        '<a href="javascript:x()">this</a>, '
        '<a href="mailto:sam@s5.example">sam@s5.example</a> or <a href="http://www.s5.example/">www.s5.example</a>.</p>'
    )
    assert said("Content-Type: text/html", body=page).text == (
        "See our page (https://www.s5.example/bins?a=1&b=2), this, sam@s5.example or www.s5.example."
    )


@pytest.mark.parametrize("shown", ["bank.example.org", "at bank.example", "https://bank.example/safe"])
def test_a_link_whose_words_only_hold_its_address_says_where_it_leads(shown: str) -> None:
    page = f'<a href="https://bank.example/"><p>{shown}</p></a>'
    assert said("Content-Type: text/html", body=page).text == f"{shown}\n(https://bank.example/)"


def test_what_stands_in_an_address_breaks_no_line() -> None:
    page = '<a href="https://home.example/<p>x</p>">here</a>'
    assert said("Content-Type: text/html", body=page).text.startswith("here (https://home.example/")
    assert "\n" not in said("Content-Type: text/html", body=page).text


def parts(*those: str, kind: str = "mixed") -> str:
    """Return what each part says after its own headers, as the body of one message."""
    return "".join(f"--{kind}\r\n{part}\r\n" for part in those) + f"--{kind}--\r\n"


def made_of(*those: str, kind: str = "mixed") -> Email:
    return said(f"Content-Type: multipart/{kind}; boundary={kind}", body=parts(*those, kind=kind))


HTML, PLAIN = "Content-Type: text/html\r\n\r\n", "Content-Type: text/plain\r\n\r\n"


def test_words_in_html_and_a_footer_in_plain_text_are_both_read_in_their_order() -> None:
    assert made_of(f"{HTML}<p>The lamp is out.</p>", f"{PLAIN}Sent by our scanner").text == (
        "The lamp is out.\n\nSent by our scanner"
    )
    alternatives = parts(f"{PLAIN}In words", f"{HTML}<p>In HTML</p>", kind="alternative")
    nested = f"Content-Type: multipart/alternative; boundary=alternative\r\n\r\n{alternatives}"
    assert made_of(f"{PLAIN}Above", nested, f"{HTML}<p>Below</p>").text == "Above\n\nIn words\n\nBelow"


def test_of_alternatives_the_plainest_that_says_something_is_read() -> None:
    related = parts(f"{HTML}<p>With a picture</p>", "Content-Type: image/png\r\n\r\nx", kind="related")
    rich = f"Content-Type: multipart/related; boundary=related\r\n\r\n{related}"
    email = made_of(f"{PLAIN} ", rich, kind="alternative")
    assert (email.text, email.attachments) == ("With a picture", ("a part without a name (image/png)",))


@pytest.mark.parametrize(
    ("plain", "rich", "read"),
    [
        (
            "Read this message in your browser.",
            "<p>" + "The lamp in Mill Lane is out. " * 3 + "</p>",
            "The lamp in Mill",
        ),
        (
            "The lamp in Mill Lane is out.",
            "<p>The lamp in Mill Lane is out.</p><p>Sent from my phone today</p>",
            "The lamp",
        ),
        ("Lamp\r\nOut\r\n4\r\n5", "<table><tr><th>Lamp<th>Out<tr><td>4<td>5</table>", "Lamp | Out\n4 | 5"),
        ("Lamp | Out\r\n4 | 5", "<table><tr><th>Lamp<th>Out<tr><td>4<td>5</table>", "Lamp | Out\n4 | 5"),
        ("A | is no row", "<p>A | is no row, and this neither: a |</p>", "A | is no row"),
    ],
    ids=["a word that it is elsewhere", "a footer more", "a table", "a table in words", "a line upright"],
)
def test_html_is_read_where_the_plain_words_lost_a_table_or_say_no_more_than_where_it_is(
    plain: str, rich: str, read: str
) -> None:
    text = made_of(f"{PLAIN}{plain}", f"{HTML}{rich}", kind="alternative").text
    assert text.startswith(read)
    assert "phone" not in text


def test_what_is_only_in_winmail_dat_says_so() -> None:
    packed = "Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx"
    email = made_of(packed)
    assert email.text.startswith("[Outlook has packed this message into the attachment winmail.dat")
    assert email.attachments == ("winmail.dat",)
    assert made_of(f"{PLAIN}The lamp is out.", packed).text == "The lamp is out."


@pytest.mark.parametrize(
    "parameter",
    [
        "filename*=UTF-8''Ll%C5%B7r%20%C2%A35.pdf",
        "filename*0*=UTF-8''Ll%C5%B7r; filename*1*=%20%C2%A35.pdf",
        'filename="=?utf-8?B?TGzFt3IgwqM1LnBkZg==?="',
        'filename="=?iso-8859-14?Q?Ll=FEr_=A35=2Epdf?="',
    ],
)
def test_the_name_of_a_file_is_read_in_every_way_in_which_it_is_written(parameter: str) -> None:
    attached = f"Content-Type: application/pdf\r\nContent-Disposition: attachment; {parameter}\r\n\r\nx"
    assert made_of(f"{PLAIN}Here.", attached).attachments == ("Llŷr £5.pdf",)


@pytest.mark.parametrize(
    ("charset", "content", "words"),
    [
        ("utf-8", "Llŷr owes £5 ".encode() + b"\xa0", "Llŷr owes £5 �"),
        ("utf-8", b"Caf\xe9 \x93bins\x94", "Café “bins”"),
        ("iso-8859-1", "Llŷr £5".encode(), "Llŷr £5"),
        ("gb2312", "街灯坏了".encode("gb2312") + b"\xff", "街灯坏了�"),
        ("koi8-r", b"", ""),
    ],
)
def test_one_byte_that_does_not_fit_spoils_no_other_and_what_is_plainly_wrong_is_not_believed(
    charset: str, content: bytes, words: str
) -> None:
    raw = f"From: robin@home.example\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode() + content
    assert read(raw).text == words


@pytest.mark.parametrize("stray", ["a line of nothing", "X Spam Score: 3", "<html>", "Über: x"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_stray_line_in_the_header_hides_nothing_that_stands_below_it(stray: str, end: str) -> None:
    lines = (
        "From: robin@home.example",
        stray,
        "Subject: A lamp",
        "Message-ID: <7@home.example>",
        "",
        "It is out: see",
        "",
    )
    email = read(end.join(lines).encode())
    assert (email.subject, email.message_id, email.text) == ("A lamp", "<7@home.example>", "It is out: see")
    assert identity(end.join(lines).encode(), at("Mon 2 Nov 2026 09:00"))[0] == "<7@home.example>"


def test_words_that_begin_without_an_empty_line_are_words() -> None:
    email = read(b"From: robin@home.example\nSubject: A lamp\nIt is out.\nNote: since Monday\n\nRobin")
    assert (email.subject, email.text) == ("A lamp", "It is out.\nNote: since Monday\n\nRobin")


def test_plain_text_is_taken_before_html_and_files_are_named() -> None:
    parts = (
        "--edge\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n"
        "--inner\r\nContent-Type: text/plain\r\n\r\nIn words\r\n"
        "--inner\r\nContent-Type: text/html\r\n\r\n<p>In HTML</p>\r\n--inner--\r\n"
        "--edge\r\nContent-Type: image/jpeg\r\n"
        'Content-Disposition: attachment; filename="C:\\\\bins\\\\lamp.jpg"\r\n\r\nx\r\n'
        "--edge\r\nContent-Type: message/rfc822\r\n\r\nSubject: inside\r\n\r\nNot mine\r\n--edge--\r\n"
    )
    email = said("Content-Type: multipart/mixed; boundary=edge", body=parts)
    assert (email.text, email.attachments) == ("In words", ("lamp.jpg", "message.eml"))


def test_what_it_answers_is_told_the_nearest_first() -> None:
    email = said("In-Reply-To: <c@x>", "References: <a@x> <b@x>\r\n <c@x>")
    assert email.answers == ("<c@x>", "<b@x>", "<a@x>")


def test_who_wrote_is_in_from_and_where_answers_are_asked_for_says_nothing_of_that() -> None:
    by, to = "From: Robin <robin@home.example>", "Reply-To: Vera Vale <vera@vale.example>"
    email = said(by, to)
    assert (email.name, email.address, email.answers_to) == ("Robin", "robin@home.example", "vera@vale.example")
    assert said(by, "Reply-To: robin@home.example").answers_to == ""
    assert said(by, to, "List-Id: <bins.lists.example>").answers_to == ""


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; type=x",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "Return-Path: <>",
        "List-Id: <bins.lists.example>",
        "X-Autoreply: yes",
        "X-Auto-Response-Suppress: All",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
        "From: MAILER-DAEMON@mail.example",
        "From: no-reply+12@shop.example",
        "From: noreply-4711@shop.example",
        "From: Shop <orders.do-not-reply@shop.example>",
        "From: MAILER-DAEMON (Mail Delivery System)",
        "From: Mail Delivery Subsystem",
        "From: bounces+17@shop.example",
        "List-Unsubscribe: <mailto:off@lists.example>",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
        "Subject: Automatic reply: Your lamp",
        "Subject: Out of Office: Your lamp",
        "Subject: Auto: Your lamp",
        "Subject: Ateb awtomatig: Eich lamp",
        "Subject: Allan o'r swyddfa: Eich lamp",
        "Subject: =?utf-8?q?Abwesenheitsnotiz=3A_Lampe?=",
        "Subject: Automatische Antwort: Lampe",
        "Subject: =?utf-8?q?R=C3=A9ponse_automatique_=3A_Lampe?=",
        "Subject: Absence du bureau : Lampe",
    ],
)
def test_what_a_machine_wrote_is_known(header: str) -> None:
    assert said(header).automatic


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Precedence: first-class",
        "Return-Path: <robin@home.example>",
        "X-Auto-Response-Suppress: None",
        "Subject: Re: Out of office",
        "Subject: Autumn leaves",
        "Subject: My bin was not delivered",
    ],
)
def test_what_a_person_wrote_is_known(header: str) -> None:
    assert not said("From: robin@home.example", header).automatic


def test_a_bounce_says_which_letter_to_whom_and_why() -> None:
    email = read(bounce())
    assert email.automatic
    words = "5.1.1 smtp; 550 Nobody of that name"
    assert email.report == DeliveryReport(("<1@s5.example>",), (Bounce("robin@home.example", words, is_final=True),))


def test_the_same_message_by_two_ways_is_the_same() -> None:
    other_way = b"Received: from mail.example\r\n\tby mx.example\r\nDelivered-To: two@s5.example\r\n" + plain(1)
    assert identity(plain(1), MONDAY) == identity(other_way, TUESDAY)
    assert identity(plain(1), MONDAY) == identity(plain(1).replace(b"\r\n", b"\n"), MONDAY)
    assert identity(plain(1), MONDAY) != identity(plain(1).replace(b"number 1", b"number 2"), MONDAY)


def test_two_messages_without_an_id_that_came_at_two_moments_are_two() -> None:
    words = b"From: robin@home.example\r\n\r\nPlease call me."
    assert identity(words, MONDAY) == identity(words, MONDAY)
    assert identity(words, MONDAY) != identity(words, TUESDAY)


def can_be_kept(email: Email) -> bool:
    """Tell whether PostgreSQL would take the words: no NUL, no half characters, and not too long for their columns."""
    words = (email.message_id, email.name, email.address, email.subject, email.text, *email.answers, *email.attachments)
    short = len(email.message_id) <= 300 and len(email.name) <= 200 and len(email.address) <= 254
    return short and all("\x00" not in text and text.encode("utf-8") is not None for text in words)


@given(st.binary(max_size=400))
@example(b"Content-Type: multipart/mixed; boundary*0*=a; boundary*=b\n\nx")
@example(b"Content-Transfer-Encoding: uuencode\n\nbegin 666 x\n#")
def test_no_bytes_make_reading_raise(raw: bytes) -> None:
    assert can_be_kept(read(raw))
    identity(raw, MONDAY)


PIECES = st.sampled_from(
    [piece for message in (*mailbox(), bounce()) for piece in message.replace(b"\r\n", b"\n").split(b"\n")]
)


@given(st.lists(st.one_of(PIECES, st.binary(max_size=20)), max_size=30), st.sampled_from([b"\n", b"\r\n", b"\r", b" "]))
def test_no_message_put_together_from_pieces_of_others_makes_reading_raise(lines: list[bytes], end: bytes) -> None:
    assert can_be_kept(read(end.join(lines)))


@given(st.sampled_from([*ODD.values(), bounce()]), st.data())
def test_no_message_with_bytes_changed_makes_reading_raise(raw: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(raw)))
    change = data.draw(st.binary(max_size=6))
    assert can_be_kept(read(raw[:place] + change + raw[place + data.draw(st.integers(0, 6)) :]))


@pytest.mark.slow
@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/html\n\n" + b"<div>" * 100_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nx",
        b"Content-Type: text/plain; charset=punycode\n\n" + b"az" * 400_000,
        b"Content-Type: text/plain" + b";" * 1_000_000 + b"\n\nx",
        b"From: " + b"a@" * 50_000 + b"\n\nx",
    ],
    ids=["deep HTML", "many encoded words", "slow character set", "endless parameters", "endless address"],
)
def test_a_message_made_to_be_slow_is_read_like_any_other(raw: bytes) -> None:
    assert can_be_kept(read(raw))


def nested(depth: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))


@pytest.mark.parametrize(
    ("most", "over", "words"),
    [
        (nested(30) + b"\nx", nested(31) + b"\nx", "It has parts within parts, more than 30 deep."),
        (nested(30) + b"\nx", nested(2_000) + b"\nx", "It has parts within parts, more than 30 deep."),
        (nested(1) + b"\nx\n--b0\n" * 498, nested(1) + b"\nx\n--b0\n" * 499, "It has more than 500 parts."),
        (b"X: y\n" * 1_000 + b"\nx", b"X: y\n" * 1_001 + b"\nx", "It has more than 1,000 lines in one header."),
    ],
    ids=["depth", "endless depth", "parts", "header"],
)
def test_a_message_of_more_than_any_message_has_is_not_read(most: bytes, over: bytes, words: str) -> None:
    assert "x" in read(most).text
    with pytest.raises(OverBudget) as refused:
        read(over)
    assert str(refused.value) == words


@pytest.mark.parametrize(
    "what", ["answerable.channels.email.read.message_from_bytes", "email.message.Message.get_payload"]
)
def test_where_memory_is_short_nothing_is_read_by_halves(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def short(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(what, short)
    with pytest.raises(MemoryError):
        read(plain(4))


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "raw_unicode_escape", "rot13", "base64"])
def test_what_python_knows_and_mail_does_not_is_no_character_set(charset: str) -> None:
    assert said(f"Content-Type: text/plain; charset={charset}", body="caf\\u00e9 xn--4ca").text == "caf\\u00e9 xn--4ca"


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("windows-1251", "Привет"),
        ("ISO-8859-15", "10 €"),
        ("shift_jis", "街灯"),
        ("GB2312", "路灯"),
        ("koi8-r", "лампа"),
    ],
)
def test_each_character_set_of_mail_is_read(charset: str, words: str) -> None:
    top = f"Content-Type: text/plain; charset={charset}\n\n".encode()
    assert read(top + words.encode(charset)).text == words


def test_of_a_delivery_report_a_few_are_believed_and_no_more() -> None:
    blocks = b"".join(b"Final-Recipient: rfc822; %d@home.example\nStatus: 5.1.1\n\n" % n for n in range(30_000))
    email = read(
        bounce().replace(
            b"--edge\r\nContent-Type: text/rfc822-headers", blocks + b"--edge\r\nContent-Type: text/rfc822-headers"
        )
    )
    assert email.report is not None
    assert [one.recipient for one in email.report.bounces] == [
        "robin@home.example",
        *(f"{n}@home.example" for n in range(9)),
    ]


def test_a_very_long_message_is_shown_in_part() -> None:
    email = said(body="word " * 100_000)
    assert len(email.text) < 200_100
    assert email.text.endswith("[The message goes on: the whole of it is kept as it came.]")


def test_what_came_with_a_message_is_had_by_its_place_among_the_names():
    inner = b"From: al@x\r\nSubject: Inside\r\n\r\nHello"
    raw = (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\n\r\nWords\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n"
        b"--b\r\nContent-Type: text/plain; name=n.txt\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n--b--\r\n"
    )
    assert read(raw).attachments == ("message.eml", "n.txt")
    first, second = attachment(raw, 0), attachment(raw, 1)
    assert first is not None
    assert (first.name, first.content.replace(b"\n", b"\r\n")) == ("message.eml", inner)
    assert second == ("n.txt", b"Hello")
    assert attachment(raw, 2) is None


def test_of_a_message_that_is_not_meant_to_be_read_nothing_is_handed_over():
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\nContent-Type: a/b\r\n\r\n\r\n" * 501
    assert attachment(raw, 0) is None


def test_of_a_header_with_parameters_a_hundred_are_read():
    def named(before: int) -> bytes:
        return b"Content-Type: application/pdf" + b"; a=b" * before + b"; name=lamp.pdf\r\n\r\nx"

    assert (read(named(99)).attachments, read(named(100)).attachments) == (
        ("lamp.pdf",),
        ("a part without a name (application/pdf)",),
    )
