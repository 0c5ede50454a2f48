"""A council is made as its plan says, changed when the plan changes, and loses nothing that anybody still needs."""

import pytest

from answerable.contacts.models import Contact
from answerable.councils.actions import establish
from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.councils.reading import MailboxPlan, Plan, TeamPlan
from answerable.councils.urgent import UrgentNumber
from answerable.evidence.queries import about
from answerable.inbox.models import Incoming
from answerable.people.models import Role
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

NOW = at("Mon 2 Nov 2026 09:00")
POST = TeamPlan("customer-services", "post", "the post team", "Alex Morgan", "01632 960 002")
ROADS = POST._replace(key="roads", name="the roads team")
PLAN = Plan(
    key="s5",
    name="A county council",
    colour="#00703c",
    phone="01632 960 001",
    web="www.s5.example",
    address="The Council House",
    opening="Monday to Friday",
    services={"customer-services": "Customer services"},
    teams=(POST, ROADS),
    mailboxes=(MailboxPlan("contact@s5.example", "customer-services/post", "contact-group", "mx.s5.example"),),
)
"""What ``cast.council`` makes, but for some words."""


def established(plan: Plan = PLAN) -> list[str]:
    return establish(plan, by=None, at=NOW)


def test_a_council_is_made_with_its_services_teams_and_mailboxes():
    assert established() == [
        "council s5 is new",
        "service s5/customer-services is new",
        "team s5/customer-services/post is new",
        "team s5/customer-services/roads is new",
        "mailbox contact@s5.example is new",
    ]
    assert Council.objects.values().get() == {
        "key": "s5",
        "name": "A county council",
        "colour": "#00703c",
        "phone": "01632 960 001",
        "web": "www.s5.example",
        "address": "The Council House",
        "opening": "Monday to Friday",
        "urgent_numbers": [],
        "duty_address": "",
        "link_days_after_closing": 90,
        "link_days_longest": 730,
        "privacy": {},
        "accessibility": {},
        "keeps": {},
        "changed_on_screen": [],
        "erases_daily": False,
    }
    assert list(Team.objects.order_by("id").values_list("service__council", "path", "name", "answers_name")) == [
        ("s5", "s5/customer-services/post", "the post team", "Alex Morgan"),
        ("s5", "s5/customer-services/roads", "the roads team", "Alex Morgan"),
    ]
    mailbox = Mailbox.objects.get()
    assert (mailbox.council_id, mailbox.team.path) == ("s5", "s5/customer-services/post")
    assert (mailbox.name, mailbox.checked_by) == ("contact-group", "mx.s5.example")


def test_the_same_plan_again_changes_nothing_and_records_nothing():
    first = established()
    ids = list(Team.objects.values_list("id", flat=True))
    assert established() == []
    assert list(Team.objects.values_list("id", flat=True)) == ids
    assert [(entry.what, entry.by, entry.details) for entry in about("s5")] == [
        ("set up a council", "", {"changes": first})
    ]


def test_a_number_for_what_cannot_wait_is_kept_as_it_was_read_and_its_change_is_said():
    established()
    number = UrgentNumber("No heating", "01632 960 010", {"monday": ((540, 1020),)}, "england-and-wales")
    plan = PLAN._replace(urgent_numbers=(number,), duty_address="duty@s5.example")
    assert established(plan) == [
        "council s5: urgent_numbers was none and is now 01632 960 010 (No heating)",
        "council s5: duty_address was '' and is now 'duty@s5.example'",
    ]
    assert [UrgentNumber.kept(said) for said in Council.objects.get().urgent_numbers] == [number]
    assert established(plan) == []


def test_what_differs_is_changed_said_and_recorded_with_who_did_it():
    established()
    boss = cast.staff("Ada Boss", Role.ADMINISTRATOR, "s5")
    plan = PLAN._replace(
        phone="01632 960 009",
        teams=(POST._replace(answers_name="Jo Frost"), ROADS),
        mailboxes=(PLAN.mailboxes[0]._replace(team="customer-services/roads"),),
    )
    changes = establish(plan, by=boss, at=NOW)
    assert changes == [
        "council s5: phone was '01632 960 001' and is now '01632 960 009'",
        "team s5/customer-services/post: answers_name was 'Alex Morgan' and is now 'Jo Frost'",
        "mailbox contact@s5.example: team was 's5/customer-services/post' and is now 's5/customer-services/roads'",
    ]
    assert Council.objects.get().phone == "01632 960 009"
    assert Team.objects.get(key="post").answers_name == "Jo Frost"
    assert Mailbox.objects.get().team.key == "roads"
    last = about("s5").last()
    assert last is not None
    assert (last.what, last.by, last.details) == ("changed a council", boss.email, {"changes": changes})


