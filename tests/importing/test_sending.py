"""Lines that another system sends one at a time, signed: the same comes of them as of a file, whatever happens."""

import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import permutations
from typing import Any

import orjson
import pytest
from django.test import Client

from answerable.config.worker import CHANNELS
from answerable.contacts import limits
from answerable.contacts.models import Contact, LimitCount
from answerable.evidence.models import Entry
from answerable.importing.actions import end_keys, make_key
from answerable.importing.models import LineKey, LogLine
from answerable.inbox.actions import take_in_waiting
from answerable.inbox.models import Incoming
from answerable.inbox.queries import in_trouble
from answerable.inbox.reader import here
from tests import cast
from tests.build import at
from tests.importing.lines import ACKNOWLEDGED, NOW, RECEIVED, REPLIED, happened, line, stands, taken

pytestmark = pytest.mark.django_db
ADDRESS = "/s5/in/lines/"


@pytest.fixture(autouse=True)
def in_december(monkeypatch: pytest.MonkeyPatch) -> None:
    from answerable.config import clock

    monkeypatch.setattr(clock, "the_moment_it_is", lambda: NOW)


@pytest.fixture
def secret() -> str:
    return make_key(cast.council(), "switchboard", at=NOW)


def send(
    record: Any, secret: str, *, delivery: str = "1", when: datetime = NOW, source: str = "switchboard", **changes: str
) -> tuple[int, Mapping[str, Any]]:
    """Send a line as another system would, with headers changed, and return what was answered."""
    body = record if isinstance(record, bytes) else orjson.dumps(record)
    time = str(int(when.timestamp()))
    signature = hmac.new(secret.encode(), f"{time}.{delivery}.".encode() + body, sha256).hexdigest()
    headers = {
        "Answerable-Source": source,
        "Answerable-Delivery": delivery,
        "Answerable-Time": time,
        "Answerable-Signature": signature,
        **{f"Answerable-{name.title()}": value for name, value in changes.items()},
    }
    given = {name: value for name, value in headers.items() if value}
    client = Client(enforce_csrf_checks=True, headers={**given, "X-Forwarded-For": "203.0.113.7"})
    answer = client.post(ADDRESS, data=body, content_type="application/json")
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("application/json", "no-store")
    return answer.status_code, answer.json()


def test_a_line_becomes_a_contact_and_the_sender_is_told_its_reference(secret: str):
    status, said = send(line(RECEIVED, REPLIED), secret)
    contact = Contact.objects.get()
    assert (status, said) == (
        200,
        {"taken": True, "kept_as": Incoming.objects.get().pk, "reference": contact.reference},
    )
    assert (contact.outcome, LogLine.objects.get().source) == ("answered", "switchboard")
    assert bytes(Incoming.objects.get().raw) == orjson.dumps(line(RECEIVED, REPLIED))


LINES = [
    line(RECEIVED, id="A"),
    line(RECEIVED, ACKNOWLEDGED, REPLIED, id="A"),
    line(happened("received", "Mon 9 Nov 2026 09:00", after="A"), id="B"),
]


@pytest.mark.slow
@pytest.mark.parametrize("order", permutations(range(3)), ids=str)
def test_late_twice_and_out_of_order_it_is_as_if_the_lines_had_been_imported_in_order(order: Any, secret: str):
    for place in order:
        for _ in range(2):
            assert send(LINES[place], secret, delivery=str(place))[0] == 200
    sent = stands()
    LogLine.objects.update(source="elsewhere")
    taken(*LINES, source="switchboard")
    assert stands() == sorted([*sent, *sent])


def test_the_same_delivery_again_is_answered_as_the_first_time_and_done_once(secret: str):
    first = send(line(RECEIVED), secret)
    entries = Entry.objects.count()
    assert send(line(RECEIVED), secret) == (200, {**first[1], "again": True})
    assert (Contact.objects.count(), Incoming.objects.count(), Entry.objects.count()) == (1, 1, entries)


