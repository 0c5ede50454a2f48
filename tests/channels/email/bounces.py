"""What mail servers write when a letter of ours does not arrive, or not yet: each in its own shape."""

from collections.abc import Callable, Mapping

_COUNCIL, _ROBIN = "contact@s5.example", "robin@home.example"


def _copy(about: str) -> str:
    return (
        f"Return-path: <{_COUNCIL}>\nReceived: from council by mx.example\nFrom: Council <{_COUNCIL}>\nTo: {_ROBIN}\n"
        f"Subject: [REF] Lamp\nMessage-ID: {about}\nAuto-Submitted: auto-replied\n"
    )


def _top(by: str, subject: str, *more: str) -> str:
    return "\n".join(
        [f"From: {by}", f"To: {_COUNCIL}", f"Subject: {subject}", "Message-ID: <b1@mx.example>", *more, ""]
    )


def _report(by: str, subject: str, notice: str, block: str, copy: str, *more: str, kind: str = "message/rfc822") -> str:
    top = _top(by, subject, *more, 'Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"')
    return (
        f"{top}\n--=_1\nContent-Type: text/plain; charset=us-ascii\n\n{notice}\n\n--=_1\n"
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{block}\n"
        + (f"--=_1\nContent-Type: {kind}\n\n{copy}\nThe letter.\n" if copy else "")
        + "--=_1--\n"
    )


def _block(action: str, status: str, said: str) -> str:
    return f"Final-Recipient: rfc822;{_ROBIN}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {said}\n"


_DAEMON = "Mail Delivery System <Mailer-Daemon@mx.example>"


def exim(about: str) -> str:
    """Exim before 4.83: all in words, and the letter after them."""
    return _top(_DAEMON, "Mail delivery failed: returning message to sender", f"X-Failed-Recipients: {_ROBIN}") + (
        "\nThis message was created automatically by mail delivery software.\n\n"
        "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. "
        f"The following address(es) failed:\n\n  {_ROBIN}\n"
        f"    SMTP error from remote mail server after RCPT TO:<{_ROBIN}>"
        ":\n    host mx.home.example [192.0.2.1]: 550 5.1.1 No such user\n\n"
        f"------ This is a copy of the message, including all the headers. ------\n\n{_copy(about)}\nThe letter.\n"
    )


def exim_long(about: str) -> str:
    """Exim with a letter too long to be repeated: only its headers."""
    return exim(about).replace(
        "------ This is a copy of the message, including all the headers. ------",
        "------ This is a copy of your message, including all the headers.\n------ No more than 1K characters of the "
        "body are included.",
    )


def exim_by_reference(about: str) -> str:
    """Exim that is told to return nothing of the letter: its id is only in the headers of the report."""
    whole = exim(about).partition("------")[0]
    return whole.replace("\nMessage-ID: <b1", f"\nReferences: <older@s5.example> {about}\nMessage-ID: <b1", 1)


def exim_waits(about: str) -> str:
    """Exim's word after a day: it goes on trying."""
    return _top(_DAEMON, "Warning: message 1pAbCd-000123-XY delayed 24 hours", f"References: {about}") + (
        "\nThis message was created automatically by mail delivery software.\nA message that you sent has not yet been "
        "delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.example.\n\n"
        f"The address to which the message has not yet been delivered is:\n\n  {_ROBIN}\n\n"
        "No action is required on your part. Delivery attempts will continue for\nsome time.\n"
    )


def qmail(about: str) -> str:
    """The qmail-send program, which knows no parts."""
    return _top("MAILER-DAEMON@mx.example", "failure notice", "Return-Path: <>") + (
        "\nHi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the "
        "following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        f"<{_ROBIN}>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 No such user\n"
        f"Giving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\n{_copy(about)}\nThe letter.\n"
    )


def qmail_no_address(about: str) -> str:
    """The same with no address in From, as some rewrite it."""
    return (
        qmail(about).replace("From: MAILER-DAEMON@mx.example", "From: MAILER-DAEMON").replace("Return-Path: <>\n", "")
    )


def postfix(about: str) -> str:
    """Postfix, with the whole letter."""
    notice = f"This is the mail system at mx.example.\n\n<{_ROBIN}>: host mx said: 550 5.1.1 No such user"
    block = f"Original-Recipient: rfc822;{_ROBIN}\n" + _block("failed", "5.1.1", "550 5.1.1 No such user")
    return _report(
        "MAILER-DAEMON (Mail Delivery System)", "Undelivered Mail Returned to Sender", notice, block, _copy(about)
    )


def postfix_expired(about: str) -> str:
    """Postfix after five days: what failed for the time being has failed for good."""
    block = _block("failed", "4.4.1", "connect to home.example: Connection timed out")
    return _report(_DAEMON, "Undelivered Mail Returned to Sender", "I'm sorry.", block, _copy(about))


def postfix_waits(about: str) -> str:
    """Postfix after four hours."""
    notice = "# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #"
    block = _block("delayed", "4.4.1", "connect to home.example: Connection timed out")
    return _report(
        _DAEMON, "Delayed Mail (still being retried)", notice, block, _copy(about), kind="text/rfc822-headers"
    )


