"""Whoever fills in the form chooses the service that it is about, where the council offers some, and it goes there."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.channels.web.read import Answers, raw_of, read
from answerable.contacts.models import Contact, Message
from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.inbox.models import Incoming
from benchmarks.house_intake import filled_in
from tests import cast
from tests.channels.taking_in import take_in_all
from tests.public.residents import ANSWERS, address, answer, heading, problems, token, words

pytestmark = pytest.mark.django_db

CHECK = "/s5/contact/check/"
NOT_SURE = {"service": "not sure"}


@pytest.fixture
def streets() -> Service:
    return offered("streets", "Streets and waste", title="Bins, streets and parks", hint="Missed bins, <i>lamps</i>")


def offered(key: str, name: str, *, title: str = "", hint: str = "", council: str = "s5") -> Service:
    """Let a council offer one more service, which has a team with a mailbox."""
    made = Service.objects.create(
        council=cast.council(council), key=key, name=name, public_title=title, public_hint=hint
    )
    team = Team.objects.create(
        service=made,
        key="crews",
        name=f"the {key} team",
        answers_name="Dev Patel",
        answers_phone="01632 960 003",
        path=f"{council}/{key}/crews",
    )
    Mailbox.objects.create(council=made.council, team=team, address=f"{key}@{council}.example")
    made.takes_forms = team
    made.save()
    return made


def answer_all(client: Client, service: dict[str, str], **changes: dict[str, Any]) -> None:
    for step in ("about", "service", "message", "danger", "reach", "needs"):
        given = service if step == "service" else changes.get(step, ANSWERS.get(step, {}))
        response = client.post(address(step), given)
        assert response.status_code == 302, problems(response)


def send(client: Client) -> Any:
    return client.post(CHECK, {"token": token(client)}, follow=True)


def test_what_it_is_about_is_asked_and_it_goes_to_the_team_that_takes_it(client: Client, streets: Service):
    offered("homes", "Housing")
    assert client.post(address("about"), ANSWERS["about"]).headers["Location"] == "/s5/contact/service/"
    page = client.get(address("service"))
    asked = "Bins, streets and parks Missed bins, <i>lamps</i> Housing or I am not sure Or it is about something else."
    assert (heading(page), asked in words(page)) == ("What is it about?", True)
    assert "checked" not in page.content.decode()
    answer_all(client, {"service": "streets"})
    assert 'value="streets" checked' in client.get(address("service")).content.decode()
    assert "What it is about Bins, streets and parks Change what it is about" in words(client.get(CHECK))
    assert "Your message is with the streets team" in words(send(client))
    contact = Contact.objects.get()
    assert (contact.path, contact.mailbox, contact.came_as) == ("s5/streets/crews", "", ["enquiry"])
    assert contact.messages.get(sort=Message.Sort.FROM_CUSTOMER).body == "The street lamp is out."
    assert "service" not in str(dict(client.session))


def test_whoever_is_not_sure_is_read_at_the_front_door(client: Client, streets: Service):
    answer_all(client, NOT_SURE)
    assert "What it is about I am not sure Change" in words(client.get(CHECK))
    send(client)
    assert Contact.objects.get().path == "s5/customer-services/post"
    sent = read(bytes(Incoming.objects.get().raw))
    assert isinstance(sent, Answers)
    assert sent.service == ""


def test_where_no_service_is_offered_nothing_is_asked(client: Client):
    cast.council()
    offered("streets", "Streets", council="s1")
    assert client.post(address("about"), ANSWERS["about"]).headers["Location"] == "/s5/contact/message/"
    assert client.get(address("service")).headers["Location"] == "/s5/contact/message/"
    answer(client)
    assert "What it is about" not in words(client.get(CHECK))
    send(client)
    assert Contact.objects.get().path == "s5/customer-services/post"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose what it is about, or “I am not sure”"),
        ({"service": ""}, "Choose what it is about, or “I am not sure”"),
        ({"service": "made-up"}, "Choose what it is about from this list, or “I am not sure”"),
        ({"service": "customer-services"}, "Choose what it is about from this list, or “I am not sure”"),
        ({"service": "homes"}, "Choose what it is about from this list, or “I am not sure”"),
        ({"service": "streets\0' OR 1"}, "Choose what it is about from this list, or “I am not sure”"),
    ],
)
def test_what_is_not_offered_here_is_refused_in_a_sentence(
    client: Client, streets: Service, given: dict[str, str], said: str
):
    offered("homes", "Housing", council="s1")
    client.post(address("about"), ANSWERS["about"])
    response = client.post(address("service"), given)
    assert (response.status_code, problems(response)) == (200, [said])
    assert "<title>Error: What is it about?" in response.content.decode()
    assert client.get(address("message")).status_code == 200  # it keeps nobody from going on
    assert client.get(CHECK).headers["Location"] == "/s5/contact/service/"


@pytest.mark.parametrize("kind", ["foi", "sar", "data-rights"])
def test_what_asks_for_what_the_council_keeps_is_of_no_service(client: Client, streets: Service, kind: str):
    answer_all(client, {"service": "streets"})
    assert client.post(address("about"), {"kind": kind}).headers["Location"] == CHECK
    assert "What it is about" not in words(client.get(CHECK))
    assert client.get(address("service")).headers["Location"] == CHECK
    send(client)
    assert Contact.objects.get().path == "s5/customer-services/post"


@pytest.mark.parametrize("kind", ["complaint", "compliment", "penalty-charge"])
def test_any_other_kind_is_sent_to_the_service(client: Client, streets: Service, kind: str):
    answer_all(client, {"service": "streets"}, about={"kind": kind})
    send(client)
    contact = Contact.objects.get()
    assert (contact.path, contact.came_as) == ("s5/streets/crews", [kind])


def test_a_request_that_becomes_a_question_is_asked_what_it_is_about(client: Client, streets: Service):
    client.post(address("about"), {"kind": "foi"})
    for step in ("message", "danger", "reach", "needs"):
        client.post(address(step), ANSWERS[step])
    assert client.get(CHECK).status_code == 200
    assert client.post(address("about"), {"kind": "enquiry"}).headers["Location"] == "/s5/contact/service/"
    assert client.post(address("service"), {"service": "streets"}).headers["Location"] == CHECK


def test_danger_and_the_clocks_are_as_they_are_at_the_front_door(client: Client, streets: Service):
    danger = {"danger": {"danger": "yes", "risk": "An open manhole"}}
    Council.objects.update(duty_address="duty@s5.example")
    for service in ({"service": "streets"}, NOT_SURE):
        answer_all(client, service, **danger)
        send(client)
    one, other = Contact.objects.order_by("id")
    assert (one.is_welfare, one.welfare) == (other.is_welfare, other.welfare) == (True, "An open manhole")
    assert cast.states(one) == cast.states(other) != {}
    assert one.messages.filter(sort=Message.Sort.TO_DUTY).count() == 1


def withdrawn(streets: Service) -> None:
    Service.objects.filter(pk=streets.pk).update(takes_forms=None)


GONE = (
    "[This was sent to “Bins, streets and parks”, which the form does not offer any more.]\n\nThe street lamp is out."
)


@pytest.mark.parametrize("others", [False, True])
def test_a_service_withdrawn_between_the_pages_goes_to_the_front_door_with_what_was_chosen(
    client: Client, streets: Service, others: bool
):
    if others:
        offered("homes", "Housing")
    answer_all(client, {"service": "streets"})
    withdrawn(streets)
    said = "What it is about What you chose is not in our list any more. We find out who can help Change"
    assert (said in words(client.get(CHECK))) is others
    send(client)
    contact = Contact.objects.get()
    assert contact.path == "s5/customer-services/post"
    assert contact.messages.get(sort=Message.Sort.FROM_CUSTOMER).body == GONE


def test_a_service_withdrawn_while_the_form_waits_goes_to_the_front_door(
    client: Client, streets: Service, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Whatever.")

    answer_all(client, {"service": "streets"})
    with monkeypatch.context() as patch:
        patch.setattr("answerable.contacts.actions.receive_all", fail)
        assert send(client).request["PATH_INFO"] == "/s5/contact/kept/"
    Mailbox.objects.filter(team=streets.takes_forms).delete()
    Team.objects.filter(service=streets).delete()
    streets.delete()
    take_in_all(at=Incoming.objects.get().try_at)
    contact = Contact.objects.get()
    assert contact.path == "s5/customer-services/post"
    assert contact.messages.get(sort=Message.Sort.FROM_CUSTOMER).body == GONE.replace(
        "Bins, streets and parks", "streets"
    )


def test_a_service_withdrawn_while_it_is_asked_is_asked_no_more(client: Client, streets: Service):
    client.post(address("about"), ANSWERS["about"])
    withdrawn(streets)
    response = client.post(address("service"), {"service": "streets"})
    assert response.headers["Location"] == "/s5/contact/message/"


def test_a_service_offered_while_somebody_writes_loses_nothing_of_it(client: Client):
    cast.council()
    client.post(address("about"), ANSWERS["about"])
    offered("streets", "Streets")
    assert client.post(address("message"), ANSWERS["message"]).headers["Location"] == "/s5/contact/service/"
    assert client.post(address("service"), {"service": "streets"}).headers["Location"] == "/s5/contact/danger/"
    assert "The street lamp is out." in client.get(address("message")).content.decode()


def test_a_form_that_was_kept_before_there_were_services_is_read():
    raw = raw_of(Answers(kind="enquiry", message="It is out.")).replace(b', "service": ""', b"")
    assert b"service" not in raw
    assert read(raw) == Answers(kind="enquiry", message="It is out.")


@pytest.mark.any_database  # a session is one text to either; its neighbours keep and send it on both
@pytest.mark.parametrize("nonsense", [None, 5, [], {}, "", ["streets"], {"x": "y"}], ids=str)
def test_a_draft_that_holds_nonsense_is_asked_again(client: Client, streets: Service, nonsense: Any):
    answer_all(client, NOT_SURE)
    session = client.session
    session["drafts"]["s5"]["answers"]["service"] = {"service": nonsense}
    session.save()
    assert client.get(CHECK).headers["Location"] == "/s5/contact/service/"
    assert client.post(address("service"), NOT_SURE).headers["Location"] == CHECK


def test_each_page_costs_one_question_more_however_many_services_there_are(client: Client, streets: Service):
    def asked(where: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        return len([one for one in queries.captured_queries if "councils_service" in one["sql"]])

    for number in range(4):
        offered(f"more-{number}", f"More {number}")
    answer_all(client, {"service": "streets"})
    pages = [address(step) for step in ("about", "service", "message", "danger", "reach", "needs")]
    assert max(asked(page) for page in [*pages, CHECK]) == 1


def test_what_was_checked_before_a_service_was_offered_is_sent(client: Client):
    cast.council()
    answer(client)
    given = {"token": token(client)}
    offered("streets", "Streets")
    client.post(CHECK, given)
    assert Contact.objects.get().path == "s5/customer-services/post"


@pytest.mark.parametrize("offers", [True, False])
def test_the_form_that_a_benchmark_sends_is_whole(offers: bool):
    cast.council()
    if offers:
        offered("streets", "Streets and waste")
    form = next(filled_in(1))
    given = {f"HTTP_{name.upper()}": value for name, value in form.headers.items() if name == "Cookie"}
    response = Client().generic("POST", form.path, form.body or "", form.headers["Content-Type"], **given)
    assert (response.status_code, Incoming.objects.count()) == (form.status, 1)
