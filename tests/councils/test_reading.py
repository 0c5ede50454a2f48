"""A council's file is read as it is meant, and one that cannot be used is refused with its line and the remedy."""

from pathlib import Path

import pytest

from answerable.charters import text_of
from answerable.councils.reading import MailboxPlan, Plan, TeamPlan, read_council
from answerable.councils.urgent import DAYS, UrgentNumber
from answerable.standards.reading.file_table import CharterError

FILE = """\
format = 1

[council]
key = "s4"
name = "A district council"
colour = "#00703c"
phone = "01632 960 001"
web = "www.s4.example"
address = \"\"\"
The Council House
1 High Street\"\"\"
opening = "Monday to Friday, 9am to 5pm"
charter = "s4"

[[services]]
key = "streets"
name = "Streets"

[[teams]]
service = "streets"
key = "roads"
name = "the roads team"
answers_name = "Alex Morgan"
answers_phone = "01632 960 002"

[[mailboxes]]
address = "Roads@S4.example"
team = "streets/roads"
name = "contact-group"
"""


def written(folder: Path, text: str = FILE) -> Path:
    path = folder / "council.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_says_how_a_council_is_to_be(tmp_path: Path):
    assert read_council(written(tmp_path)) == (
        Plan(
            key="s4",
            name="A district council",
            colour="#00703c",
            phone="01632 960 001",
            web="www.s4.example",
            address="The Council House\n1 High Street",
            opening="Monday to Friday, 9am to 5pm",
            services={"streets": "Streets"},
            teams=(TeamPlan("streets", "roads", "the roads team", "Alex Morgan", "01632 960 002"),),
            mailboxes=(MailboxPlan("roads@s4.example", "streets/roads", "contact-group"),),
        ),
        text_of("s4.toml"),
    )


URGENT = """
[[urgent_numbers]]
for = "No heating or water"
phone = "01632 960 010"

[[urgent_numbers]]
for = "A child who may be harmed"
phone = "01632 960 011"

[urgent_numbers.hours]
monday = "00:00-08:00 17:00-24:00"
bank_holidays = "00:00-24:00"
"""
DUTY = FILE.replace("charter =", 'duty_address = "Duty@S4.example"\ncharter =') + URGENT


def test_a_file_gives_the_numbers_for_what_cannot_wait_and_who_is_told_of_a_danger(tmp_path: Path):
    plan, _ = read_council(written(tmp_path, DUTY))
    hours = dict.fromkeys(DAYS, ()) | {"monday": ((0, 480), (1020, 1440)), "bank_holidays": ((0, 1440),)}
    assert (plan.duty_address, plan.urgent_numbers) == (
        "duty@s4.example",
        (
            UrgentNumber("No heating or water", "01632 960 010", {}, "england-and-wales"),
            UrgentNumber("A child who may be harmed", "01632 960 011", hours, "england-and-wales"),
        ),
    )


@pytest.mark.parametrize(
    ("was", "now", "refusal"),
    [
        ("Duty@S4.example", "Duty", "line 13: 'duty' is not an email address. Write it as contact@council.example."),
        ('for = "No heating or water"', "", "line 32: 'for' is missing. Add for = text in quotes."),
        ('for = "No heating or water"', 'for = " "', "line 32: 'for' and 'phone' must say something."),
        ("960 011", "960 010", "line 38: '01632 960 010' is there twice."),
        ("00:00-08:00 17:00-24:00", "8-17", "line 41: '8' is not a time of day."),
        ("monday", "mondays", "line 41: 'mondays' is not a key of this table. Did you mean 'monday'?"),
        ('"00:00-08:00 17:00-24:00"\nbank_holidays = "00:00-24:00"', '""', "line 40: These hours are never."),
    ],
)
def test_a_number_that_cannot_be_used_is_refused(tmp_path: Path, was: str, now: str, refusal: str):
    assert was in DUTY
    with pytest.raises(CharterError) as refused:
        read_council(written(tmp_path, DUTY.replace(was, now, 1)))
    assert refusal in str(refused.value)


def test_a_charter_may_stand_beside_the_file(tmp_path: Path):
    ours = text_of("s4.toml").replace('council = "s4"', 'council = "east"')
    (tmp_path / "ours.toml").write_text(ours, encoding="utf-8")
    text = FILE.replace('key = "s4"', 'key = "east"').replace('charter = "s4"', 'charter = "ours.toml"')
    plan, charter = read_council(written(tmp_path, text))
    assert (plan.key, charter) == ("east", ours)


