"""Every public page and every letter of a council in use says things as a resident would, with no code in a sentence.

How something was counted has its own place, folded on the page; there, and there alone, are clauses and formulas named.
"""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

import pytest
from django.test import Client

from answerable.charters import COUNCILS, charter_of
from answerable.contacts import actions
from answerable.contacts.models import Contact, Message
from answerable.councils.models import Council
from answerable.figures.actions import count
from answerable.standards.judging.messages import TOLD
from answerable.standards.measure.formulas import FORMULAS
from tests import cast
from tests.build import at, on
from tests.once import standing
from tests.public.residents import ANSWERS, address, page_of, the_clock_says

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.any_database]

NOW = at("Fri 27 Nov 2026 12:00")
GONE = (
    *("day nought", "so it stands as", "this aim is running", "counted on the calendar", "by the formula"),
    *("the contact log has no entry", ". mystery shop", "we have promised that by", "owed only if", "share-kept"),
    *("asks for this", "it must give: being done", "like 27 3 2026", "follow a contact"),
)
FORMULA = re.compile("|".join(rf"\b{re.escape(id)}\b" for id in FORMULAS if "-" in id and id != "not-measured"))
CODES = (re.compile(r"\bC\d{1,2}\b"), re.compile(r"\blines? \d+"), re.compile(r"\bTOLD\b"), FORMULA)
NOTE = re.compile(
    r"<details[^>]*>\s*<summary[^>]*>\s*<span[^>]*>(?:How we worked this out|How we counted|Where it comes from)"
    r".*?</details>",
    re.DOTALL,
)
PARAGRAPHS = re.compile(r"</?(?:p|li|h[1-6]|td|th|dt|dd|div|summary|title|label|caption|strong|span)\b[^>]*>")


class InUse(NamedTuple):
    """A council in use, and every public page of it by its address."""

    key: str
    pages: list[tuple[str, str]]


