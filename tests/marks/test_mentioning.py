"""Whom a note mentions, and what is said where that cannot be told."""

import pytest

from answerable.marks.mentioning import Unclear, mentioned
from answerable.people.models import Staff

ANA, SILVA, BO, LEE = (
    Staff(pk=pk, name=name, email=email)
    for pk, (name, email) in enumerate(
        [
            ("Ana Ruiz", "ana@council.example"),
            ("Ana Maria Silva", "ana.silva@council.example"),
            ("Bo O'Neill", "b.oneill@council.example"),
            ("Lee Marsh", "lee.marsh@council.example"),
        ],
        1,
    )
)
ALL = [ANA, SILVA, BO, LEE]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("@ana, please", [(ANA, "@ana")]),
        ("Please see this, @Ana Ruiz.", [(ANA, "@Ana Ruiz")]),
        ("@ana  ruiz: yes", [(ANA, "@ana  ruiz")]),
        ("@ana.silva.", [(SILVA, "@ana.silva")]),
        ("@Ana.Silva@council.example?", [(SILVA, "@Ana.Silva@council.example")]),
        ("@Ana Maria Silva and (@ANA)", [(SILVA, "@Ana Maria Silva"), (ANA, "@ANA")]),
        ("@Bo O'Neill's file", [(BO, "@Bo O'Neill")]),
        ("@bo, and again @b.oneill", [(BO, "@bo")]),
        ("@lee\nmarsh", [(LEE, "@lee")]),
        ("Mail ana@home.example at 5 @ 3, @5pm or @", []),
        ("", []),
    ],
)
def test_a_note_mentions_colleagues_by_name_by_handle_and_by_a_first_name(body: str, found: object):
    assert [(one.staff, one.written) for one in mentioned(body, ALL)] == found


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("@ana ruizo", "nothing is wrong"),
        ("@zoe", "“@zoe” is no colleague who may see this contact. Give a name or what stands before the @ of their"),
        ("@ana.", "nothing is wrong"),
        ("@maria", "“@maria” is no colleague"),
        ("@anabel", "“@anabel” is no colleague"),
    ],
)
def test_a_name_that_nobody_has_is_said(body: str, said: str):
    if said == "nothing is wrong":
        assert [one.staff for one in mentioned(body, ALL)] == [ANA]
    else:
        with pytest.raises(Unclear) as problem:
            mentioned(body, ALL)
        assert str(problem.value).startswith(said)


def test_fifty_mentions_are_the_most():
    assert mentioned("@ana " * 50, ALL)[0].staff == ANA
    with pytest.raises(Unclear, match="A note mentions colleagues 50 times at the most"):
        mentioned("@ana " * 51, ALL)


def test_a_name_that_two_have_is_asked_about_by_what_tells_them_apart():
    mark = Staff(pk=8, name="Mark Lane", email="m.lane@council.example")
    other = Staff(pk=9, name="Mark Lane", email="mark2@council.example")
    for body, written in (("@Mark Lane: yes", "@Mark Lane"), ("@mark!", "@mark")):
        with pytest.raises(Unclear) as problem:
            mentioned(body, [*ALL, mark, other])
        assert str(problem.value) == (
            f"“{written}” may be more than one colleague. Write @m.lane for Mark Lane or @mark2 for Mark Lane."
        )
    elsewhere = Staff(pk=10, name="Mark Lane", email="m.lane@other.example")
    with pytest.raises(Unclear, match=r"@m\.lane@council\.example for Mark Lane or @m\.lane@other\.example"):
        mentioned("@m.lane", [mark, elsewhere])
    assert mentioned("@m.lane@other.example", [mark, elsewhere])[0].staff == elsewhere
