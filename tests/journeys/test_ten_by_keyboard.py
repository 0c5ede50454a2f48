"""Ten contacts of every sort are answered at the desk with the keyboard alone, and what was pressed is kept."""

import os
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from answerable.contacts.models import Contact, Message, Outgoing, WelfareFlag
from answerable.people.models import Role
from answerable.texts.actions import write_text
from tests import cast
from tests.build import on
from tests.journeys.conftest import Walk
from tests.journeys.test_desk_pages import NOW, signed_in, the_moment

pytestmark = pytest.mark.django_db(transaction=True)
at_the_moment = the_moment

RECORD = Path(__file__).parents[2] / "docs" / "explanation" / "ten-contacts-by-keyboard.md"
_NO_MOUSE = "addEventListener('pointerdown', () => sessionStorage.setItem('mouse', 'used'), true)"


class Hands:
    """Two hands on a keyboard, and what they press for each contact."""

    def __init__(self, walk: Walk) -> None:
        self.walk, self.page = walk, walk.page
        self.page.context.add_init_script(_NO_MOUSE)
        self.pressed: dict[str, list[str]] = {}
        self.about: list[str] = []

    def press(self, key: str, *, leads: bool = False) -> None:
        """Press a key; where it leads to another page, wait for that."""
        self.about.append(key)
        if leads:
            with self.page.expect_navigation():
                self.page.keyboard.press(key)
        else:
            self.page.keyboard.press(key)

    def fill(self, label: str, words: str) -> None:
        self.tab_to(label)
        self.type(words)

    def type(self, words: str) -> None:
        self.about.append(f"“{words}”")
        self.page.keyboard.type(words)

    def tab_to(self, label: str) -> None:
        """Press Tab until the keyboard is on something."""
        for many in range(1, 80):
            self.page.keyboard.press("Tab")
            if self.walk.focused().split("\n")[0] == label:
                self.about.append(f"Tab × {many}")
                return
        there = self.page.locator("#write label, main label").all_inner_texts()
        raise AssertionError(f"Tab never came to “{label}” on {self.page.url}: {there}")

    def open_next(self, done: set[str]) -> str:
        """Go to the queue and down it to the first contact that is not done yet, open it, and return its reference."""
        self.about = []
        self.press("q", leads=True)
        for _ in range(20):
            self.press("j")
            reference = self.walk.focused()
            if reference not in done:
                self.press("Enter", leads=True)
                return reference
        raise AssertionError("The queue has nothing else")

    def send(self, *, ticks: bool = False) -> None:
        """From the last field of a letter: read it through, tick what it answers, and send it."""
        self.press("Enter", leads=True)
        if ticks:
            while self.page.locator("input[name=answered]:not(:checked)").count():
                self.press("Tab")
                if self.page.evaluate("document.activeElement.name") == "answered":
                    self.press("Space")
        assert self.walk.heading() == "Read it through", self.walk.text()[:900]
        self.tab_to(self.page.locator("main button[type=submit]:not([name])").inner_text())
        self.press("Enter", leads=True)


def recorded(pressed: dict[str, list[str]]) -> str:
    """Say what was pressed for each contact, and how many keys that is besides the words."""
    rows = []
    for sort, keys in pressed.items():
        many = sum(int(key.removeprefix("Tab × ")) if key.startswith("Tab ×") else key[0] != "“" for key in keys)
        rows.append(
            f"| {sort.capitalize()} | {many} | {' '.join(f'`{key}`' if key[0] != '“' else key for key in keys)} |"
        )
    return _LEAD + "\n".join(rows) + "\n"


_LEAD = """# Ten contacts with the keyboard

One officer answers ten contacts, from the queue and back to it, and never touches a mouse. A browser does so in the
tests (`tests/journeys/test_ten_by_keyboard.py`), where any press of a mouse fails; `make pictures` writes down what it
pressed. `q` is the queue, `j` the next of it, `w` the letter. Keys are counted without the words that are typed.

| Contact | Keys | What was pressed |
|---|---:|---|
"""


def reply(hands: Hands, words: str = "It was mended this morning, and we have tried it.") -> None:
    hands.press("w")
    hands.tab_to("Answers everything, and ends the matter")
    hands.press("Space")
    hands.fill("Your reply", words)
    hands.fill("What is being done", "The lamp is mended")
    hands.send(ticks=True)


def ten() -> dict[str, Contact]:
    """Receive ten contacts by several channels, each of which asks for something else."""
    office = {"name": "Lee Park", "email": "lee@home.example"}
    made = {
        "an email, answered": cast.received("Tue 10 Nov 2026 09:00", subject="A lamp"),
        "an email that may be urgent, looked at and answered": cast.received(
            "Tue 10 Nov 2026 09:10", subject="No heating", body="There is no heating and my baby is cold.", **office
        ),
        "a form, answered with a standard text": cast.received("Tue 10 Nov 2026 09:20", channel="web", **office),
        "a complaint, acknowledged": cast.received("Tue 10 Nov 2026 09:30", kinds=("complaint",), **office),
        "a request for information, asked what is meant": cast.received(
            "Tue 10 Nov 2026 09:40", kinds=("foi",), **office
        ),
        "a letter, told that it will be late": cast.received("Mon 2 Nov 2026 09:50", channel="letter", **office),
        "a request, rung back": cast.received("Tue 10 Nov 2026 10:00", phone="01632 960 010", **office),
        "an advertisement, closed": cast.received("Tue 10 Nov 2026 10:10", subject="Buy now", **office),
        "one to be done by a colleague, noted": cast.received("Tue 10 Nov 2026 10:20", **office),
        "one that was sent twice, closed": cast.received("Tue 10 Nov 2026 10:30", subject="A lamp, again"),
    }
    cast.everything_sent("Tue 10 Nov 2026 10:31")
    return made