def postfix_relayed(about: str) -> str:
    """Postfix for who asked to be told of a success: a server that tells no more has it."""
    return _report(
        _DAEMON, "Successful Mail Delivery Report", "Relayed.", _block("relayed", "2.0.0", "250 ok"), _copy(about)
    )


def sendmail(about: str) -> str:
    """Sendmail, with the headers of the letter."""
    notice = f"   -- The following addresses had permanent fatal errors --\n<{_ROBIN}>\n    (reason: 550)"
    return _report(
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
        "Returned mail: see transcript for details",
        notice,
        _block("failed", "5.1.1", "550 5.1.1 No such user"),
        _copy(about),
        kind="text/rfc822-headers",
    )


def sendmail_waits(about: str) -> str:
    """Sendmail after four hours."""
    return _report(
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
        "Warning: could not send message for past 4 hours",
        "    **      THIS IS A WARNING MESSAGE ONLY      **",
        _block("delayed", "4.4.2", "timed out"),
        _copy(about),
    )


def exchange(about: str) -> str:
    """Exchange on the council's own machine, which wraps a long id and says its status in numbers of its own."""
    copy = _copy(about).replace("Message-ID: ", "Message-ID:\n\t")
    block = f"Final-recipient: RFC822;{_ROBIN}\nAction: failed\nStatus: 5.1.1\nX-Display-Name: Robin Reed\n"
    notice = "Delivery has failed to these recipients or groups:\n\nRobin Reed"
    return _report(
        "postmaster@mx.example", "Undeliverable: [REF] Lamp", notice, block, copy, kind="text/rfc822-headers"
    )


def office365(about: str) -> str:
    """Office 365 that returns nothing of the letter but says which it answers."""
    return _report(
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@mx.example>",
        "Undeliverable: [REF] Lamp",
        "Your message to robin@home.example couldn't be delivered.",
        _block("failed", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
        "",
        f"In-Reply-To: {about}",
        f"References: {about}",
        "X-MS-Exchange-Message-Is-Ndr: 1",
    )


def office365_page(about: str) -> str:
    """Office 365 through a gateway that left only its page, in HTML."""
    return (
        _top(
            "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@mx.example>",
            "Undeliverable: [REF] Lamp",
            f"In-Reply-To: {about}",
            "Auto-Submitted: auto-replied",
            "X-MS-Exchange-Message-Is-Ndr:  yes",
            "Content-Type: text/html; charset=utf-8",
        )
        + f"\n<p>Your message to <b>{_ROBIN}</b> couldn't be delivered.</p><p>robin wasn't found at home.example.</p>\n"
    )


def passed_on(about: str) -> str:
    """A gateway that wraps another server's report in a message of its own."""
    inner = postfix(about).replace("<b1@mx.example>", "<b0@far.example>").replace("=_1", "=_0")
    top = _top(_DAEMON, "Delivery failure", "Return-Path: <>", 'Content-Type: multipart/mixed; boundary="=_2"')
    return (
        f"{top}\n--=_2\n\nYour message could not be delivered.\n--=_2\n"
        f"Content-Type: message/rfc822\n\n{inner}\n--=_2--\n"
    )


def receipt(about: str) -> str:
    """A receipt: somebody, or their program, opened the letter."""
    return (
        _top(f"Robin Reed <{_ROBIN}>", "Read: [REF] Lamp", f"In-Reply-To: {about}")
        + 'Content-Type: multipart/report; report-type=disposition-notification; boundary="=_1"\n\n'
        "--=_1\n\nIt was read.\n"
        f"--=_1\nContent-Type: message/disposition-notification\n\nOriginal-Message-ID: {about}\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n--=_1--\n"
    )


_IN_EXIM = (
    f"SMTP error from remote mail server after RCPT TO:<{_ROBIN}>: host mx.home.example [192.0.2.1]: "
    "550 5.1.1 No such user"
)
_IN_QMAIL = "192.0.2.1 does not like recipient. Remote host said: 550 5.1.1 No such user Giving up on 192.0.2.1."

FAILED: Mapping[Callable[[str], str], str] = {
    exim: _IN_EXIM,
    exim_long: _IN_EXIM,
    exim_by_reference: _IN_EXIM,
    qmail: _IN_QMAIL,
    qmail_no_address: _IN_QMAIL,
    postfix: "5.1.1 smtp; 550 5.1.1 No such user",
    postfix_expired: "4.4.1 smtp; connect to home.example: Connection timed out",
    sendmail: "5.1.1 smtp; 550 5.1.1 No such user",
    exchange: "5.1.1",
    office365: "5.1.10 smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound",
    office365_page: "Undeliverable: [REF] Lamp",
    passed_on: "5.1.1 smtp; 550 5.1.1 No such user",
}
"""What never arrives, each with the words that the letter is marked with."""

NOT_FAILED = (exim_waits, postfix_waits, postfix_relayed, sendmail_waits, receipt)
"""What arrives later, or has arrived."""
