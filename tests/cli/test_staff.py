"""Staff are hired, appointed, dismissed and helped from the command line, and every refusal says what to write."""

import pytest

from answerable.cli.staff import ROLES
from answerable.evidence.models import Entry
from answerable.people.actions import link
from answerable.people.models import Role, Staff
from tests import cast
from tests.build import at
from tests.cli.asking import Answer, ask

pytestmark = pytest.mark.django_db

SAM = "sam@council.example"
SECRET = "JBSWY3DPEHPK3PXP"
SIGN_IN = (
    f"They sign in as {SAM} at http://testserver/account/sign-in/ within 14 days, choose a password of "
    "their own and set up their one-time codes.\n"
)


@pytest.fixture(autouse=True)
def s5() -> None:
    cast.council()


def hire(*more: str, given: str = f"{cast.PASSWORD}\n", path: str = "s5/customer-services") -> Answer:
    particulars = ("--name", "Sam Field", "--phone", "01632 960 010", "--role", "officer", "--at", path)
    return ask("staff", "hire", SAM, *particulars, *more, given=given)


def posts() -> list[str]:
    return [str(post) for post in Staff.objects.get(email=SAM).held_posts]


def recorded() -> list[str]:
    return list(Entry.objects.filter(about__startswith="staff").order_by("id").values_list("what", flat=True))


def test_the_roles_are_those_of_the_house():
    assert list(ROLES) == Role.values


def test_somebody_is_hired_into_their_first_post_and_told_how_to_sign_in():
    assert hire("--password-stdin") == (
        f"Sam Field is hired. Officer at s5/customer-services.\n{SIGN_IN}",
        "",
        0,
    )
    sam = Staff.objects.get()
    assert (sam.name, sam.phone, sam.check_password(cast.PASSWORD)) == ("Sam Field", "01632 960 010", True)
    assert sam.enrolled_at is None
    assert posts() == ["Officer at s5/customer-services"]
    assert recorded() == ["hired", "appointed"]


def test_the_password_is_asked_for_twice_and_never_shown():
    answer = hire(given=f"{cast.PASSWORD}\n{cast.PASSWORD}\n")
    assert answer.code == 0
    assert cast.PASSWORD not in answer.out + answer.said
    assert Staff.objects.get().check_password(cast.PASSWORD)


def test_a_password_that_is_not_typed_the_same_twice_hires_nobody():
    assert hire(given=f"{cast.PASSWORD}\nanother battery\n").code == 130
    assert not Staff.objects.exists()


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        (lambda: hire("--password-stdin", given=""), "There is no password on standard input."),
        (lambda: hire("--password-stdin", given="short\n"), "This password is too short."),
        (lambda: hire("--password-stdin", path="s5/custmer-services"), "Did you mean 's5/customer-services'?"),
        (lambda: hire("--password-stdin", "--role", "oficer"), "'oficer' is not known here. Did you mean 'officer'?"),
        (lambda: hire("--password-stdin", "--name", " "), "Invalid value for '--name': It is empty."),
    ],
)
def test_nobody_is_hired_where_something_is_wrong_and_it_is_said(answered, said: str):
    answer = answered()
    assert (answer.code, said in answer.said) == (2, True)
    assert not Staff.objects.exists()


def test_nobody_is_hired_twice():
    hire("--password-stdin")
    answer = hire("--password-stdin")
    assert (answer.code, "Appoint them to a post instead." in answer.said) == (2, True)


def test_a_post_is_given_and_ended():
    hire("--password-stdin")
    answer = ask("staff", "appoint", SAM, "--role", "manager", "--at", "s5")
    assert answer.out == "Sam Field now holds: Manager at s5, Officer at s5/customer-services.\n"
    ask("staff", "dismiss", SAM, "--role", "manager", "--at", "s5")
    answer = ask("staff", "dismiss", SAM, "--role", "officer", "--at", "s5/customer-services")
    assert answer.out == "Sam Field now holds: no post.\n"
    assert posts() == []
    assert recorded() == ["hired", "appointed", "appointed", "dismissed", "dismissed"]


