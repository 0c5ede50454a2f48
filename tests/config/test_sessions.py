"""A session is kept as Django keeps it, by one statement to find it and one to change it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DjangosOwn
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.config.clock import the_moment_it_is
from answerable.config.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(**what: str) -> SessionStore:
    session = SessionStore()
    for name, value in what.items():
        session[name] = value
    session.create()
    return session


def test_it_is_the_store_of_the_sessions() -> None:
    assert import_module(settings.SESSION_ENGINE).SessionStore is SessionStore


def test_what_is_kept_is_found_and_changed_by_one_statement_each() -> None:
    key = kept(drafts="one").session_key
    session = SessionStore(key)
    with CaptureQueriesContext(connection) as asked:
        assert dict(session.items()) == {"drafts": "one"}
        session["drafts"] = "two"
        session.save()
    assert [query["sql"].split()[0] for query in asked] == ["SELECT", "UPDATE"]
    assert dict(SessionStore(key).items()) == dict(DjangosOwn(key).items()) == {"drafts": "two"}


def test_to_change_it_puts_off_its_end() -> None:
    session = kept(drafts="one")
    soon = the_moment_it_is() + timedelta(minutes=1)
    Session.objects.update(expire_date=soon)
    session.save()
    assert Session.objects.get().expire_date > soon + timedelta(hours=11)


def test_one_that_has_ended_is_nobodys() -> None:
    session = kept(drafts="one")
    Session.objects.update(expire_date=the_moment_it_is())
    again = SessionStore(session.session_key)
    assert dict(again.items()) == {}
    assert again.session_key is None


def test_one_that_is_gone_cannot_be_changed() -> None:
    session = kept(drafts="one")
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()