@pytest.fixture(scope="module", params=COUNCILS)
def used(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[InUse]:
    """Each council in turn, used once and read once for all the tests of this file."""
    with standing(django_db_blocker), pytest.MonkeyPatch.context() as patch:
        cast.council("s5")
        the_clock_says(NOW, patch)
        contacts = in_use(request.param)
        yield InUse(request.param, list(pages(Client(), request.param, contacts)))


def in_use(key: str) -> list[Contact]:
    """Have a council take in contacts of several kinds and ways, and do with them all that the desk does."""
    sam = cast.staff(path=f"{key}/customer-services/post")
    kinds = (("enquiry",), ("complaint",), ("enquiry", "foi"))
    ways = ("web", "email", "letter")
    made = [cast.received("Mon 2 Nov 2026 09:00", key, channel=way, kinds=kind) for kind in kinds for way in ways]
    made.append(cast.received("Thu 26 Nov 2026 09:00", key, channel="web"))
    asked, late, answered, excluded = made[:4]
    soon, told = cast.parts(by_when=on("Tue 3 Nov 2026")), cast.parts(by_when=on("Tue 24 Nov 2026"))
    actions.ask(asked, body="Which lamp is it?", parts=soon, waits=True, by=sam, at=at("Tue 3 Nov 2026 09:00"))
    actions.hold(late, body="We are sorry.", parts=told, by=sam, at=at("Wed 4 Nov 2026 09:00"))
    cast.everything_sent("Wed 4 Nov 2026 09:00")
    actions.acknowledge(late, body="We have it.", parts=told, by=sam, at=at("Wed 4 Nov 2026 10:00"))
    wednesday = at("Wed 4 Nov 2026 15:00")
    actions.reply(
        answered, body="The lamp is mended.", parts=cast.parts(), full=True, closes=True, by=sam, at=wednesday
    )
    actions.close(excluded, outcome=Contact.Outcome.MISDIRECTED, why="A county road", by=sam, at=wednesday)
    cast.everything_sent("Thu 26 Nov 2026 10:00")
    count(Council.objects.get(key=key), first_on=on("Thu 1 Oct 2026"), last_on=on("Thu 31 Dec 2026"), at=NOW)
    return made


def pages(client: Client, key: str, contacts: list[Contact]) -> Iterator[tuple[str, str]]:
    """Give every public page of a council by its address, those of a contact and of the form among them."""
    front = ("/", *(f"/{key}/{page}" for page in ("", "contacts/", "promises/", "accessibility/", "privacy/")))
    of_promises = (f"/{key}/promises/{promise.id}/" for promise in (*charter_of(key).promises, TOLD))
    of_contacts = (page_of(contact) + page for contact in contacts for page in ("", "sent/"))
    writing = (page_of(contacts[0]) + page for page in ("add/", "wrong/"))
    for where in (*front, *of_promises, *of_contacts, *writing, f"/{key}/contacts/ABCD/x/"):
        yield where, client.get(where).content.decode()
    for step, given in ANSWERS.items():
        yield address(step, key), client.get(address(step, key)).content.decode()
        client.post(address(step, key), given)
    yield "check", client.get(f"/{key}/contact/check/").content.decode()
    yield "kept", client.get(f"/{key}/contact/kept/").content.decode()


def sentences(html: str) -> Iterator[str]:
    """Give what a page says, a paragraph at a time, without its notes on how things were counted."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    for part in PARAGRAPHS.split(NOTE.sub(" ", html)):
        said = " ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split())
        if said:
            yield said


def faults(said: str, ids: re.Pattern[str]) -> list[str]:
    """Return what is wrong with one sentence."""
    found = [phrase for phrase in GONE if phrase in said.lower()]
    found += [match[0] for pattern in CODES if (match := pattern.search(said))]
    named = ids.search(said)
    return [*found, *([named[0]] if named and named[0] != said.rstrip(".") else [])]


def test_no_page_and_no_letter_says_what_only_we_understand(used: InUse):
    promises = charter_of(used.key).promises
    ids = re.compile("|".join(rf"(?<![\w-]){re.escape(one.id)}(?![\w-])" for one in promises if "-" in one.id))
    wrong: dict[str, list[str]] = {}
    read = 0
    for where, html in used.pages:
        for said in sentences(html):
            read += 1
            wrong.setdefault(where, []).extend(f"{one}: {said}" for one in faults(said, ids))
    letters = Message.objects.exclude(sort=Message.Sort.FROM_CUSTOMER)
    for letter in letters:
        for said in (letter.subject, *letter.body.splitlines()):
            read += 1
            wrong.setdefault(f"letter {letter.sort}", []).extend(f"{one}: {said}" for one in faults(said, ids))
    assert {where: found for where, found in wrong.items() if found} == {}
    assert (read > 1000, len(letters) > 5) == (True, True)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("It is counted by C20.", ["C20"]),
        ("As line 37 says.", ["line 37"]),
        ("TOLD. We promise this.", ["TOLD"]),
        ("97 % by phone-answered-of-offered.", ["phone-answered-of-offered"]),
        ("S5-27 says so.", ["S5-27"]),
        ("S5-27", []),
        ("Follow a contact", ["follow a contact"]),
        ("A covenant of C grade on line seven told us.", []),
    ],
)
def test_what_only_we_understand_is_noticed(said: str, found: list[str]):
    assert faults(said, re.compile(r"\bS5-\d\d\b")) == found


def test_what_is_ours_is_called_ours_wherever_it_stands(client: Client, used: InUse):
    key = used.key
    ours = {one.id: one.local for one in (*charter_of(key).promises, TOLD) if one.local}
    assert {"s1": "S1-25", "s2": "S2-08", "s3": "S3-17", "s4": "S4-36", "s5": "S5-37"}[key] in ours
    html = client.get(f"/{key}/promises/").content.decode()
    articles = {one: html[html.index(f'id="promise-{one}"') :] for one in ours if f'id="promise-{one}"' in html}
    said = {one: " ".join(sentences(article[: article.index("</article>")])) for one, article in articles.items()}
    assert {id for id, text in said.items() if f"Ours, not the document’s: {ours[id]}" not in text} == set()
    assert set(ours) - set(said) <= {TOLD.id}
    rows = list(csv.DictReader(io.StringIO(client.get(f"/{key}/promises.csv").content.decode("utf-8-sig"))))
    assert {row["promise"] for row in rows if row["local"] != ours.get(row["promise"], "")} == set()
    given: dict[str, Any] = client.get(f"/{key}/promises.json").json()
    assert given["local"] == ours


def test_a_guessed_day_is_told_nowhere_as_a_fact(client: Client, used: InUse):
    charter = charter_of(used.key)
    since = "a draft - not yet a promise" if charter.draft else "whose document does not say since when it holds"
    assert (charter.begin_is_known, charter.since) == (False, since)
    year = str(charter.in_force_from.year)
    wrong = (f"1 April {year}", "in force since")
    told = {where for where, html in used.pages if any(one in html for one in wrong)}
    assert (len(used.pages) > 50, told) == (True, set())
    assert client.get(f"/{used.key}/promises.json").json()["charter"]["since"] == since
