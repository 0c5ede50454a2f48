"""What happened to a contact, in its order, and a contact as it was known at a moment."""

from typing import Any

import pytest

from answerable.standards.facts import Contact, Fact, in_force, strike_of, struck_by
from tests.build import at, fact

RECEIVED = fact("received", "Mon 2 Nov 2026 10:00")
ACKNOWLEDGED = fact("acknowledged", "Tue 3 Nov 2026 10:00", reference="C-1")
REPLIED = fact("replied", "Fri 6 Nov 2026 10:00")


def test_a_fact_says_nothing_more_than_it_is_given() -> None:
    assert dict(RECEIVED.details) == {}
    assert dict(Fact("received", at("Mon 2 Nov 2026 10:00")).details) == {}
    assert Fact("received", at("Mon 2 Nov 2026 10:00")) == RECEIVED


def test_facts_are_put_in_order_of_time() -> None:
    contact = Contact.of("C-1", "email", ["enquiry"], [REPLIED, RECEIVED, ACKNOWLEDGED], "contact-group")
    assert contact == Contact(
        id="C-1",
        channel="email",
        kinds=frozenset({"enquiry"}),
        facts=(RECEIVED, ACKNOWLEDGED, REPLIED),
        mailbox="contact-group",
    )


def test_facts_of_the_same_moment_keep_their_order() -> None:
    greeted, seen = fact("greeted", "Mon 2 Nov 2026 10:00"), fact("seen", "Mon 2 Nov 2026 10:00")
    assert Contact.of("C-1", "reception", ["enquiry"], [greeted, seen]).facts == (greeted, seen)
    assert Contact.of("C-1", "reception", ["enquiry"], [seen, greeted]).facts == (seen, greeted)


def test_a_contact_is_an_enquiry_with_no_mailbox_until_somebody_says_otherwise() -> None:
    assert Contact("C-1", "email") == Contact("C-1", "email", frozenset({"enquiry"}), (), None)
    assert Contact.of("C-1", "email", ["enquiry"], []) == Contact("C-1", "email")


def test_the_last_typing_says_the_kinds() -> None:
    first = fact("typed", "Tue 3 Nov 2026 10:00", kinds=["complaint"])
    last = fact("typed", "Wed 4 Nov 2026 10:00", kinds=["complaint", "foi"])
    assert Contact.of("C-1", "email", ["enquiry"], [last, RECEIVED, first]).kinds == {"complaint", "foi"}
    assert Contact.of("C-1", "email", ["enquiry"], [first]).kinds == {"complaint"}
    assert Contact.of("C-1", "email", ["enquiry", "sar"], [RECEIVED]).kinds == {"enquiry", "sar"}


def test_a_question_is_open_until_its_answer_comes_and_again_when_it_is_asked_again() -> None:
    asked, paid, again = (
        fact(what, f"Tue 3 Nov 2026 1{hour}:00") for hour, what in enumerate(("fee_asked", "fee_paid", "fee_asked"))
    )

    def open_in(*facts: Fact) -> Fact | None:
        return Contact.of("C-1", "email", ["foi"], [RECEIVED, *facts]).unanswered("fee_asked", "fee_paid")

    assert [open_in(), open_in(asked), open_in(asked, paid), open_in(asked, paid, again), open_in(paid)] == [
        None, asked, None, again, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "kinds", "came_as"),
    [
        ("Mon 2 Nov 2026 12:00", {"enquiry"}, None),
        ("Tue 3 Nov 2026 09:59:59", {"enquiry"}, None),
        ("Tue 3 Nov 2026 10:00", {"complaint"}, {"enquiry"}),
        ("Wed 4 Nov 2026 10:00", {"foi"}, {"enquiry"}),
    ],
)
def test_a_contact_had_its_earlier_kinds_before_it_was_given_others(
    now: str, kinds: set[str], came_as: set[str] | None
) -> None:
    first = fact("typed", "Tue 3 Nov 2026 10:00", kinds=["complaint"])
    last = fact("typed", "Wed 4 Nov 2026 10:00", kinds=["foi"])
    known = Contact.of("C-1", "email", ["enquiry"], [RECEIVED, first, last, REPLIED], "desk").until(at(now))
    facts = tuple(one for one in (RECEIVED, first, last) if one.at <= at(now))
    assert known == Contact(
        "C-1", "email", frozenset(kinds), facts, "desk", None if came_as is None else frozenset(came_as)
    )