def test_what_the_plan_leaves_out_is_taken_away():
    established()
    plan = PLAN._replace(
        services={"streets": "Streets"},
        teams=(ROADS._replace(service="streets"),),
        mailboxes=(MailboxPlan("roads@s5.example", "streets/roads", ""),),
    )
    assert established(plan) == [
        "service s5/streets is new",
        "team s5/streets/roads is new",
        "mailbox roads@s5.example is new",
        "mailbox contact@s5.example is taken away",
        "team s5/customer-services/post is taken away",
        "team s5/customer-services/roads is taken away",
        "service s5/customer-services is taken away",
    ]
    assert list(Service.objects.values_list("key", flat=True)) == ["streets"]
    assert list(Team.objects.values_list("path", flat=True)) == ["s5/streets/roads"]
    assert list(Mailbox.objects.values_list("address", flat=True)) == ["roads@s5.example"]


WITHOUT_POST = PLAN._replace(teams=(ROADS,), mailboxes=(PLAN.mailboxes[0]._replace(team="customer-services/roads"),))


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_team_that_has_contacts_stays_and_nothing_else_is_changed(is_closed: bool):
    contact = cast.received()
    if is_closed:
        Contact.objects.filter(id=contact.id).update(closed_at=NOW)
    with pytest.raises(ValueError, match="s5/customer-services/post: it has 1 contact, open or closed"):
        established(WITHOUT_POST)
    assert Team.objects.count() == 2
    assert Mailbox.objects.get().team.key == "post"
    assert list(about("s5").filter(what="changed a council")) == []


def test_a_team_without_contacts_goes_though_its_neighbour_has_some():
    cast.received()
    changes = established(PLAN._replace(teams=(POST,)))
    assert "team s5/customer-services/roads is taken away" in changes


@pytest.mark.parametrize(
    ("path", "plan"),
    [
        ("s5/customer-services/post", WITHOUT_POST),
        (
            "s5/customer-services",
            PLAN._replace(
                services={"streets": "Streets"},
                teams=(ROADS._replace(service="streets"),),
                mailboxes=(MailboxPlan("contact@s5.example", "streets/roads", ""),),
            ),
        ),
    ],
)
def test_a_place_where_somebody_holds_a_post_stays(path: str, plan: Plan):
    established()
    cast.staff("Sam Field", Role.OFFICER, path)
    with pytest.raises(ValueError, match=f"staff dismiss sam.field@council.example --role officer --at {path}$"):
        established(plan)
    assert Team.objects.count() == 2


def test_a_mailbox_to_which_mail_has_come_stays():
    established()
    Incoming.objects.create(
        channel="email",
        mailbox=Mailbox.objects.get(),
        council_id="s5",
        raw=b"",
        arrived_at=NOW,
        kept_at=NOW,
        try_at=NOW,
    )
    with pytest.raises(ValueError, match=r"Cannot take away the mailbox contact@s5.example: mail to it"):
        established(PLAN._replace(mailboxes=(MailboxPlan("new@s5.example", "customer-services/post", ""),)))
    assert Mailbox.objects.get().address == "contact@s5.example"


def test_a_mailbox_is_never_taken_from_another_council():
    established()
    with pytest.raises(ValueError, match=r"the mailbox contact@s5.example: it is that of council s5"):
        established(PLAN._replace(key="s4"))
    assert list(Council.objects.values_list("key", flat=True)) == ["s5"]


def test_one_council_s_plan_touches_no_other_council():
    cast.council("s4")
    established()
    assert established(PLAN._replace(teams=(POST,))) == ["team s5/customer-services/roads is taken away"]
    assert Team.objects.filter(service__council="s4").count() == 2


def test_what_a_council_says_of_privacy_and_accessibility_is_kept_and_brought_to_the_plan():
    said = {"compliance": "partial", "not_accessible": ["Letters."], "tested_on": "2026-11-20"}
    plan = PLAN._replace(privacy={"officer": "dpo@s5.example"}, accessibility=said)
    established(plan)
    council = Council.objects.get()
    assert (council.privacy, council.accessibility) == ({"officer": "dpo@s5.example"}, said)
    assert established(plan) == []
    assert established(PLAN._replace(accessibility=said)) == [
        "council s5: privacy was {'officer': 'dpo@s5.example'} and is now {}"
    ]
