"""A council's addresses are read from its gazetteer, and found by a postcode however it is typed."""

import pytest

from answerable.councils.actions import keep_addresses
from answerable.councils.addresses import LONGEST, UnreadableAddresses, addresses_read, postcodes_meant
from answerable.councils.models import Postcode
from answerable.councils.queries import addresses_at, has_addresses
from answerable.evidence.queries import about
from tests import cast
from tests.build import at

NOW = at("Mon 2 Nov 2026 09:00")
FILE = """\
UPRN, Address ,POSTCODE
1,"10 Mill Lane, Sheffield",s6 2ab
2,"2 Mill Lane, Sheffield, S6 2AB",S62AB
3,"Flat 1, 2 Mill Lane, Sheffield",S6  2AB
1,"10 Mill Lane, Sheffield",S6 2AB

4,Town Hall,S1 2HH
5,Nowhere,S1
6,,S1 2HH
7
8,{long},S1 2HH
"""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("S6 2AB", ("S62AB",)),
        (" s6-2ab. ", ("S62AB",)),
        ("S6 2AO", ("S62AO",)),
        ("sw1a oaa", ("SW1A0AA",)),
        ("SWIA 0AA", ("SW1A0AA",)),
        ("S0 14 6AB", ("SO146AB",)),
        ("E1O 2AB", ("E1O2AB", "E102AB", "EI02AB")),
        ("S6", ()),
        ("S6 2A", ()),
        ("2AB S6", ()),
        ("", ()),
        ("ſ6 2ab", ("S62AB",)),
        ("O" * 5_000, ()),
        ("S6 2AB, please", ()),
    ],
)
def test_a_postcode_is_understood_however_it_is_typed(typed: str, meant: tuple[str, ...]):
    assert postcodes_meant(typed) == meant


def test_a_file_is_read_and_what_is_wrong_in_it_is_left_out_with_its_reason():
    book = addresses_read(b"\xef\xbb\xbf" + FILE.format(long="x" * LONGEST).encode())
    assert book.addresses == {
        "S62AB": (
            "2 Mill Lane, Sheffield, S6 2AB",
            "10 Mill Lane, Sheffield, S6 2AB",
            "Flat 1, 2 Mill Lane, Sheffield, S6 2AB",
        ),
        "S12HH": ("Town Hall, S1 2HH",),
    }
    assert book.left_out == {
        8: "it has no whole postcode",
        9: "it has no address",
        10: "it has no whole postcode",
        11: "its address is longer than 250 characters",
    }
    assert book.many == 4


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"postcode,street\nS6 2AB,x\n", "its first line must name its columns, postcode and address among them"),
        (b"", "its first line must name its columns"),
        ("postcode,address\nS6 2AB,Caf\xe9\n".encode("latin-1"), "it is not in UTF-8. Save it again as “CSV UTF-8”"),
        (b"postcode,address\nS6,x\nS7,y\n", "none of its 2 lines has one. Line 2: it has no whole postcode"),
        (b'postcode,address\nS6 2AB,"x' + b"y" * 200_000, "a quotation mark that was opened is not closed there"),
    ],
)
def test_a_file_that_holds_no_addresses_is_refused_with_the_reason(raw: bytes, why: str):
    with pytest.raises(UnreadableAddresses, match=why):
        addresses_read(raw)


@pytest.mark.django_db
def test_addresses_are_found_in_their_council_alone_and_a_new_file_takes_their_place(django_assert_num_queries):
    council, other = cast.council(), cast.council("s1")
    assert (has_addresses("s5"), addresses_at("s5", "S6 2AB")) == (False, [])
    keep_addresses(council, addresses_read(FILE.format(long="x").encode()), at=NOW)
    keep_addresses(other, addresses_read(b"postcode,address\nS6 2AB,Elsewhere\n"), at=NOW)
    with django_assert_num_queries(1):
        assert addresses_at("s5", "S1 2hh") == ["Town Hall, S1 2HH", "x, S1 2HH"]
    with django_assert_num_queries(0):
        assert addresses_at("s5", "S1") == []
    assert [one.details for one in about("s5").filter(what="took addresses")] == [{"addresses": 5, "left_out": 3}]
    keep_addresses(council, addresses_read(b"postcode,address\nS6 2AB,New House\nE1 02AB,Old House"), at=NOW)
    assert addresses_at("s5", "s6 2ab") == ["New House, S6 2AB"]
    assert addresses_at("s5", "S1 2HH") == []
    assert addresses_at("s5", "e1O2ab") == ["Old House, E10 2AB"]
    assert addresses_at("s1", "S6 2AB") == ["Elsewhere, S6 2AB"]
    keep_addresses(council, addresses_read(b"postcode,address\n"), at=NOW)
    assert (has_addresses("s5"), Postcode.objects.count()) == (False, 1)
