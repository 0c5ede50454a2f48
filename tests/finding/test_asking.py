"""What is typed is read so that nothing is wrong: it is looked for, or there is nothing in it to look for."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.contacts.models import Message
from answerable.finding.asking import MOST_TERMS, asked
from answerable.finding.excerpts import Marker
from answerable.finding.queries import found
from answerable.finding.words import NUMBER, POSTCODE, figures_of, word_of, words_in
from tests import cast


def read(typed: str) -> list[list[str]]:
    """Return each term as what may be found of it: words with a space between, and * where the last goes on."""
    return [[" ".join(one.words) + "*" * one.goes_on for one in term] for term in asked(typed).terms]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("Lamps", [["lamp*"]]),
        ("the lamp is out", [["lamp*"], ["out*"]]),
        ("4 Mill Lane", [["4"], ["mill*"], ["lane*"]]),
        ('"Mill Lane" lamp', [["mill lane"], ["lamp*"]]),
        ("“Mill Lane”", [["mill lane"]]),
        ('mill" lane', [["mill*"], ["lane*"]]),
        ("O’Brien", [["obrien*"]]),
        ("pot-hole", [["pot hole*"]]),
        ("jo.bloggs@home.example", [["jo blogg home example*"]]),
        ("ab1 2cd", [["ab12cd"]]),
        ("01632 960555", [["_5550692361*", "01632 960555*"]]),
        ("+44 (0)1632 960555 Jo", [["_5550692361*", "44 0 1632 960555*"], ["jo"]]),
        ("12345", [["12345*"]]),
        ("companies glass bus", [["company*"], ["glass*"], ["bus*"]]),
        ("Café ﬁre", [["cafe*"], ["fire*"]]),
        ("x" * 60, [["x" * 40 + "*"]]),
        *((nothing, []) for nothing in ("", "'\"*", "\0", "the of a", '"', '""', "-- ; ) :* & |")),
    ],
)
def test_what_is_typed_is_read(typed: str, terms: list[list[str]]):
    assert read(typed) == terms


def test_of_what_is_too_long_the_beginning_is_looked_for():
    assert (asked("lamp " * 3000).is_cut, read("lamp " * 3000)) == (True, [["lamp*"]])
    many = asked(" ".join(f"w{number:02}" for number in range(20)))
    assert (len(many.terms), many.is_cut) == (MOST_TERMS, True)
    assert not asked("lamp").is_cut


ODD = (
    *("'\"*", "\0", "a\0b", "x" * 10_000, "lamp " * 2_000, "the of a", '"', '"lamp', "lamp*", "lamp OR bin", "AND"),
    *("NEAR(lamp bin, 2)", "words:lamp", "^lamp", "lamp - bin", "-- ; DROP", ") OR (", ":*", "& |", "!lamp", "\\", "'"),
    *(
        "%",
        "_open",
        "_at/s1",
        "{lamp}",
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        "日本語",
        "ß",
    ),
    *("१२३४५६७", "\u0301", "½", "\u202e", "1" * 200, "0" * 30, "+44", "()", "AB1 2CD " * 20),
)


@pytest.mark.django_db
@pytest.mark.parametrize("is_indexed", [True, False])
def test_nothing_that_can_be_typed_is_an_error(is_indexed: bool):
    from tests.finding.test_queries import index_all

    lamp = cast.received()
    if is_indexed:
        index_all()
    for typed in ODD:
        there = found("s5", ["s5"], asked(typed)).contacts
        assert there in ([], [lamp]), typed
    assert found("s5", ["s5"], asked("_open")).contacts == []
    assert found("s5", ["s5"], asked('"lamp')).contacts == [lamp]


def plain(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


def test_the_words_are_marked_where_they_stand():
    message = Message(body="Dear all,\nthe Street-lamps at <b>O'Brien's</b>, AB1 2CD: ring 01632 960 555.")
    for typed, shown in {
        "obrien lamp": "Street-[lamps] at <b>[O'Brien's]</b>",
        "ab12cd": "[AB1 2CD]",
        "+441632960555": "[01632 960 555]",
        '"street lamp"': "[Street]-[lamps]",
        "lam": "[lamps]",
    }.items():
        assert shown in plain(Marker(asked(typed)).excerpt([message])), typed
    assert Marker(asked("nothing")).excerpt([message]) == []
    lamp = Marker(asked("lamp"))
    assert plain(lamp.excerpt([Message(body="Lamp, newest"), Message(body="Lamp")])) == "[Lamp], newest"
    assert plain(lamp.line("Lamp and bin")) == "[Lamp] and bin"


WRITTEN = st.text(st.sampled_from("lamps Lbin’sİßéIE'O 016329-AB12CDS") | st.characters(codec="utf-8"), max_size=80)
TYPED = st.sampled_from(
    ("lamp", "lam bin", '"lamp bin"', "lies", "o'b", "ies ie", "ab12cds", "AB1 2CD", "016329", "é ß i")
)


@given(WRITTEN, TYPED | WRITTEN)
@example("It lies by the O’Bin, AB1 2CS", "ly obin ab12cs")
def test_what_is_marked_is_each_word_number_and_postcode_that_was_looked_for_and_nothing_else(text: str, typed: str):
    wanted = asked(typed)

    def is_wanted(word: str) -> bool:
        return any(
            word == part or (phrase.goes_on and part == phrase.words[-1] and word.startswith(part))
            for phrase in wanted.phrases
            for part in phrase.words
        )

    there = [(start, end) for word, start, end in words_in(text) if is_wanted(word)]
    there += [
        one.span()
        for one in NUMBER.finditer(text)
        if any(figures_of(one[0]).startswith(phrase.words[0]) for phrase in wanted.phrases)
    ]
    there += [
        one.span()
        for one in POSTCODE.finditer(text)
        if any(phrase.words == (word_of(one[1] + one[2]),) for phrase in wanted.phrases)
    ]
    marks, at = [], 0
    for start, end in sorted(there):
        if start >= at:
            marks, at = [*marks, text[start:end]], end
    shown = Marker(wanted).line(text)
    assert ("".join(one.text for one in shown), [one.text for one in shown if one.is_marked]) == (text, marks)


def test_the_piece_is_of_what_has_most_of_the_words_and_no_word_is_cut_before_it():
    long = Message(body="word " * 200 + "lamp by the bakery " + "word " * 200)
    assert plain(Marker(asked("lamp bakery")).excerpt([Message(body="lamp"), long])) == (
        "… " + "word " * 17 + "[lamp] by the [bakery] " + ("word " * 33).rstrip() + " …"
    )