@pytest.mark.parametrize(
    ("was", "now", "refusal"),
    [
        ("format = 1", "format = 2", "line 1: This program reads format 1 only. Write: format = 1."),
        ("[council]", "[counsel]", "line 1: [council] is missing. Begin with"),
        ('key = "s4"', 'key = "S4"', "line 4: 'S4' cannot be a key, which is part of an address. Use small letters,"),
        ('name = "A district council"', "", "line 3: 'name' is missing. Add name = text in quotes."),
        ('name = "A district council"', 'name = " "', "line 5: 'name' is empty. Write what it is."),
        ("#00703c", "green", "line 6: 'green' is not a colour. Write it as #1d70b8."),
        ("01632 960 001", "0" * 41, "line 7: 'phone' has 41 characters, and there is room for 40. Shorten it."),
        ("www.s4", "https://www.s4", "line 8: 'https://www.s4.example' is not as it should be. Leave out what comes"),
        ("opening =", "openning =", "'opening' is missing."),
        ('charter = "s4"', 'charter = "s9"', "line 13: 'charter' cannot be 's9'. Name a file beside this one"),
        ('charter = "s4"', 'charter = "s9.toml"', "line 13: There is no file 's9.toml' beside this one."),
        ('charter = "s4"', 'charter = "s5"', "line 13: The charter is that of council 's5', and this is 's4'."),
        ("[[services]]", "[[servises]]", "line 1: There is no service."),
        ("[[teams]]", "[[team]]", "line 1: There is no team, so nobody could answer."),
        ("[[mailboxes]]", "[[mailbox]]", "line 1: There is no mailbox, so no letter could leave."),
        ('service = "streets"', 'service = "street"', "line 20: 'service' does not know 'street'. Did you mean 'str"),
        ("answers_name", "answer_name", "line 19: 'answers_name' is missing."),
        ('phone = "01632 960 002"', 'phone = ""', "line 24: 'answers_phone' is empty."),
        ("Roads@S4.example", "roads", "line 27: 'roads' is not an email address. Write it as contact@council.example."),
        ("streets/roads", "roads", "line 28: 'team' does not know 'roads'. Did you mean 'streets/roads'?"),
        ("contact-group", "contacts", "line 29: 'name' does not know 'contacts'. Did you mean 'contact-group'?"),
        ("[[services]]", "[extra]\n\n[[services]]", "'extra' is not a key of this table."),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_where_it_is_wrong(tmp_path: Path, was: str, now: str, refusal: str):
    assert was in FILE
    path = written(tmp_path, FILE.replace(was, now, 1))
    with pytest.raises(CharterError) as refused:
        read_council(path)
    assert f"{path}, " in str(refused.value)
    assert refusal in str(refused.value)


@pytest.mark.parametrize(
    ("table", "who"),
    [
        ('[[services]]\nkey = "streets"\nname = "Roads"\n', "line 32: 'streets'"),
        (FILE[FILE.index("[[teams]]") : FILE.index("[[mailboxes]]")], "line 33: 'streets/roads'"),
        (FILE[FILE.index("[[mailboxes]]") :].lower(), "line 32: 'roads@s4.example'"),
    ],
)
def test_nothing_is_named_twice(tmp_path: Path, table: str, who: str):
    with pytest.raises(CharterError, match=f"{who} is there twice. Give each its own, or leave one out."):
        read_council(written(tmp_path, f"{FILE}\n{table}"))


def test_a_mistake_in_the_charter_is_refused_with_the_charter_s_own_line(tmp_path: Path):
    (tmp_path / "ours.toml").write_text("format = 1\n", encoding="utf-8")
    with pytest.raises(CharterError, match=r"ours.toml, line 1: \[charter\] is missing"):
        read_council(written(tmp_path, FILE.replace('charter = "s4"', 'charter = "ours.toml"')))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path):
    path = tmp_path / "council.toml"
    path.write_bytes(b"\xff")
    with pytest.raises(CharterError, match="Save it as UTF-8"):
        read_council(path)


def test_how_long_a_link_opens_a_page_is_the_councils_to_say(tmp_path: Path):
    plan, _ = read_council(written(tmp_path, FILE))
    assert (plan.link_days_after_closing, plan.link_days_longest) == (90, 730)
    file = FILE.replace("charter =", "link_days_after_closing = 30\nlink_days_longest = 365\ncharter =")
    plan, _ = read_council(written(tmp_path, file))
    assert (plan.link_days_after_closing, plan.link_days_longest) == (30, 365)
    with pytest.raises(CharterError, match="'link_days_longest' cannot be 0"):
        read_council(written(tmp_path, FILE.replace("charter =", "link_days_longest = 0\ncharter =")))