def test_a_post_that_nobody_holds_is_not_ended():
    hire("--password-stdin")
    answer = ask("staff", "dismiss", SAM, "--role", "auditor", "--at", "s5")
    assert (answer.code, "they are not auditor at s5" in answer.said) == (2, True)


@pytest.mark.parametrize("command", ["appoint", "dismiss", "leave", "reset"])
def test_somebody_who_is_not_there_is_not_guessed(command: str):
    post = ("--role", "officer", "--at", "s5") if command in ("appoint", "dismiss") else ()
    password = ("--password-stdin",) if command == "reset" else ()
    answer = ask("staff", command, "sma@council.example", *post, *password, given=f"{cast.PASSWORD}\n")
    assert answer == (
        "",
        "Error: Nobody signs in with sma@council.example. Look at the list: answerable staff list\n",
        2,
    )


def test_whoever_leaves_cannot_sign_in_and_what_they_hold_is_said():
    hire("--password-stdin")
    contact = cast.received()
    contact.held_by = Staff.objects.get()
    contact.save()
    assert ask("staff", "leave", SAM).out == (
        "Sam Field can no longer sign in.\nThey hold 1 open contact: a manager gives them back, at the desk.\n"
    )
    assert not Staff.objects.get().is_active
    again = ask("staff", "leave", SAM)
    assert (again.code, "Sam Field has left" in again.said) == (2, True)
    assert recorded() == ["hired", "appointed", "deactivated"]


def test_whoever_lost_their_telephone_begins_again():
    from answerable.people.actions import enrol

    hire("--password-stdin")
    enrol(Staff.objects.get(), secret=SECRET, by=None, at=at("Mon 2 Nov 2026 09:00"))
    answer = ask("staff", "reset", SAM, "--password-stdin", given="another battery and staple\n")
    assert answer.out == f"Sam Field begins again.\n{SIGN_IN}"
    sam = Staff.objects.get()
    assert (sam.enrolled_at, sam.check_password("another battery and staple")) == (None, True)


def test_the_list_shows_everybody_s_posts_and_whether_they_can_sign_in():
    hire("--password-stdin")
    cast.staff("Ada Boss", Role.MANAGER, "s5")
    cast.council("s4")
    cast.staff("Gone Away", Role.OFFICER, "s4")
    Staff.objects.filter(name="Gone Away").update(is_active=False)
    rows = [
        {"name": "Ada Boss", "email": "ada.boss@council.example", "posts": ["Manager at s5"]}
        | {"signs_in": "with one-time codes"},
        {"name": "Gone Away", "email": "gone.away@council.example", "posts": ["Officer at s4"]}
        | {"signs_in": "account closed"},
        {"name": "Sam Field", "email": SAM, "posts": ["Officer at s5/customer-services"]}
        | {"signs_in": "codes not set up yet"},
    ]
    assert ask("staff", "list", "--json").json() == rows
    assert ask("staff", "list", "--council", "s5", "--json").json() == [rows[0], rows[2]]
    table = ask("staff", "list").out
    assert [word in table for word in ("Ada Boss", SAM, "Officer at s4", "account closed")] == [True] * 4


def test_the_list_of_a_council_that_is_not_there_says_so():
    answer = ask("staff", "list", "--council", "s6")
    assert (answer.code, "There is no council, service or team 's6'." in answer.said) == (2, True)


def test_who_has_a_new_account_in_the_directory_is_found_by_their_address_once_more():
    hire("--password-stdin")
    assert ask("staff", "unlink", SAM) == (
        "",
        "Error: Cannot unlink Sam Field: they have not signed in by the directory yet.\n",
        2,
    )
    link(SAM, issuer="https://login.example", subject="1", at=at("Mon 2 Nov 2026 09:00"))
    assert ask("staff", "unlink", SAM) == (
        f"Sam Field is linked with whom the directory says has {SAM}, the next time they sign in by it.\n",
        "",
        0,
    )
    assert recorded() == ["hired", "appointed", "linked with the directory", "unlinked from the directory"]
