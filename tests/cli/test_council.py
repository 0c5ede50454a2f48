"""A council is set up from its file, and changed by running the changed file."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from answerable.charters import text_of
from answerable.contacts.models import Contact
from answerable.councils.actions import change_settings
from answerable.councils.models import Council
from answerable.councils.settings import as_seen
from answerable.people.models import Role
from answerable.promises.models import Edition
from tests import cast
from tests.build import at
from tests.cli.asking import ask
from tests.public.residents import send, words

FILE = """\
format = 1

[council]
key = "s5"
name = "A county council"
colour = "#8a3b0b"
phone = "01632 960 500"
web = "www.s5.example"
address = "County Hall"
opening = "Monday to Friday"
charter = "ours.toml"

[[services]]
key = "customer-services"
name = "Customer services"

[[teams]]
service = "customer-services"
key = "post"
name = "the post team"
answers_name = "Alex Morgan"
answers_phone = "01632 960 002"

[[mailboxes]]
address = "contact@s5.example"
team = "customer-services/post"
"""


@pytest.fixture(autouse=True)
def a_trial(settings: Any) -> None:
    settings.BANNER = "For training."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "ours.toml").write_text(text_of("s5.toml"), encoding="utf-8")
    path = tmp_path / "council.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def change(path: Path, was: str, now: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now), encoding="utf-8")


@pytest.mark.django_db
def test_what_was_changed_on_screen_is_written_over_only_with_the_word(file: Path):
    ask("council", file)
    found, ada = Council.objects.get(), cast.staff("Ada Min", Role.ADMINISTRATOR, "s5")
    seen = as_seen(found)
    change_settings(found, found, wanted={"phone": "01632 960 999"}, seen=seen, by=ada, at=at("Mon 2 Nov 2026 09:00"))
    change(file, '"County Hall"', '"The Old Hall"')
    answer = ask("council", file)
    assert (answer.code, answer.out) == (2, "")
    assert "council s5: phone was '01632 960 999' and is now '01632 960 500'. Write into the file" in answer.said
    assert (Council.objects.get().phone, Council.objects.get().address) == ("01632 960 999", "County Hall")
    change(file, "01632 960 500", "01632 960 998")
    assert ask("council", file, "--overwrite").out == (
        "council s5: phone was '01632 960 999' and is now '01632 960 998'.\n"
        "council s5: address was 'County Hall' and is now 'The Old Hall'.\n"
    )
    assert "Nothing to change" in ask("council", file).said


@pytest.mark.django_db
def test_a_council_is_set_up_with_its_charter_and_a_resident_can_write_to_it(file: Path, client: Client):
    answer = ask("council", file)
    assert answer == (
        "council s5 is new.\n"
        "service s5/customer-services is new.\n"
        "team s5/customer-services/post is new.\n"
        "mailbox contact@s5.example is new.\n"
        "charter s5 version 1 is published, for what is received from 1 April 2014.\n",
        "A county council is at http://testserver/s5/.\n",
        0,
    )
    assert Edition.objects.get().charter.words == text_of("s5.toml")
    assert "Somebody in the post team reads your message and writes to you." in words(send(client, "s5"))
    assert Contact.objects.get().path == "s5/customer-services/post"


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing(file: Path):
    ask("council", file)
    assert ask("council", file) == ("", "Nothing to change: A county council is as the file says.\n", 0)
    assert Edition.objects.count() == 1


@pytest.mark.django_db
def test_a_changed_file_changes_what_differs_and_says_so(file: Path):
    ask("council", file)
    change(file, 'name = "A county council"', 'name = "Another council"')
    answer = ask("council", file)
    assert answer.out == "council s5: name was 'A county council' and is now 'Another council'.\n"
    assert Council.objects.get().name == "Another council"


@pytest.mark.django_db
def test_a_new_version_of_the_charter_is_published_beside_the_old(file: Path):
    ask("council", file)
    change(file.with_name("ours.toml"), 'version = "1"', 'version = "2"')
    assert ask("council", file).out.startswith("charter s5 version 2 is published")
    assert list(Edition.objects.order_by("id").values_list("version", flat=True)) == ["1", "2"]


@pytest.mark.django_db
def test_other_words_of_a_published_charter_are_refused_and_nothing_is_changed(file: Path):
    ask("council", file)
    change(file, 'name = "A county council"', 'name = "Another council"')
    with file.with_name("ours.toml").open("a", encoding="utf-8") as charter:
        charter.write("\n# another word\n")
    answer = ask("council", file)
    assert (answer.out, answer.code) == ("", 2)
    assert "Give the new words a version of their own." in answer.said
    assert Council.objects.get().name == "A county council"


@pytest.mark.django_db
def test_a_team_with_contacts_is_kept_and_the_message_says_what_to_do(file: Path):
    ask("council", file)
    cast.received()
    change(file, "post", "roads")
    answer = ask("council", file)
    assert (answer.out, answer.code) == ("", 2)
    assert "Cannot take away s5/customer-services/post: it has 1 contact" in answer.said


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_refused_with_its_line(file: Path):
    change(file, "#8a3b0b", "brown")
    answer = ask("council", file)
    assert answer == ("", f"Error: {file}, line 6: 'brown' is not a colour. Write it as #1d70b8.\n", 1)
    assert Council.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["account", "health"])
def test_no_council_takes_the_address_of_the_program_s_own_pages(file: Path, key: str):
    change(file.with_name("ours.toml"), 'council = "s5"', f'council = "{key}"')
    change(file, 'key = "s5"', f'key = "{key}"')
    answer = ask("council", file)
    assert (answer.code, Council.objects.count()) == (2, 0)
    assert f"the program has pages of its own at /{key}/. Choose another key." in answer.said


@pytest.mark.django_db
def test_a_database_that_fails_meanwhile_is_said_in_a_sentence(file: Path, monkeypatch: pytest.MonkeyPatch):
    from django.db import OperationalError, transaction

    def fail() -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(transaction, "atomic", fail)
    answer = ask("council", file)
    assert answer == ("", "Error: Cannot use the database: database is locked.\n", 2)


@pytest.mark.django_db
def test_a_real_deployment_is_refused_what_the_law_wants_said_and_is_not(file: Path, settings: Any):
    settings.BANNER = ""
    answer = ask("council", file)
    assert (
        "The law wants more on the pages of a real deployment than this file gives: [privacy] controller,"
        in answer.said
    )
    assert (answer.code, Council.objects.count()) == (1, 0)
