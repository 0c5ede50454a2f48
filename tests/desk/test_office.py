"""Finding a contact, mail in trouble, and the record."""

from functools import partial
from typing import Any

import pytest
from django.db import OperationalError

from answerable.channels.models import Position
from answerable.contacts import actions
from answerable.contacts.models import Outgoing
from answerable.councils.models import Council, Mailbox
from answerable.health import keeping
from answerable.inbox.models import Incoming
from answerable.observations import actions as checks
from answerable.observations.models import ObservationRow
from answerable.people.models import Role
from answerable.queues.actions import keep_view
from answerable.standards.vocabulary.feeds import FORM, MAILBOX
from answerable.texts.actions import write_text
from tests import cast
from tests.build import at, on
from tests.desk.sitting import Desk, text

pytestmark = pytest.mark.django_db

NOW = "Tue 3 Nov 2026 10:00"


def test_the_one_contact_that_is_found_is_opened(sam: Desk):
    contact = cast.received()
    for words in (contact.reference, contact.reference.lower(), "robin@home.example", "reed"):
        assert sam.at(NOW).open("find/", words=words).url == f"/s5/desk/contacts/{contact.reference}/"


def test_several_contacts_are_listed_the_newest_first_and_no_more_than_a_page(
    sam: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("answerable.finding.queries.A_PAGE", 2)
    for hour in (9, 10, 11):
        cast.received(f"Mon 2 Nov 2026 {hour:02}:00", subject=f"At {hour}")
    answer = sam.at(NOW).open("find/", words="Robin")
    page = text(answer)
    assert page.index("At 11") < page.index("At 10")
    assert "At 9" not in page
    older = sam.client.get(f"/s5/desk/find/{answer.context['more']}")
    assert ("At 9" in text(older), "At 10" in text(older), older.context["more"]) == (True, False, "")
    assert "Back to the newest" in text(older)


def test_the_words_are_marked_where_they_were_written_and_everything_else_is_escaped(sam: Desk):
    for name in ("Robin <b>Reed</b>", "Jo"):
        cast.received(subject="<script>lamp</script>", body="It is <i>out</i> & the lamp & the <u>lamp</u>", name=name)
    page = sam.at(NOW).open("find/", words="lamp").content.decode()
    assert page.count("&lt;script&gt;<mark>lamp</mark>&lt;/script&gt;") == 2
    assert (
        page.count("It is &lt;i&gt;out&lt;/i&gt; &amp; the <mark>lamp</mark> &amp; the &lt;u&gt;<mark>lamp</mark>") == 2
    )
    assert "Robin &lt;b&gt;Reed&lt;/b&gt;" in page
    assert "<script>lamp" not in page


@pytest.mark.parametrize("words", ["'\"*", "the of", '"', "(((", "\0 *"])
def test_what_nothing_can_be_found_by_is_said_in_a_sentence(sam: Desk, words: str):
    cast.received()
    assert "can be looked for: signs, and words such as “the”" in text(sam.at(NOW).open("find/", words=words))


def test_of_what_is_much_too_long_the_beginning_is_looked_for(sam: Desk):
    for email in ("a@home.example", "b@home.example"):
        cast.received(email=email)
    page = text(sam.at(NOW).open("find/", words="lamp " * 2_000))
    assert "only its beginning was looked for" in page
    assert page.count("Robin Reed") == 2


def test_the_same_box_leads_to_pages_views_of_the_queue_and_colleagues(sam: Desk, desk_of: Any):
    cast.staff("Ria Postlethwaite", phone="01632 960 099")
    cast.staff("Rhoda Roads", path="s5/customer-services/roads")
    boss = desk_of("Bo Sterling", role=Role.MANAGER, path="s5").at(NOW)
    kept = {"council": Council.objects.get(), "asked": "due=late", "by": sam.staff, "at": at(NOW)}
    keep_view(name="Late ones", team=None, **kept)
    assert "Ria Postlethwaite 01632 960 099" in text(sam.open("find/", words="postle"))
    page = sam.open("find/", words="late").content.decode()
    assert '<a class="govuk-link" href="/s5/desk/?due=late">Late ones</a>' in page
    assert (
        '<a class="govuk-link" href="/s5/desk/new/">New contact</a>' in sam.open("find/", words="new").content.decode()
    )
    for path, title in (("s5", "Missed bin"), ("s5/customer-services/roads", "Bin on a road")):
        given = {"path": path, "title": title, "words": "Dear {name}, we are sorry. " * 9, "owner": boss.staff}
        write_text(**given, review_on=on("Mon 1 Feb 2027"), by=boss.staff, at=at(NOW))
    [offered] = sam.open("find/", words="bin").context["also"]
    assert (offered.text, offered.href) == ("Missed bin", "")  # an officer reads how it begins, and does not keep it
    assert offered.says.startswith("Standard text: Dear {name}, we are sorry. Dear")
    assert len(offered.says) < 140
    assert [one.href.split("/")[-3] for one in boss.open("find/", words="bin").context["also"]] == ["texts", "texts"]
    for words in ("rhoda", "hand over", "page of nothing"):
        assert sam.open("find/", words=words).context["also"] == [], words
    assert [one.text for one in boss.open("find/", words="hand over").context["also"]] == ["Hand over"]
    assert [one.text for one in boss.open("find/", words="late").context["also"]] == []
    assert sam.open("find/", words="the").context["also"] == []


def test_what_was_found_is_narrowed_by_an_address_that_can_be_shared(sam: Desk, desk_of: Any):
    lamps = [cast.received(f"Mon 2 Nov 2026 {hour:02}:00", subject=f"At {hour}") for hour in (9, 10, 11)]
    actions.close(lamps[0], outcome=lamps[0].Outcome.SPAM, why="So", by=cast.staff(), at=at(NOW))
    everything = text(sam.at(NOW).open("find/", words="lamp"))
    assert [f"At {hour}" in everything for hour in (9, 10, 11)] == [True, True, True]
    page = text(sam.open("find/", words="lamp", stands="open", team="nonsense"))
    assert [f"At {hour}" in page for hour in (9, 10, 11)] == [False, True, True]
    assert "Show everything found" in page
    page = text(sam.open("find/", words="lamp", **{"first-day": "40", "first-month": "1", "first-year": "2026"}))
    assert "The first day must be a real date" in page
    assert "At 9" in page
    assert "Nothing was found" in text(
        sam.open("find/", words="lamp", **{"first-day": "3", "first-month": "11", "first-year": "2026"})
    )


def test_nobody_finds_what_they_may_not_see(desk_of: Any):
    contact = cast.received()
    colleague = desk_of("Rhoda Roads", path="s5/customer-services/roads").at(NOW)
    for words in (contact.reference, "robin@home.example", "Robin"):
        assert "Nothing was found that you may see." in text(colleague.open("find/", words=words))


def test_looking_for_nothing_says_what_can_be_looked_for(sam: Desk):
    assert "Give a reference, a name, an email address, a telephone number, a postcode, some words" in text(
        sam.at(NOW).open("find/", words="  ")
    )


def test_mail_that_could_not_be_read_or_sent_is_shown_with_why_and_not_with_what_it_says(desk_of: Any):
    contact = cast.received(subject="About my divorce")
    actions.fail(Outgoing.objects.get(), problem="550 <robin@home.example>: no such mailbox", at=at(NOW))
    mailbox = Mailbox.objects.get()
    Position.objects.create(mailbox=mailbox, looked_at=at(NOW), problem="The password was refused")
    Incoming.objects.create(
        channel="email",
        mailbox=mailbox,
        council_id="s5",
        external_id="<1@x>",
        digest="1",
        raw=b"my secret",
        arrived_at=at(NOW),
        kept_at=at(NOW),
        try_at=at(NOW),
        state=Incoming.State.UNREADABLE,
        problem="No headers",
        contact=contact,
    )
    moments = {"arrived_at": at(NOW), "kept_at": at(NOW), "try_at": at(NOW)}
    form = {"channel": "web", "council_id": "s5", "raw": b"my secret", **moments}
    Incoming.objects.create(**form, external_id="1", tries=1, problem="No charter")
    Incoming.objects.create(**form, external_id="2", tries=1)  # somebody has it in hand
    Incoming.objects.create(**form, external_id="3", tries=2)  # and here they ended without a word
    page = text(desk_of("Ad Min", role=Role.ADMINISTRATOR, path="s5").at(NOW).open("mail/"))
    said = [
        f"{contact.reference} 2 Nov 2026, 09:00 Could not be sent, tried 0 times 550 <(an address)>: no such mailbox",
        f"contact@s5.example Could not be read: a contact was made of it for a person to look at ({contact.reference})"
        " No headers",
        "Web form Waiting to be read No charter",
        "contact@s5.example: The password was refused",
    ]
    assert [words in page for words in said] == [True] * 4
    assert page.count("Web form Waiting to be read") == 2
    assert [secret for secret in ("divorce", "secret", "Robin", "robin@") if secret in page] == []


def test_that_nothing_can_be_kept_is_shown_with_what_to_do(desk_of: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeping, "_last", {})
    cast.council("s5")
    admin = desk_of("Ad Min", role=Role.ADMINISTRATOR, path="s5").at(NOW)
    assert "Database:" not in text(admin.open("mail/"))
    keeping.note(OperationalError("database is locked"), at=at(NOW))
    assert f"Nothing can be kept, or soon Database: {keeping.LOCKED}" in text(admin.open("mail/"))


def test_a_way_in_that_our_own_tests_find_closed_is_shown_with_since_when_until_it_opens_again(desk_of: Any):
    admin = desk_of("Ad Min", role=Role.ADMINISTRATOR, path="s5")
    council, mailbox = Council.objects.get(), Mailbox.objects.get()
    begin = partial(checks.begin, MAILBOX, council=council, path=mailbox.team.path, subject=mailbox.address)
    for hour, problem in ((6, "Shut"), (7, ""), (8, "Still no answer"), (9, "No answer")):
        moment = at(f"Tue 3 Nov 2026 {hour:02}:00")
        checks.settle(checks.begin(FORM, council=council, at=moment), problem=problem, at=moment)
        checks.settle(begin(at=moment), problem=problem, at=moment)
    checks.begin(FORM, council=council, at=at("Tue 3 Nov 2026 09:59"))
    page = text(admin.at(NOW).open("mail/"))
    assert "People cannot reach us here" in page
    assert "The form 3 Nov 2026, 08:00 3 Nov 2026, 09:00 No answer" in page
    assert "The mailbox contact@s5.example 3 Nov 2026, 08:00 3 Nov 2026, 09:00 No answer" in page
    elsewhere = desk_of("Rhoda Admin", role=Role.ADMINISTRATOR, path="s5/customer-services/roads")
    assert "The mailbox contact@s5.example" not in text(elsewhere.at(NOW).open("mail/"))
    checks.settle(ObservationRow.objects.get(passed=None), at=at(NOW))
    checks.settle(begin(at=at(NOW)), at=at(NOW))
    assert "People cannot reach us here" not in text(admin.open("mail/"))


def test_mail_without_trouble_says_so(desk_of: Any):
    page = text(desk_of("Ad Min", role=Role.ADMINISTRATOR, path="s5").at(NOW).open("mail/"))
    assert "Everything has been sent, or is on its way." in page
    assert "Every message has been read." in page


def test_a_council_that_is_not_there_is_not_found(desk_of: Any):
    nobody = desk_of("Lost Officer", path="s9")
    assert nobody.client.get("/s9/desk/").status_code == 404


def test_the_menu_leads_only_where_its_reader_may_go(sam: Desk, desk_of: Any):
    def menu(desk: Desk) -> list[str]:
        return [link.text for link in desk.at(NOW).open().context["menu"]]

    assert menu(sam) == ["Queue", "For me", "New contact", "Asked", "What you did"]
    assert menu(desk_of("An Alyst", role=Role.ANALYST, path="s5")) == ["Queue", "Figures", "What you did"]
    assert menu(desk_of("Al Yst", role=Role.ANALYST)) == ["Queue", "What you did"]
    assert menu(desk_of("Ad Min", role=Role.ADMINISTRATOR, path="s5")) == [
        "Queue",
        "Mail",
        "Record",
        "Kept",
        "Staff",
        "Settings",
        "Signed in",
        "Failed sign-ins",
        "What you did",
    ]
    assert menu(desk_of("Au Ditor", role=Role.AUDITOR, path="s5")) == [
        "Queue",
        "For me",
        "Record",
        "Who looked",
        "Kept",
        "Failed sign-ins",
        "What you did",
    ]
