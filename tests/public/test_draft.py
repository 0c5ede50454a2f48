"""The answers and what is made of them are one: kept as a draft, or sent and forgotten, whatever happens."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from answerable.channels.web import actions
from answerable.config.sessions import SessionStore
from answerable.contacts.models import Contact
from answerable.inbox.models import Incoming
from tests import cast
from tests.public.residents import a_page_of, answer, token

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
