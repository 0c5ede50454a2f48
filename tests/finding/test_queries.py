"""Contacts are found by anything that was written of them, and by nobody who may not see them."""

import pytest
from django.db import connection

from answerable.contacts import actions as contacts
from answerable.contacts.models import Contact
from answerable.contacts.references import new_reference
from answerable.finding.actions import index_waiting
from answerable.finding.asking import asked
from answerable.finding.queries import Narrowed, found, with_reference
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

POST, ROADS = "s5/customer-services/post", "s5/customer-services/roads"


def sought(words: str, *paths: str, **narrowed) -> list[Contact]:
    return found("s5", paths or ("s5",), asked(words), narrowed=Narrowed(**narrowed)).contacts


@pytest.fixture(params=["in the index", "not yet in the index"])
def settled(request):
    """Return what is done after contacts were written: the worker has been round, or has not."""
    return index_all if request.param == "in the index" else (lambda: None)


def index_all() -> None:
    while index_waiting():
        pass


def test_by_whatever_was_written(settled):
    lamp = cast.received(
        name="Róisín O’Brien",
        email="roisin.obrien@home.example",
        phone="+44 (0)1632-960.777",
        subject="Street lamps",
        body="Outside 4 Mill Lane, AB1 2CD. Or ring me: 07700 900 123.",
    )
    other = cast.received(name="Jo Okafor", email="jo@home.example", subject="Bin", body="Lid", phone="01632 960556")
    sam = cast.staff()
    contacts.note_down(lamp, body="Neighbour is a registered carer", by=sam, at=at("Tue 3 Nov 2026 09:00"))
    settled()
    for words in (
        *("roisin", "OBRIEN", "o'brien", "O’Bri", "street lamp", "lamps", "mill", "carer neighbour", "obrien carer"),
        *("01632960777", "01632 960777", "0044 1632 960 777", "+44 1632 960 777", "960 777", "07700900123"),
        *("+44 7700 900123", "ab12cd", "AB1 2CD", "ab1", "roisin.obrien@home.example", "ROISIN.obrien@", '"mill lane"'),
        *('"registered carer"', "4 mill", "“Mill Lane” ring", 'lamp"', "the lamp"),
    ):
        assert sought(words) == [lamp], words
    for words in ("okafor", "bin lid", "lid bin", "jo@home.example", "960556"):
        assert sought(words) == [other], words
    for words in ('"lane mill"', "brien", "nobody", "960 55", "okafor lamp", "12345", '"mill lan"', "home.example.jo"):
        assert sought(words) == [], words
    assert sought("home example") == [other, lamp]


def test_by_where_it_is(settled):
    lamp = cast.received(place="2 Mill Lane, Sheffield, S6 2AB", body="It is out")
    settled()
    assert (sought("mill lane s62ab"), sought("hill lane")) == ([lamp], [])


def test_a_contact_is_found_by_its_reference_however_it_is_written():
    robin = cast.received()
    ref = robin.reference
    for typed in (ref, ref.lower(), ref.replace("-", ""), f" {ref[:4]} {ref[5:]}. ", f"{ref[:4]} – {ref[5:].lower()}"):
        assert with_reference("s5", ["s5"], typed) == robin, typed
    assert with_reference("s5", [ROADS], ref) is None
    assert with_reference("s1", ["s1"], ref) is None
    assert with_reference("s5", ["s5"], "nothing") is None
    assert sought(ref.lower()) == [robin]  # and among words


def test_a_name_that_looks_like_a_reference_is_found_all_the_same(settled):
    whole = new_reference().replace("-", " ")
    jo = cast.received(name=f"Jo {whole}")
    settled()
    assert sought(whole) == [jo]