def test_another_line_under_the_same_delivery_is_refused_and_nothing_of_it_is_kept(secret: str):
    send(line(RECEIVED), secret)
    status, said = send(line(RECEIVED, id="2"), secret)
    assert (status, said["error"]) == (
        409,
        "The delivery '1' was another line. Give each an id of its own; nothing was taken in.",
    )
    assert (Contact.objects.count(), Incoming.objects.count()) == (1, 1)


STOLEN = {
    "of another body": {"signature": "0" * 64},
    "of another delivery": {"DELIVERY": "2"},
    "of another source": {"source": "post-book"},
    "of another time": {"time": str(int(NOW.timestamp()) + 1)},
    "empty but for its name": {"signature": "sha256="},
    "not in ASCII": {"signature": "\u00e9" * 64},
}


@pytest.mark.any_database  # it is refused before anything is written; a key that ended is refused on both
@pytest.mark.parametrize("changes", STOLEN.values(), ids=STOLEN)
def test_a_signature_that_does_not_fit_is_refused_and_nothing_is_kept(changes: Any, secret: str):
    status, said = send(line(RECEIVED), secret, **changes)
    assert (status, said["taken"]) == (401, False)
    assert said["error"].startswith("The signature does not fit. It is the HMAC-SHA256")
    assert (Contact.objects.count(), Incoming.objects.count()) == (0, 0)


@pytest.mark.parametrize(("late", "fits"), [(300, True), (301, False), (-300, True), (-301, False)])
def test_what_was_caught_on_its_way_is_worth_nothing_after_five_minutes(late: int, fits: bool, secret: str):
    status, said = send(line(RECEIVED), secret, when=NOW - timedelta(seconds=late))
    assert status == (200 if fits else 401)
    assert fits or said["error"].startswith(f"Answerable-Time is more than five minutes from {int(NOW.timestamp())}, ")
    assert Incoming.objects.count() == fits


@pytest.mark.any_database  # it is refused before anything is written; a key that ended is refused on both
@pytest.mark.parametrize("time", ["soon", "-1", "1e9", "١٢٣", "9" * 5000])
def test_a_time_that_is_none_is_refused_even_when_it_is_signed(time: str, secret: str):
    signature = hmac.new(secret.encode(), f"{time}.1.".encode() + b"{}", sha256).hexdigest()
    status, _ = send(b"{}", secret, time=time, signature=signature)
    assert (status, Incoming.objects.count()) == (401, 0)


def test_a_key_that_ended_opens_nothing_and_a_newer_one_does(secret: str):
    council = cast.council()
    newer = make_key(council, "switchboard", at=NOW)
    assert [send(line(RECEIVED), one, delivery=one[:8])[0] for one in (secret, newer)] == [200, 200]
    assert end_keys(council, "switchboard", at=NOW) == 2
    assert [send(line(RECEIVED), one, delivery=f"b{one[:8]}")[0] for one in (secret, newer)] == [401, 401]
    assert (
        list(Entry.objects.filter(about="s5").values_list("what", flat=True).order_by("id"))[-1]
        == "ended keys for lines"
    )


def test_a_key_of_one_council_opens_no_other(secret: str):
    cast.council("s1")
    body = orjson.dumps(line(RECEIVED))
    time = str(int(NOW.timestamp()))
    headers = {
        "Answerable-Source": "switchboard",
        "Answerable-Delivery": "1",
        "Answerable-Time": time,
        "Answerable-Signature": hmac.new(secret.encode(), f"{time}.1.".encode() + body, sha256).hexdigest(),
    }
    answer = Client(headers=headers).post("/s1/in/lines/", data=body, content_type="application/json")
    assert (answer.status_code, Incoming.objects.count()) == (401, 0)


def test_the_secret_stands_nowhere_and_goes_on_while_the_deployment_s_key_is_known_as_a_former_one(
    secret: str, settings: Any
):
    row = LineKey.objects.get()
    assert secret not in {str(value) for value in vars(row).values()}
    assert secret not in str(list(Entry.objects.values()))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "quite another key, and as long as it takes",
    )
    assert send(line(RECEIVED), secret)[0] == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert send(line(RECEIVED), secret, delivery="2")[0] == 401