def test_the_first_fact_of_a_name_is_found() -> None:
    again = fact("acknowledged", "Wed 4 Nov 2026 10:00")
    contact = Contact.of("C-1", "email", ["enquiry"], [again, RECEIVED, ACKNOWLEDGED])
    assert contact.first("received") is RECEIVED
    assert contact.first("acknowledged") is ACKNOWLEDGED
    assert contact.first("replied") is None


SPAM = fact("excluded", "Tue 3 Nov 2026 10:00", code="spam")
BACK = fact("put_back", "Tue 3 Nov 2026 11:00")
TYPED = fact("typed", "Tue 3 Nov 2026 12:00", kinds=["foi"])
TAKEN_BACK = fact("withdrawn", "Tue 3 Nov 2026 13:00")
TEST = fact("excluded", "Tue 3 Nov 2026 14:00", code="test")


@pytest.mark.parametrize(
    ("facts", "changes", "aside"),
    [
        ((), (), False),
        ((TYPED,), (TYPED,), False),
        ((SPAM, TEST), (SPAM,), True),
        ((SPAM, BACK), (), False),
        ((SPAM, BACK, TYPED, TAKEN_BACK), (TYPED, TAKEN_BACK), True),
        ((SPAM, BACK, TYPED, TEST), (TYPED, TEST), True),
        ((TYPED, TAKEN_BACK, TEST), (TYPED, TAKEN_BACK, TEST), True),
        ((TYPED, fact("put_back", "Wed 4 Nov 2026 09:00")), (TYPED,), False),
    ],
)
def test_what_set_a_contact_aside_holds_until_it_is_put_back(
    facts: tuple[Fact, ...], changes: tuple[Fact, ...], aside: bool
) -> None:
    contact = Contact.of("C-1", "email", ["enquiry"], [RECEIVED, *facts])
    assert (contact.changes, contact.is_set_aside) == (changes, aside)
    found = {what: contact.in_force(what) for what in ("typed", "excluded", "withdrawn")}
    assert found == {what: next((one for one in changes if one.what == what), None) for what in found}


def test_without_a_change_a_contact_is_as_it_was_with_all_that_was_done_since() -> None:
    first = fact("typed", "Mon 2 Nov 2026 11:00", kinds=["complaint"])
    contact = Contact.of("C-1", "email", ["enquiry"], [RECEIVED, first, TYPED, TAKEN_BACK, BACK, REPLIED], "desk")
    assert contact.without(TYPED) == Contact.of("C-1", "email", ["enquiry"], [RECEIVED, first, BACK, REPLIED], "desk")
    assert contact.without(first) == Contact.of("C-1", "email", ["enquiry"], [RECEIVED, REPLIED], "desk")


@pytest.mark.parametrize(
    ("now", "known"),
    [
        ("Mon 2 Nov 2026 09:59:59", ()),
        ("Mon 2 Nov 2026 10:00", (RECEIVED,)),
        ("Tue 3 Nov 2026 10:00", (RECEIVED, ACKNOWLEDGED)),
        ("Fri 6 Nov 2026 09:59:59", (RECEIVED, ACKNOWLEDGED)),
        ("Fri 6 Nov 2026 10:00", (RECEIVED, ACKNOWLEDGED, REPLIED)),
    ],
)
def test_what_is_known_at_a_moment_has_happened_by_then(now: str, known: tuple[Fact, ...]) -> None:
    contact = Contact.of("C-1", "letter", ["complaint"], [RECEIVED, ACKNOWLEDGED, REPLIED], "front-desk")
    assert contact.until(at(now)) == Contact("C-1", "letter", frozenset({"complaint"}), known, "front-desk")


