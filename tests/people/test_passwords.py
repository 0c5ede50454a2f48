"""A password that others know cannot be chosen, however long the list of them is."""

import re
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from answerable.people import actions
from answerable.people.models import Staff
from answerable.people.passwords import GIVEN_FOR, OF_THE_HOUSE, NotBreached, NotOfTheHouse, is_breached
from tests import cast
from tests.build import at

NOW = at("Mon 2 Nov 2026 09:00")
STOLEN = [f"stolen password {number}" for number in range(300)]


def listed(passwords: list[str], end: str = "\n") -> str:
    hashes = sorted(sha1(one.encode(), usedforsecurity=False).hexdigest().upper() for one in passwords)
    return "".join(f"{one}:{number * 7 % 1000}{end}" for number, one in enumerate(hashes))


@pytest.mark.parametrize("how_many", [0, 1, 2, 3, 300])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_password_of_a_list_is_found_and_no_other(how_many: int, end: str, tmp_path: Path):
    file = tmp_path / "pwned.txt"
    file.write_bytes(listed(STOLEN[:how_many], end).encode())
    assert [is_breached(one, file) for one in STOLEN] == [number < how_many for number in range(300)]


def test_hashes_in_small_letters_and_without_a_count_will_do(tmp_path: Path):
    file = tmp_path / "pwned.txt"
    file.write_text("".join(f"{line[:40].lower()}\n" for line in listed(STOLEN).splitlines()))
    assert (is_breached(STOLEN[7], file), is_breached("another", file)) == (True, False)


@pytest.mark.django_db
def test_a_stolen_password_is_refused_wherever_one_is_chosen(settings: Any, tmp_path: Path):
    file = tmp_path / "pwned.txt"
    file.write_text(listed(STOLEN))
    settings.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "answerable.people.passwords.NotBreached", "OPTIONS": {"file": str(file)}}
    ]
    staff = cast.staff()
    with pytest.raises(ValidationError, match="in a list of stolen ones"):
        actions.change_password(staff, password=STOLEN[3], by=None, at=NOW)
    actions.change_password(staff, password="a phrase of one's own", by=None, at=NOW)


@pytest.mark.parametrize(
    "password",
    ["BoroughCouncil2026", "welcome-to-answerable", "Password!2026-11", "standards.example", "council council"],
)
def test_a_password_that_is_little_more_than_words_of_the_house_is_refused(password: str, settings: Any):
    settings.ORIGIN = "https://standards.example.gov.uk"
    with pytest.raises(ValidationError, match="words that anybody would try here"):
        validate_password(password, Staff(email="sam@council.example", name="Sam Field"))


def test_the_page_about_passwords_names_each_word_of_the_house_and_for_how_long_a_given_one_is_good():
    said = (Path(__file__).parents[2] / "docs/explanation/who-may-do-what.md").read_text(encoding="utf-8")
    words = said.partition("what anybody would try here first:")[2].partition("the name of this site")[0]
    assert tuple(re.findall(r"[a-z]+", words)) == OF_THE_HOUSE
    assert f"good for {GIVEN_FOR.days} days" in said


@pytest.mark.parametrize("password", ["correct horse battery staple", "the council of otters", "9-4-7-1-8-2-6-3-5-0"])
def test_a_password_with_enough_beside_them_and_one_without_any_will_do(password: str):
    NotOfTheHouse().validate(password, Staff(email="sam@council.example", name="Sam Field"))


def test_without_a_file_none_is_looked_up():
    NotBreached("").validate(STOLEN[0])
