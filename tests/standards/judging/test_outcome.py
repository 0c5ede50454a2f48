"""How an outcome is put into words."""

import pytest

from answerable.standards.judging.outcome import say, sentence


@pytest.mark.parametrize(
    ("stop", "outcome", "said"),
    [
        ("full reply", "in time", "The full reply came in time."),
        ("acknowledgement", "late", "The acknowledgement came late."),
        ("greeted", "missing", "The greeting did not come by the due moment."),
        ("replied", "soon", "The full reply is due soon."),
        ("panel_met", "running", "The panel's meeting is not yet due."),
    ],
)
def test_an_outcome_names_what_was_waited_for(stop, outcome, said):
    assert say(stop, outcome) == said


@pytest.mark.parametrize("words", ["We asked for form X", "We asked for form X."])
def test_a_reason_ends_as_a_sentence_does(words):
    assert sentence(words) == "We asked for form X."