def test_nobody_finds_nor_learns_of_what_they_may_not_see(settled):
    post = cast.received("Mon 2 Nov 2026 09:00", subject="A lamp in the post")
    roads = cast.received("Mon 2 Nov 2026 10:00", subject="A lamp in the road", team="roads")
    elsewhere = cast.received("Mon 2 Nov 2026 11:00", key="s1", subject="A lamp of another council")
    settled()
    assert sought("lamp") == [roads, post]
    assert sought("lamp", POST) == [post]
    assert sought("lamp", POST, ROADS) == [roads, post]
    assert sought("lamp", "s5/customer-services") == [roads, post]
    assert sought("lamp", "s5/customer") == []
    assert found("s5", [], asked("lamp")) == ([], None, False)
    assert sought("lamp", POST, team=ROADS) == []
    assert found("s1", ["s1"], asked("lamp")).contacts == [elsewhere]
    contacts.move(post, to=cast.team_of(team="roads"), reason="Theirs", by=cast.staff(), at=at("Tue 3 Nov 2026 10:00"))
    assert sought("lamp", POST) == []
    assert sought("lamp", ROADS) == [roads, post]
    settled()
    assert (sought("lamp", POST), sought("lamp", ROADS)) == ([], [roads, post])


def test_nobody_finds_what_they_may_not_see_even_where_the_index_is_wrong():
    post = cast.received(subject="A lamp in the post")
    index_all()
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON contacts_contact"
        cursor.execute(f"DROP TRIGGER finding_contacts_contact_update{on}")
    Contact.objects.filter(id=post.id).update(team=cast.team_of(team="roads"))
    assert (sought("lamp", POST), sought("lamp")) == ([], [post])


def test_what_waits_elsewhere_is_not_told_by_there_being_more(monkeypatch):
    monkeypatch.setattr("answerable.finding.queries.MOST_UNINDEXED", 2)
    monkeypatch.setattr("answerable.finding.queries.A_PAGE", 2)
    for hour in (9, 10, 11):
        cast.received(f"Mon 2 Nov 2026 {hour:02}:00", team="roads")
    mine = cast.received("Mon 2 Nov 2026 08:00")
    assert found("s5", [POST], asked("lamp")) == ([mine], None, False)
    assert found("s5", [ROADS], asked("lamp")).is_behind
    index_all()
    assert found("s5", [POST], asked("lamp")) == ([mine], None, False)
    assert not found("s5", [ROADS], asked("lamp")).is_behind


def test_narrowed_by_team_kind_open_or_closed_and_day(settled):
    first = cast.received("Mon 2 Nov 2026 23:59", subject="First lamp", kinds=("foi",))
    second = cast.received("Tue 3 Nov 2026 00:00", subject="Second lamp", team="roads")
    third = cast.received("Wed 4 Nov 2026 09:00", subject="Third lamp")
    contacts.close(third, outcome=Contact.Outcome.SPAM, why="So", by=cast.staff(), at=at("Wed 4 Nov 2026 10:00"))
    settled()
    days = {name: at(f"{day} Nov 2026 12:00").date() for name, day in (("mon", "Mon 2"), ("tue", "Tue 3"))}
    assert sought("lamp") == [third, second, first]
    assert sought("lamp", team=ROADS) == [second]
    assert sought("lamp", kind="foi") == [first]
    assert sought("lamp", is_open=True) == [second, first]
    assert sought("lamp", is_open=False) == [third]
    assert sought("lamp", from_on=days["tue"]) == [third, second]
    assert sought("lamp", until_on=days["mon"]) == [first]
    assert sought("lamp", from_on=days["tue"], until_on=days["tue"]) == [second]
    assert sought("lamp", from_on=days["tue"], until_on=days["mon"]) == []


def test_page_by_page_each_once_the_newest_first_even_while_the_index_is_behind(monkeypatch):
    monkeypatch.setattr("answerable.finding.queries.A_PAGE", 2)
    made = [cast.received(f"Mon 2 Nov 2026 {hour:02}:00") for hour in (9, 10, 11)]
    index_all()
    late = [cast.received("Mon 2 Nov 2026 09:30"), cast.received("Mon 2 Nov 2026 12:00")]
    first = found("s5", ["s5"], asked("lamp"))
    second = found("s5", ["s5"], asked("lamp"), before=first.more)
    last = found("s5", ["s5"], asked("lamp"), before=second.more)
    assert [*first.contacts, *second.contacts, *last.contacts] == [late[1], made[2], made[1], late[0], made[0]]
    assert last.more is None


def test_what_the_house_writes_by_itself_is_not_looked_through(settled):
    told = cast.received()  # and acknowledged: "Thank you for writing to us"
    assert told.messages.filter(sort="acknowledgement", body__icontains="reference").exists()
    settled()
    assert sought("acknowledge") == []
    assert sought("Alex Morgan") == []
