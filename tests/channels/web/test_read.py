"""What was sent from the council's pages is kept as JSON and read as it was; what is not of our keeping is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.channels.web.read import Answers, FromItsPage, raw_of, read
from answerable.config.worker import CHANNELS
from answerable.inbox.reader import Reader

WORDS = st.text(st.characters(exclude_categories=("Cs",)))


@given(st.builds(Answers, **dict.fromkeys(Answers.__dataclass_fields__, WORDS)))
def test_a_form_is_read_as_it_was_sent(sent: Answers) -> None:
    assert read(raw_of(sent)) == sent


@given(st.builds(FromItsPage, reference=WORDS, message=WORDS, is_complaint=st.booleans()))
def test_what_was_written_on_a_contacts_page_is_read_as_it_was_sent(sent: FromItsPage) -> None:
    assert read(raw_of(sent)) == sent


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b'{"page": "other"}', b'{"page": "form", "colour": "red"}', b"[]", b"\xff"]
)
def test_what_is_not_of_our_keeping_is_refused(raw: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read(raw)


def test_what_every_channel_reads_can_be_read_in_a_process_that_knows_nothing_of_the_house() -> None:
    raw = raw_of(Answers(kind="enquiry", message="It is out."))
    with Reader() as reader:
        assert {channel.name: reader(channel.read, raw) == channel.read(raw) for channel in CHANNELS} == {
            "email": True,
            "web": True,
            "lines": True,
        }
