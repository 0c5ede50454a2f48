"""A probe is answered in any case: by any name, over HTTP too, without a session, and with the truth."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from answerable.config import clock
from answerable.health import answering, keeping
from answerable.health.actions import show
from answerable.health.keeping import OTHER
from answerable.health.models import LastRound
from tests.build import at

NINE = at("Mon 2 Nov 2026 09:00")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """It is nine, and both processes run; the settings are those of a real deployment."""
    monkeypatch.setattr(clock, "the_moment_it_is", lambda: NINE)
    monkeypatch.setattr(keeping, "_last", {})
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["contact.s5.example"]
    for process in ("worker", "dispatcher"):
        show(process, at=NINE)


@pytest.mark.parametrize("host", ["contact.s5.example", "192.0.2.7:8000", "[2001:db8::1]", "other.example", "a b", ""])
@pytest.mark.parametrize("is_https", [True, False])
def test_a_probe_is_answered_by_any_name(host: str, is_https: bool):
    answer = Client(headers={"host": host}).get("/health/", secure=is_https)
    assert (answer.status_code, answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        200,
        "application/json",
        "no-store",
    )
    assert answer.json()["well"] is True


def test_what_is_said_when_all_is_well():
    told = Client().get("/health/").json()
    told["signs"].pop("disk", None)
    nothing = {"well": True, "count": 0, "seconds_late": 0}
    assert told == {
        "well": True,
        "signs": {
            "database": {"well": True},
            "worker": {"well": True, "seconds_ago": 0},
            "dispatcher": {"well": True, "seconds_ago": 0},
            "mailboxes": {"well": True, "count": 0, "failing": {}},
            "what arrived": nothing,
            "letters to be sent": nothing,
            "clocks to be looked at": nothing,
        },
    }


def test_a_process_that_was_killed_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock, "the_moment_it_is", lambda: NINE + timedelta(minutes=6))
    show("dispatcher", at=NINE + timedelta(minutes=6))
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()["well"], answer.json()["signs"]["worker"]) == (
        503,
        False,
        {
            "well": False,
            "problem": "No worker has gone round for 360 seconds. See that it runs, and what it says in its log.",
            "seconds_ago": 360,
        },
    )


@pytest.mark.parametrize("error", [OperationalError("no"), InterfaceError("no")])
def test_a_database_that_is_away_is_told_and_nothing_of_its_words(error: Exception, monkeypatch: pytest.MonkeyPatch):
    def fail(now: datetime) -> None:
        raise error

    monkeypatch.setattr(answering, "signs", fail)
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()) == (
        503,
        {"well": False, "signs": {"database": {"well": False, "problem": "The database does not answer."}}},
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="It is the same code, and SQLite can be made to refuse.")
def test_a_database_that_can_be_read_and_not_written_is_told():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1")
        try:
            answer = Client().get("/health/")
        finally:
            cursor.execute("PRAGMA query_only = 0")
    assert (answer.status_code, answer.json()["signs"]["database"], answer.json()["signs"]["worker"]["well"]) == (
        503,
        {"well": False, "problem": OTHER},
        True,
    )


def test_asking_often_writes_once():
    for _ in range(3):
        Client().get("/health/")
    assert dict(LastRound.objects.filter(process="web").values_list("process", "at")) == {"web": NINE}


def test_a_probe_has_no_session_and_no_cookie():
    client = Client()
    client.get("/health/")
    assert (dict(client.cookies), Session.objects.count()) == ({}, 0)


@pytest.mark.parametrize(("method", "status"), [("head", 200), ("post", 405), ("put", 405), ("options", 405)])
def test_a_probe_only_asks(method: str, status: int):
    assert getattr(Client(), method)("/health/").status_code == status


def test_every_other_address_is_asked_for_by_name_and_over_https():
    assert Client(headers={"host": "contact.s5.example"}).get("/health/x").status_code == 301
    assert Client(headers={"host": "other.example"}).get("/health").status_code == 400
