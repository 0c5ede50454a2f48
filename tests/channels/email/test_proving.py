"""Whose word is taken for who wrote: that of the council's own server, however it writes, and nobody else's."""

from email import message_from_bytes

import pytest

from answerable.channels.email.proving import NO_NAME, checks_in, proof
from answerable.customers.proof import Proof


def proved(*headers: str, checked_by: str = "mx.council.example", address: str = "vera@vale.example") -> Proof:
    raw = "".join(f"Authentication-Results: {header}\r\n" for header in headers) + "\r\n"
    return proof(checks_in(message_from_bytes(raw.encode())), address=address, checked_by=checked_by)


@pytest.mark.parametrize(
    "header",
    [
        "mx.council.example; dmarc=pass header.from=vale.example",
        "MX.Council.example 1; spf=none; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=vale.example",
        'mx.council.example;\r\n dkim=fail reason="dmarc=fail" header.d=x;\r\n dmarc=Pass header.from=Vale.Example.',
        "mx.council.example; dmarc/1 = pass header.from = vale.example",
        "(of; ours) mx.council.example (our(er) own); dmarc=pass header.from=vale.example",
        "mx.council.example; dmarc=pass header.from=vera@vale.example",
    ],
)
def test_a_sender_has_passed_however_our_server_writes_it(header: str):
    assert proved(header) is Proof.PASSED


@pytest.mark.parametrize(
    "header",
    [
        "mx.evil.example; dmarc=pass header.from=vale.example",
        "mx.council.example.evil.example; dmarc=pass header.from=vale.example",
        "evil mx.council.example; dmarc=pass header.from=vale.example",
        "mx.council.example; dmarc=pass header.from=evil.example",
        "mx.council.example; dmarc=pass",
        "mx.council.example; dkim=pass header.d=vale.example; spf=pass smtp.mailfrom=vale.example",
        'mx.council.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=vale.example"',
        "mx.council.example; spf=pass (x; dmarc=pass header.from=vale.example)",
        "mx.council.example; spf=pass (x; dmarc=pass header.from=vale.example",
        'mx.council.example; dmarc=pass header.from=vale.example "',
        "mx.council.example; dmarc=bestguesspass header.from=vale.example",
        "mx.council.example; dmarc=temperror header.from=vale.example",
        "mx.council.example; none",
        "dmarc=pass header.from=vale.example",
        "",
        ";",
        "\\",
    ],
)
def test_nothing_is_told_by_anybody_else_nor_by_what_a_sender_put_there(header: str):
    assert proved(header) is Proof.NOT_TOLD


def test_a_failure_counts_wherever_it_stands_and_a_success_only_where_our_server_wrote_last():
    passed, failed, nothing = (
        f"mx.council.example; dmarc={result} header.from=vale.example" for result in ("pass", "fail", "none")
    )
    assert proved(passed, failed) is Proof.FAILED
    assert proved(failed, passed) is Proof.FAILED
    assert proved(nothing, passed) is Proof.NOT_TOLD
    assert proved("mx.council.example; spf=pass", passed) is Proof.PASSED


def test_a_server_without_a_name_is_believed_only_by_a_mailbox_that_says_so():
    header = "spf=pass smtp.mailfrom=vale.example; dmarc=pass action=none header.from=vale.example;compauth=pass"
    assert proved(header, checked_by=NO_NAME) is Proof.PASSED
    assert proved(header, checked_by="") is Proof.NOT_TOLD
    assert proved("; dmarc=pass header.from=vale.example", checked_by="") is Proof.NOT_TOLD
    assert proved("mx.evil.example; dmarc=pass header.from=vale.example", checked_by=NO_NAME) is Proof.NOT_TOLD


def test_a_thousand_headers_and_a_megabyte_of_brackets_cost_little():
    assert proved(*["mx.evil.example; dmarc=pass"] * 1000, "(" * 1_000_000) is Proof.NOT_TOLD
