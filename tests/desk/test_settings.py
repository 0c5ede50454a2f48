"""How a council is reached and who answers, on screen: read through before it is changed, and then true at once."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.councils.urgent import UrgentNumber
from answerable.people.models import Role
from tests import cast
from tests.desk.sitting import Desk, carried, text

pytestmark = pytest.mark.django_db

NOW = "Tue 3 Nov 2026 10:00"
REACH = {"phone": "01632 960 001", "address": "The Council House", "opening": "Monday to Friday", "duty_address": ""}


@pytest.fixture
def ada(desk_of: Any) -> Desk:
    return desk_of("Ada Min", role=Role.ADMINISTRATOR, path="s5").at(NOW)


def look(desk: Desk, page: str, **fields: Any) -> Any:
    """Open a page, fill its form in, and look at the change."""
    seen = carried(desk.open(f"settings/{page}").content.decode())
    return desk.client.post(f"/s5/desk/settings/{page}", seen | fields)


def do(desk: Desk, page: str, **fields: Any) -> Any:
    read = look(desk, page, **fields)
    assert "Will be" in text(read), text(read)
    return desk.client.post(f"/s5/desk/settings/{page}", carried(read.content.decode()) | {"sure": "yes"}, follow=True)


def test_a_change_is_read_through_with_what_was_and_will_be_and_made_when_that_is_sent(ada: Desk):
    read = look(ada, "reach/", **REACH | {"duty_address": "Duty@s5.example", "phone": "01632 960 777"})
    assert Council.objects.get().phone == "01632 960 001"
    page = text(read)
    assert "Telephone number 01632 960 001 01632 960 777" in page
    assert "Duty address None duty@s5.example" in page
    assert "Somebody’s safety may depend on this." in page
    back = carried(read.content.decode()) | {"back": "yes"}
    again = ada.client.post("/s5/desk/settings/reach/", back)
    assert 'value="01632 960 777"' in again.content.decode()
    done = ada.client.post("/s5/desk/settings/reach/", carried(read.content.decode()) | {"sure": "yes"}, follow=True)
    assert "How the council is reached: changed from now on." in text(done)
    found = Council.objects.get()
    assert (found.phone, found.duty_address, found.opening) == ("01632 960 777", "duty@s5.example", "Monday to Friday")
    assert "council s5: duty_address" in text(ada.open("settings/"))
    page = text(ada.open("record/"))  # in which the order of what is said depends on the database
    for said in ("setting: council s5: phone", "was: 01632 960 001", "now: 01632 960 777"):
        assert said in page
    assert "01632 960 777" in Client().get("/s5/").content.decode()


def test_nothing_is_written_over_that_a_colleague_changed_meanwhile(ada: Desk):
    read = look(ada, "reach/", **REACH | {"duty_address": "mine@s5.example"})
    do(ada, "reach/", **REACH | {"duty_address": "theirs@s5.example"})
    late = ada.client.post("/s5/desk/settings/reach/", carried(read.content.decode()) | {"sure": "yes"})
    assert "A colleague changed this meanwhile." in text(late)
    assert Council.objects.get().duty_address == "theirs@s5.example"


@pytest.mark.parametrize(
    ("page", "wrong", "problem"),
    [
        ("reach/", {"phone": " "}, "Enter the number"),
        ("reach/", {"duty_address": "duty"}, "Enter an address, as duty@council.uk"),
        ("reach/", {"opening": "o" * 301}, "Say the opening hours in 300 characters or fewer"),
        ("reach/", {}, "Nothing is different from how it is now."),
        ("urgent/", {"for_0": "Heating", "phone_0": ""}, "Enter both, or leave both empty"),
        ("urgent/", {"for_0": "", "phone_0": "1"}, "Enter both, or leave both empty"),
        ("teams/new/", {"service": "999"}, "Choose a service from the list"),
        ("mailboxes/new/", {"team": "999", "address": "x"}, "Choose a team from the list"),
        ("mailboxes/new/", {"team": "", "name": "odd"}, "Choose a name from the list"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(ada: Desk, page: str, wrong: dict[str, str], problem: str):
    Council.objects.update(**REACH)
    assert problem in text(look(ada, page, **REACH | wrong))


def test_an_urgent_number_is_added_changed_and_taken_away_and_keeps_its_hours(ada: Desk):
    by_day = UrgentNumber("Heating", "1", {"monday": ((540, 1020),)}, "england-and-wales").as_kept()
    Council.objects.update(urgent_numbers=[by_day])
    do(ada, "urgent/", for_0="No heating", phone_0="2", for_1="Floods", phone_1="3")
    numbers = Council.objects.get().urgent_numbers
    every_hour = UrgentNumber("Floods", "3", {}, "england-and-wales").as_kept()
    assert numbers == [{**by_day, "what_for": "No heating", "phone": "2"}, every_hour]
    page = text(ada.open("settings/"))
    assert "2: No heating, answered at the hours in the council’s file" in page
    assert "3: Floods, answered at every hour of every day" in page
    assert "The same number is there twice." in text(
        look(ada, "urgent/", for_0="A", phone_0="3", for_1="B", phone_1="3")
    )
    do(ada, "urgent/", for_0="", phone_0="", for_1="Floods", phone_1="3")
    assert Council.objects.get().urgent_numbers == [every_hour]


def test_services_teams_and_mailboxes_are_added_and_changed(ada: Desk, tmp_path: Path, settings: Any):
    do(ada, "services/new/", name="Parks")
    parks = Service.objects.get(key="parks")
    words = {"name": "the trees team", "answers_name": "Tess Tree", "answers_phone": "01632 960 070"}
    do(ada, "teams/new/", service=parks.pk, **words)
    trees = Team.objects.get(path="s5/parks/trees")
    assert "There is a team with the key “trees” in Parks already" in text(
        do(ada, "teams/new/", service=parks.pk, **words)
    )
    do(ada, "mailboxes/new/", address="Trees@S5.example", team=trees.pk)
    do(ada, f"services/{parks.pk}/", name="Parks and trees")
    do(ada, f"teams/{trees.pk}/", **words | {"answers_name": "Theo Tree"})
    first = Mailbox.objects.get(address="contact@s5.example")
    assert "Its team also reads what comes by the form on the website, unless it is sent to a service." in text(
        ada.open(f"settings/mailboxes/{first.pk}/")
    )
    do(ada, f"mailboxes/{first.pk}/", team=trees.pk, name="contact-group")
    first.refresh_from_db()
    trees.refresh_from_db()
    parks.refresh_from_db()
    assert (parks.name, trees.answers_name, first.team, first.name) == (
        "Parks and trees",
        "Theo Tree",
        trees,
        "contact-group",
    )
    mail = tmp_path / "mail.toml"
    settings.MAIL_FILE = str(mail)
    assert "The mail file cannot be read" in text(ada.open("settings/"))
    mail.write_text(
        '["trees@s5.example"]\nimap = "imaps://u:secret@m.example/INBOX"\nsmtp = "smtp://u:secret@m.example"\n'
    )
    page = text(ada.open("settings/"))
    assert "trees@s5.example Parks and trees: the trees team No name The mail file knows its server." in page
    assert "contact-group The mail file does not know it" in page
    assert "secret" not in page


def test_a_service_is_offered_in_the_form_and_taken_out_of_it_again(ada: Desk):
    service, post = Service.objects.get(council_id="s5"), cast.team_of()
    assert "The form on the website does not ask what a message is about" in text(ada.open("settings/"))
    page = f"services/{service.pk}/"
    offer = {"name": service.name, "takes_forms": post.pk, "public_title": "Anything", "public_hint": "All <b>"}
    read = text(look(ada, page, **offer))
    assert "Team that takes what the form brings None Customer services: the post team" in read
    assert "What residents choose None Anything" in read
    do(ada, page, **offer)
    assert "In the form: “Anything” (All <b>). What it brings goes to the post team." in text(ada.open("settings/"))
    assert "service s5/customer-services: takes_forms" in text(ada.open("settings/"))
    assert f'value="{post.pk}" selected' in ada.open(f"settings/{page}").content.decode()
    do(ada, page, **offer | {"takes_forms": "", "public_title": "", "public_hint": ""})
    service.refresh_from_db()
    assert (service.takes_forms, service.title, service.public_hint) == (None, "Customer services", "")
    assert "does not ask what a message is about" in text(ada.open("settings/"))


def test_a_team_that_cannot_take_what_the_form_brings_is_not_offered_and_refused(ada: Desk):
    cast.council("s1")
    service, elsewhere = Service.objects.get(council_id="s5"), cast.team_of("s1")
    page, choose = f"services/{service.pk}/", "Choose one of this service’s own teams from the list"
    assert f'value="{elsewhere.pk}"' not in ada.open(f"settings/{page}").content.decode()
    for team in (elsewhere.pk, "x", "0"):
        assert choose in text(look(ada, page, name="Anything", takes_forms=team))
    too_long = text(look(ada, page, name="Anything", public_title="t" * 81, public_hint="h" * 151))
    assert "Say what residents choose in 80 characters or fewer" in too_long
    assert "Say the hint in 150 characters or fewer" in too_long
    assert Service.objects.get(pk=service.pk).takes_forms is None


def test_what_is_published_is_shown_and_cannot_be_changed(ada: Desk):
    page = text(ada.open("settings/"))
    assert "are published, so nobody can change them on screen. Version 1 of the charter is in force from" in page
    do(ada, "services/new/", name="Parks")
    added = Service.objects.get(key="parks")
    do(ada, f"services/{added.pk}/", name="Parks 2", key="other", council="s1")
    added.refresh_from_db()
    assert (added.key, added.council_id, added.name) == ("parks", "s5", "Parks 2")


def test_the_places_of_another_council_are_not_there(ada: Desk):
    cast.council("s1")
    team, mailbox = cast.team_of("s1"), Mailbox.objects.get(council_id="s1")
    pages = (f"services/{team.service_id}/", f"teams/{team.pk}/", f"mailboxes/{mailbox.pk}/")
    for page in pages:
        assert ada.open(f"settings/{page}").status_code == 404
        assert ada.client.post(f"/s5/desk/settings/{page}", {"name": "Ours", "sure": "yes"}).status_code == 404
    assert "Choose a team from the list" in text(look(ada, "mailboxes/new/", address="x@s5.example", team=team.pk))
    assert "This address is a mailbox already" in text(
        do(ada, "mailboxes/new/", address=mailbox.address, team=cast.team_of().pk)
    )


def test_they_are_for_administrators_of_the_whole_council_alone(desk_of: Any):
    others = {role: "s5" for role in Role if role != Role.ADMINISTRATOR} | {Role.ADMINISTRATOR: "s5/customer-services"}
    cast.council()
    one = f"services/{cast.team_of().service_id}/"
    for role, path in others.items():
        desk = desk_of(f"A {role.label}", role=role, path=path).at(NOW)
        for page in ("", "reach/", "urgent/", "teams/new/", "services/new/", "mailboxes/new/", one):
            assert desk.open(f"settings/{page}").status_code == 403
            assert desk.client.post(f"/s5/desk/settings/{page}", {"sure": "yes"}).status_code in (403, 405)
