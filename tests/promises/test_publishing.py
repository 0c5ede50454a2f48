"""Charters as published: an edition never changes, and the one in force on the day of receipt binds a contact (C18)."""

from hashlib import sha256
from importlib import import_module

import pytest
from django.apps import apps

from answerable.charters import text_of
from answerable.promises.actions import publish
from answerable.promises.models import Edition
from answerable.promises.queries import charter_in, edition_on
from answerable.standards.reading.places import CharterError
from tests import cast
from tests.build import at, on

pytestmark = pytest.mark.django_db

old_words = import_module("answerable.promises.migrations.0002_not_yet_was_never_promised")
NEW_YEAR = at("Fri 1 Jan 2027 09:00")


def a_second_version() -> Edition:
    """Publish seven working days made five, in force from 1 January 2027."""
    council = cast.council("s5")
    text = text_of("s5.toml").replace('version = "1"', 'version = "2"').replace("2014-04-01", "2027-01-01")
    text = text.replace('within = "7 working days"', 'within = "5 working days"')
    return publish(council, text=text, by=None, at=NEW_YEAR)


def test_publishing_the_same_words_again_changes_nothing():
    council = cast.council("s5")
    assert publish(council, text=text_of("s5.toml"), by=None, at=NEW_YEAR) == Edition.objects.get()


def test_what_was_published_cannot_be_published_with_other_words():
    council = cast.council("s5")
    with pytest.raises(ValueError, match="what was published never changes"):
        publish(council, text=text_of("s5.toml") + "\n# a word more\n", by=None, at=NEW_YEAR)


def test_an_edition_says_what_its_file_says():
    cast.council("s5")
    assert charter_in(Edition.objects.get()).promise("S5-24").words.startswith("If you email us about anything")


def test_the_day_decides_which_edition_binds():
    second = a_second_version()
    assert edition_on("s5", on("Thu 31 Dec 2026")).version == "1"
    assert edition_on("s5", on("Fri 1 Jan 2027")) == second


def test_a_contact_is_judged_for_ever_by_the_edition_of_its_day():
    before = cast.received("Thu 31 Dec 2026 23:59")
    a_second_version()
    after = cast.received("Fri 1 Jan 2027 00:00")
    assert (before.edition.version, after.edition.version) == ("1", "2")
    assert cast.clock(before, "S5-24").due == at("Tue 12 Jan 2027 23:59:59")
    assert cast.clock(after, "S5-24").due == at("Fri 8 Jan 2027 23:59:59")


def test_a_day_before_any_charter_is_refused_and_says_so():
    cast.council("s5")
    with pytest.raises(LookupError, match="Cannot say what council s5 promised on 31 March 2014"):
        edition_on("s5", on("Mon 31 Mar 2014"))


def as_it_was(text: str) -> str:
    """Return a charter as it was written while charters said what the program could not do yet."""
    for id, (old, new) in old_words.FORMULAS.items():
        begins, promise, rest = text.partition(f'id = "{id}"\n')
        if promise:
            text = begins + promise + rest.replace(new, old, 1)
    return text.replace('channels = ["all"]\n', 'channels = ["all"]\nnot_yet = "Nothing says \\"so\\" yet."\n')


@pytest.mark.parametrize("council", ["s1", "s2", "s4", "s5"])
def test_an_edition_that_said_what_the_program_could_not_do_keeps_all_else(council: str):
    cast.council(council)
    text = text_of(f"{council}.toml")
    Edition.objects.update(text=as_it_was(text), digest="old")
    before = Edition.objects.get()
    assert "not_yet" in before.text
    with pytest.raises(CharterError, match="'not_yet' is not a key of this table"):
        charter_in(before)
    old_words.carry(apps, None)
    after = Edition.objects.get()
    assert (after.text, after.digest) == (text, sha256(text.encode()).hexdigest())
    assert charter_in(after).council == council


def test_the_checks_of_a_website_that_nothing_tried_are_named():
    text = 'x\n[[promise]]\nid = "S3-09"\nformula = "availability"\n'
    assert old_words.carried(text) == 'x\n[[promise]]\nid = "S3-09"\nchecks = ["site"]\nformula = "availability"\n'


def test_an_edition_that_said_nothing_of_the_kind_stays_as_it_is():
    cast.council("s5")
    Edition.objects.update(digest="kept")
    old_words.carry(apps, None)
    assert Edition.objects.get().digest == "kept"
