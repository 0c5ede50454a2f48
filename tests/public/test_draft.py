"""The answers and what is made of them are one: kept as a draft, or sent and forgotten, whatever happens."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from answerable.channels.web import actions
from answerable.config.sessions import SessionStore
from answerable.contacts.models import Contact
from answerable.inbox.models import Incoming
from tests import cast
from tests.public.residents import a_page_of, answer, page_of, token

pytestmark = pytest.mark.django_db
CHECK = "/s5/contact/check/"


@pytest.fixture
def given(client: Client) -> dict[str, str]:
    """Answer every question, and return what the button sends."""
    cast.council()
    answer(client)
    return {"token": token(client)}


def test_answers_that_cannot_be_forgotten_are_not_sent_either(
    client: Client, given: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("The power went.")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(SessionStore, "save", crash)
        client.post(CHECK, given)
    assert Contact.objects.count() == 0
    client.post(CHECK, given)
    assert Contact.objects.count() == 1


def test_what_is_sent_arrives_though_the_session_ends_at_that_moment(
    client: Client, given: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    keep = actions.keep

    def keep_late(*args: Any, **kwargs: Any) -> Incoming:
        Session.objects.all().delete()
        return keep(*args, **kwargs)

    monkeypatch.setattr(actions, "keep", keep_late)
    response = client.post(CHECK, given)
    assert response.headers["Location"].startswith(a_page_of(Contact.objects.get()))
    assert not Session.objects.exists()


def kept_before(client: Client, change: Callable[[dict[str, Any]], Any]) -> None:
    """Let the session hold what an earlier version of the program, or nonsense, has left in it."""
    session = client.session
    change(session)
    session.save()


ANSWERS = {
    "about": ("kind",),
    "message": ("subject", "message"),
    "danger": ("danger", "risk"),
    "reach": ("name", "email", "phone"),
    "needs": ("needs", "language", "number", "words"),
}
MUST = {("about", "kind"), ("message", "message"), ("danger", "danger")}
NONSENSE: tuple[Any, ...] = (None, 5, True, [], {}, ["x"], {"x": "y"}, [[]], [None], "nonsense")
PAGES = ("/s5/contact/", *(f"/s5/contact/{name}/" for name in (*list(ANSWERS)[1:], "check")))


def sends(client: Client) -> int:
    """Open every page of the form, answer what is asked again, and send it: return how many contacts there are then."""
    for page in PAGES:
        assert client.get(page).status_code in (200, 302), page
    if client.get(CHECK).status_code != 200:
        answer(client)
    client.post(CHECK, {"token": token(client)})
    return Contact.objects.count()


@pytest.mark.slow
@pytest.mark.parametrize(("step", "name"), [(step, name) for step, names in ANSWERS.items() for name in names])
def test_an_answer_that_an_older_draft_lacks_is_empty_or_asked_again(
    client: Client, given: dict[str, str], step: str, name: str
):
    kept_before(client, lambda session: session["drafts"]["s5"]["answers"][step].pop(name))
    assert (client.get(CHECK).status_code == 302) is ((step, name) in MUST)
    assert sends(client) == 1


@pytest.mark.slow
@pytest.mark.any_database  # a session is one text to either; its neighbours keep and send it on both
@pytest.mark.parametrize("nonsense", NONSENSE, ids=str)
@pytest.mark.parametrize("step", ANSWERS)
def test_an_answer_that_is_none_is_as_if_it_were_not_there(
    client: Client, given: dict[str, str], step: str, nonsense: Any
):
    def wrong(session: dict[str, Any]) -> None:
        for name in ANSWERS[step]:
            if not isinstance(nonsense, str) or (step, name) in MUST - {("message", "message")} or name == "needs":
                session["drafts"]["s5"]["answers"][step][name] = nonsense

    kept_before(client, wrong)
    assert sends(client) == 1


@pytest.mark.slow
@pytest.mark.any_database  # a session is one text to either; its neighbours keep and send it on both
@pytest.mark.parametrize("nonsense", NONSENSE, ids=str)
@pytest.mark.parametrize(
    "place", [("drafts",), ("drafts", "s5"), ("drafts", "s5", "answers"), ("drafts", "s5", "token"), ("sent",)], ids=str
)
def test_a_session_that_holds_anything_else_begins_anew(
    client: Client, given: dict[str, str], place: tuple[str, ...], nonsense: Any
):
    def wrong(session: Any) -> None:
        *way, last = place
        for name in way:
            session = session[name]
        session[last] = nonsense

    kept_before(client, wrong)
    assert sends(client) == 1
    assert client.get("/s5/contact/kept/").status_code == 200


@pytest.mark.slow
@pytest.mark.any_database  # a session is one text to either; test_follow.py opens the pages on both
@pytest.mark.parametrize("name", ["drafts", "sent", "waiting", "writes"])
@pytest.mark.parametrize("nonsense", NONSENSE, ids=str)
def test_a_page_and_its_forms_open_whatever_the_session_holds(client: Client, name: str, nonsense: Any):
    contact = cast.received()
    page = page_of(contact)
    client.get("/s5/contact/")
    kept_before(client, lambda session: session.update({name: nonsense, "waiting": nonsense}))
    for address in (page, f"{page}add/", f"{page}wrong/", "/s5/contact/kept/"):
        assert client.get(address).status_code in (200, 302), address


def test_danger_that_an_older_draft_says_without_saying_of_what_is_asked_again(client: Client, given: dict[str, str]):
    kept_before(client, lambda session: session["drafts"]["s5"]["answers"].update(danger={"danger": "yes", "risk": ""}))
    assert client.get(CHECK).headers["Location"] == "/s5/contact/danger/"