def test_ten_contacts_of_every_sort_are_answered_with_no_mouse(walk: Walk) -> None:
    contacts = ten()
    boss = cast.staff("Ruth Boss", Role.MANAGER, "s5")
    write_text(
        path="s5", title="Lamps", words="We mend lamps within five days.", owner=boss,
        review_on=on("Mon 1 Feb 2027"), by=boss, at=NOW,
    )  # fmt: skip
    sorts = {contact.reference: sort for sort, contact in contacts.items()}
    hands = Hands(signed_in(walk, cast.staff("Priya Shah")))
    walk.page.goto(f"{walk.origin}/s5/desk/")

    def urgent() -> None:
        hands.tab_to("Yes, or I cannot tell: it goes first")
        hands.press("ArrowDown")
        hands.fill("Why?", "The heating is on again, they say")
        hands.press("Enter", leads=True)
        reply(hands)

    def standard() -> None:
        hands.press("w")
        hands.tab_to("Answers everything, and ends the matter")
        hands.press("Space")
        hands.fill("A standard text", "Lamps")
        hands.tab_to("Put it in")
        hands.press("Enter")
        expect(hands.page.get_by_label("Your reply")).to_have_value(re.compile("within five days"))
        hands.fill("What is being done", "It is on the list")
        hands.send(ticks=True)

    def acknowledge() -> None:
        hands.press("w")
        hands.tab_to("Acknowledge")
        hands.press("Enter", leads=True)
        hands.press("w")
        hands.fill("What is being done", "Your complaint is read")
        hands.fill("What happens next", "Ana Ruiz reads it and writes to you")
        hands.send()

    def ask() -> None:
        hands.press("w")
        hands.tab_to("Ask a question")
        hands.press("Enter", leads=True)
        hands.press("w")
        hands.fill("Your question", "Which of the two streets do you mean?")
        hands.fill("What is being done", "We have looked at both streets")
        hands.fill("What happens next", "We look it up once we know")
        hands.send(ticks=True)

    def late() -> None:
        hands.press("w")
        hands.tab_to("Say it will be late")
        hands.press("Enter", leads=True)
        hands.press("w")
        hands.fill("What is being done", "The part is ordered")
        hands.fill("Why it will be late", "The lamp is of a kind that is made for us")
        hands.fill("What happens next", "The electrician comes with it")
        hands.tab_to("Day")
        for part in ("20", "11", "2026"):
            hands.type(part)
            hands.press("Tab")
        hands.send()

    def ring() -> None:
        hands.press("w")
        hands.tab_to("Note a call")
        hands.press("Enter", leads=True)
        hands.press("w")
        hands.tab_to("Answers everything, and ends the matter")
        hands.press("Space")
        hands.fill("What was said", "Told them that the lamp is mended")
        hands.fill("What is being done", "It is done")
        hands.send(ticks=True)

    def close(how: str, why: str, other: str = "") -> None:
        hands.press("x", leads=True)
        hands.tab_to("Answered in full")
        for _ in range(10):
            if walk.focused() == how:
                break
            hands.press("ArrowDown")
        hands.fill("Why?", why)
        hands.fill("If it is the same as another contact, which?", other)
        hands.press("Enter", leads=True)

    def note() -> None:
        hands.press("n")
        hands.press("Tab")
        hands.type("Ana, this is yours: the lamp by the school.")
        hands.tab_to("Keep note")
        hands.press("Enter", leads=True)

    doing: dict[str, Callable[[], None]] = {
        "an email, answered": lambda: reply(hands),
        "an email that may be urgent, looked at and answered": urgent,
        "a form, answered with a standard text": standard,
        "a complaint, acknowledged": acknowledge,
        "a request for information, asked what is meant": ask,
        "a letter, told that it will be late": late,
        "a request, rung back": ring,
        "an advertisement, closed": lambda: close("Spam", "An advertisement"),
        "one to be done by a colleague, noted": note,
        "one that was sent twice, closed": lambda: close("The same as another contact", "Sent twice", first),
    }
    first = contacts["an email, answered"].reference
    done: set[str] = set()
    while len(done) < len(contacts):
        reference = hands.open_next(done)
        sort = sorts[reference]
        doing[sort]()
        walk.page.wait_for_load_state()
        assert "There is a problem" not in walk.text(), (sort, walk.text()[:600])
        hands.pressed[sort] = hands.about
        done.add(reference)
    assert walk.page.evaluate("sessionStorage.getItem('mouse')") is None
    hands.walk.go("/s5/desk/")
    facts = {sort: set(contact.facts.values_list("what", flat=True)) for sort, contact in contacts.items()}
    closed = {sort for sort, contact in contacts.items() if Contact.objects.get(pk=contact.pk).closed_at}
    assert {sort for sort in facts if "replied" in facts[sort]} == {"a request, rung back"}  # the letters go soon
    assert Message.objects.filter(sort="note", body__startswith="Ana, this is yours").count() == 1
    assert WelfareFlag.objects.filter(looked_at=None).count() == 0
    waiting = Counter(Outgoing.objects.filter(state=Outgoing.State.WAITING).values_list("message__sort", flat=True))
    assert waiting == {"reply": 3, "acknowledgement": 1, "question": 1, "delay": 1, "notice": 1}
    assert contacts.keys() - closed == {
        "a complaint, acknowledged",
        "a request for information, asked what is meant",
        "a letter, told that it will be late",
        "one to be done by a colleague, noted",
    }
    if os.environ.get("PICTURES"):
        RECORD.write_text(recorded(hands.pressed), encoding="utf-8")
    assert all(sort.capitalize() in RECORD.read_text(encoding="utf-8") for sort in contacts)