def test_a_contact_that_has_no_later_facts_is_its_own_past() -> None:
    contact = Contact.of("C-1", "email", ["enquiry"], [RECEIVED])
    assert contact.until(at("Mon 2 Nov 2026 10:00")) is contact
    empty = Contact("C-1", "email")
    assert empty.until(at("Mon 2 Nov 2026 10:00")) is empty


def test_a_question_is_open_until_its_answer_however_much_came_between() -> None:
    asked, more = fact("clarification_asked", "Tue 3 Nov 2026 10:00"), fact("acknowledged", "Tue 3 Nov 2026 11:00")
    answered = fact("clarified", "Wed 4 Nov 2026 10:00")
    for facts, found in (
        ([RECEIVED, asked], asked),
        ([RECEIVED, asked, more], asked),
        ([RECEIVED, asked, answered], None),
        ([RECEIVED, asked, answered, more], None),
        ([RECEIVED, more], None),
    ):
        contact = Contact.of("C-1", "email", ["foi"], facts)
        assert contact.unanswered("clarification_asked", "clarified") is found


STRUCK = fact("struck", "Wed 4 Nov 2026 09:00", fact="typed", fact_at=TYPED.at)


def test_what_was_struck_out_is_as_if_it_had_never_been_and_all_that_was_noted_is_kept() -> None:
    contact = Contact.of("C-1", "email", ["enquiry"], [STRUCK, RECEIVED, TYPED, REPLIED], "desk")
    noted = (RECEIVED, TYPED, STRUCK, REPLIED)
    assert contact == Contact("C-1", "email", frozenset({"enquiry"}), (RECEIVED, REPLIED), "desk", None, noted)
    known = contact.until(TYPED.at)
    assert (known.kinds, known.noted) == ({"foi"}, ())
    before = Contact("C-1", "email", frozenset({"foi"}), (RECEIVED, TYPED), "desk", frozenset({"enquiry"}))
    assert contact.before(STRUCK) == before


def test_of_several_alike_the_one_that_is_meant_is_struck_out() -> None:
    first, second, third = (fact("replied", "Tue 3 Nov 2026 10:00", closes=closes) for closes in (True, False, None))
    noted = [RECEIVED, first, second, third]
    assert strike_of(2, noted) == {"fact": "replied", "fact_at": first.at, "fact_place": "2"}
    assert strike_of(1, noted) == {"fact": "replied", "fact_at": first.at}
    before, beside = fact("replied", "Mon 2 Nov 2026 11:00"), fact("typed", "Tue 3 Nov 2026 10:00", kinds=["foi"])
    assert strike_of(3, [RECEIVED, before, beside, first]) == {"fact": "replied", "fact_at": first.at}
    struck = Fact("struck", TAKEN_BACK.at, strike_of(2, noted))
    assert in_force([*noted, struck]) == (RECEIVED, first, third)


@pytest.mark.parametrize(
    "details",
    [
        {"fact": "typed", "fact_at": SPAM.at},
        {"fact": "excluded", "fact_at": TYPED.at},
        {"fact": "typed", "fact_at": TYPED.at, "fact_place": "2"},
        {"fact": "struck", "fact_at": STRUCK.at},
        {},
    ],
)
def test_a_strike_that_names_nothing_before_it_strikes_out_nothing(details: dict[str, Any]) -> None:
    strike = fact("struck", "Wed 4 Nov 2026 09:00", **details)
    assert in_force([RECEIVED, TYPED, strike]) == (RECEIVED, TYPED)
    assert struck_by(strike, [RECEIVED, TYPED]) is None


def test_what_comes_after_a_strike_is_not_struck_out_by_it() -> None:
    strike = Fact("struck", TYPED.at, {"fact": "typed", "fact_at": TYPED.at})
    assert in_force([RECEIVED, strike, TYPED]) == (RECEIVED, TYPED)