BAD = {
    "no JSON": (b'{"id": "3", "chan', "It is not JSON:"),
    "a NUL": (b"\0", "It is not JSON:"),
    "no beginning": (orjson.dumps(line(REPLIED)), "No fact says when it began."),
    "in the future": (
        orjson.dumps(line(RECEIVED, happened("replied", "Tue 8 Dec 2026 09:00"))),
        "'replied' at 2026-12-08T09:00:00+00:00: Cannot note what has not happened yet.",
    ),
}


@pytest.mark.parametrize(("body", "says"), BAD.values(), ids=BAD)
def test_a_bad_line_is_kept_and_shown_and_stops_no_other(body: bytes, says: str, secret: str):
    status, said = send(body, secret)
    kept = Incoming.objects.get()
    assert (status, said["taken"], said["kept_as"]) == (422, False, kept.pk)
    assert said["error"].startswith(says)
    assert (kept.state, bytes(kept.raw), kept.problem) == ("refused", body, said["error"])
    assert list(in_trouble("s5", [])) == [kept]
    assert take_in_waiting(CHANNELS, here, at=NOW) == 0
    assert send(line(RECEIVED), secret, delivery="2")[0] == 200
    assert send(body, secret) == (422, {**said, "again": True})


def test_a_line_that_cannot_be_taken_in_now_is_safe_and_taken_in_by_the_worker(
    secret: str, monkeypatch: pytest.MonkeyPatch
):
    from answerable.importing import sent

    def no_charter(*args: Any, **how: Any) -> Any:
        raise LookupError("Nobody at all could read a message: it has no team. Give it one first.")

    with monkeypatch.context() as patch:
        patch.setattr(sent, "Reading", no_charter)
        status, said = send(line(RECEIVED), secret)
    assert (status, said["taken"], Contact.objects.count()) == (202, False, 0)
    later = NOW + timedelta(hours=2)
    assert take_in_waiting(CHANNELS, here, at=later) == 1
    assert (Contact.objects.count(), LogLine.objects.count()) == (1, 1)
    assert send(line(RECEIVED), secret)[1]["reference"] == Contact.objects.get().reference


def test_who_sends_too_much_is_asked_to_wait(secret: str, monkeypatch: pytest.MonkeyPatch):
    from answerable.importing import answering

    few = limits.Limit("lines of a caller", 2, timedelta(minutes=10))
    monkeypatch.setattr(answering, "LINES_OF_CALLER", few)
    assert [send(line(RECEIVED), secret, delivery=str(n))[0] for n in range(3)] == [200, 200, 429]
    status, said = send(line(RECEIVED), "a stolen key")
    assert (status, said["error"]) == (429, "Too many lines in a short time. Go on in 601 seconds.")
    assert (LimitCount.objects.get().number, Incoming.objects.count()) == (2, 2)


@pytest.mark.any_database  # it is refused before anything is written
@pytest.mark.parametrize("name", ["source", "delivery", "time", "signature"])
def test_a_header_that_is_missing_is_named(name: str, secret: str):
    status, said = send(line(RECEIVED), secret, **{name: ""})
    assert (status, said["error"].partition(" is missing")[0]) == (400, f"The header Answerable-{name.title()}")


def test_what_is_no_line_at_all_is_refused_before_anything_is_read(secret: str):
    assert send(b" " * 1_000_001, secret)[0] == 413
    assert send(line(RECEIVED), secret, delivery="x" * 201)[0] == 400
    client = Client()
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert (client.post("/s9/in/lines/").status_code, json.loads(client.post("/s9/in/lines/").content)["error"]) == (
        404,
        "There is no council 's9' here. Check the address.",
    )
    assert Incoming.objects.count() == 0


def test_what_another_system_sent_goes_with_its_contact_and_what_was_refused_by_the_rule_for_mail(secret: str):
    from answerable.inbox.queries import part_of, part_of_nothing

    send(line(RECEIVED), secret)
    send(line(REPLIED, id="2"), secret, delivery="2")
    assert [one.external_id for one in part_of(Contact.objects.get())] == ["switchboard 1"]
    refused = part_of_nothing("s5", before=at("Tue 8 Dec 2026 09:00"))
    assert [one.external_id for one in refused] == ["switchboard 2"]
