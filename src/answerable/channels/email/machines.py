"""Which messages were written by a machine, and what a mail server says that it could not deliver.

A machine is never answered by a machine: two that answer each other do not stop (RFC 3834). Nothing here raises.
"""

import re
from collections.abc import Iterator
from email import message_from_string
from email.message import Message
from itertools import islice
from typing import NamedTuple

from answerable.channels.email.body import content_type, inside, parts_of, text_of
from answerable.channels.email.headers import guarded, header, ids, person, raw_header
from answerable.channels.email.html_text import from_html

MOST_BLOCKS = 10
"""People of whom a delivery report is believed: we write to one at a time."""

_MOST_IDS, _MOST_PARTS, _DEEPEST = 20, 50, 3
"""Message-IDs of a report that are looked up, parts of it that are looked into, and reports within reports."""

_NOTICE = 20_000
"""Characters of a report in words that are read for what became of the letter."""

_BULK = ("bulk", "junk", "list", "auto_reply", "auto-reply")
_TELLING = re.compile(r"list-.+|x-auto-?reply|x-autorespond|x-failed-recipients", re.IGNORECASE)
_MACHINE = re.compile(
    r"mailer-daemon|postmaster|bounces?|(?:.*[-_.])?(?:no|do[-_.]?not|don[’']?t)[-_.]?reply(?:[-_.\d].*)?",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"auto(?:matic)?[- ]?(?:reply|response|antwort)|auto:|out of (?:the )?office"
    r"|ateb awtomatig|ymateb awtomatig|(?:i ffwrdd|allan) o['’]r swyddfa"
    r"|abwesenheit|automatische (?:antwort|abwesenheit)|nicht im (?:büro|hause)"
    r"|réponse automatique|absen(?:t|ce) du bureau|(?:message|notification) d['’]absence|absence\s*:",
    re.IGNORECASE,
)
"""How the subject of an automatic reply begins that says in no header what it is: English, Welsh, German, French."""

_STATUS, _RECEIPT = "message/delivery-status", "message/disposition-notification"
_UNDELIVERED = re.compile(
    r"undeliver|not be(?:en)? (?:yet )?delivered|not yet been delivered|n[o’']t able to deliver"
    r"|couldn[’']t be delivered"
    r"|deliver(?:y|ed) (?:status notification|fail|has failed|(?:is |has been )?delayed|incomplete|problem|report)"
    r"|failure notice|returned mail|returned to sender|message was not delivered|could not send message"
    r"|unzustellbar|nicht zugestellt|non remis|heb ei ddanfon|heb ei ddosbarthu",
    re.IGNORECASE,
)
_STILL_TRYING = re.compile(
    r"not yet been delivered|not been delivered yet|warning message only|will be retried|keep trying|will retry"
    r"|attempts will continue|deliver(?:y|ed) (?:is |has been )?delayed|do not need to resend"
    r"|could not send message for",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"^(?:--.*\b(?:copy of|original|headers|body of|unsent|returned|below this line)\b.*"
    r"|(?:return-path|received|message-id):.*)$",
    re.IGNORECASE | re.MULTILINE,
)
"""The line at which a report in words begins to repeat the letter."""

_ID_IN_WORDS = re.compile(r"^[> \t]*message-id:\s{0,3}(<[^<>\s]{1,298}>)", re.IGNORECASE | re.MULTILINE)
_ABOUT_SOMEBODY = re.compile(
    r"^[ \t]{0,8}<?([^\s<>\"',;:()\[\]]{1,64}@[^\s<>\"',;:()\[\]]{1,189})>?(?::(.*)|[ \t]*(?:\(.*)?)$", re.MULTILINE
)


class Bounce(NamedTuple):
    """What a mail server says of a letter to one person.

    ``is_final`` is whether the letter will never be delivered to them. ``recipient`` is in small letters, and empty
    where the server names nobody. ``words`` are the server's own, with its three numbers where it gives them.
    """

    recipient: str
    words: str
    is_final: bool


class DeliveryReport(NamedTuple):
    """What a mail server tells of a letter, by RFC 3464 or in words of its own.

    ``about`` are the Message-IDs that may be the letter's, the likeliest first: that of the copy that came with it, of
    the copy in its words, and those that it answers. ``bounces`` has one for each person it was for.
    """

    about: tuple[str, ...]
    bounces: tuple[Bounce, ...] = ()


def is_automatic(message: Message) -> bool:
    """Tell whether a machine wrote a message (RFC 3834), so that no machine may answer it."""
    written = raw_header(message, "auto-submitted").partition(";")[0].strip().lower()
    return (
        written not in ("", "no")
        or raw_header(message, "precedence").lower() in _BULK
        or raw_header(message, "x-auto-response-suppress").lower() not in ("", "none")
        or any(_TELLING.fullmatch(key) for key, _ in message.raw_items())
        or content_type(message) == "multipart/report"
        or _AWAY.match(header(message, "subject")) is not None
        or _is_from_machine(message)
    )


def is_machine(address: str) -> bool:
    """Tell whether nobody reads what is sent to an address, by its first part."""
    return _MACHINE.fullmatch(address.partition("@")[0].partition("+")[0].strip()) is not None


def report_in(message: Message, text: str) -> DeliveryReport | None:
    """Return what a mail server tells of a letter, up to ``MOST_BLOCKS`` people; or None for any other message.

    ``text`` is the words of the message. A receipt, which tells that a letter was opened, is a report of nobody.
    """
    is_report = content_type(message) == "multipart/report"
    if not (is_report or _is_from_machine(message) or _is_failure_marked(message)):
        return None
    parts = list(islice(_parts_within(message), _MOST_PARTS))
    kinds = {content_type(part) for part in parts}
    if is_report and _RECEIPT in kinds:
        return DeliveryReport(_about(message, parts, text))
    blocks = (block for part in parts if content_type(part) == _STATUS for block in inside(part))
    # The first block is about the server, and each of the others about one person.
    told = (_bounce(block) for block in islice(blocks, MOST_BLOCKS + 1))
    bounces = tuple(bounce for bounce in told if bounce is not None)
    if bounces or _UNDELIVERED.search(f"{header(message, 'subject')}\n{_notice(text)}"):
        return DeliveryReport(_about(message, parts, text), bounces or _in_words(message, text))
    return None


def _is_from_machine(message: Message) -> bool:
    address, said = person(message, "from")[1], raw_header(message, "from").strip('<>"')
    written = address or said.partition(" ")[0]
    is_nobody = raw_header(message, "return-path").replace(" ", "") == "<>"
    return is_nobody or is_machine(written) or said.lower().startswith("mail delivery s")


def _is_failure_marked(message: Message) -> bool:
    return bool(raw_header(message, "x-failed-recipients") or raw_header(message, "x-ms-exchange-message-is-ndr"))


def _parts_within(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield the parts of a report, and those of a report that it passes on, and the letter as a part of its own."""
    for part in parts_of(message):
        yield part
        if content_type(part) == "message/rfc822" and depth < _DEEPEST:
            for one in inside(part):
                yield from _parts_within(one, depth + 1)


def _about(message: Message, parts: list[Message], text: str) -> tuple[str, ...]:
    copies: list[str] = []
    for part in parts:
        if content_type(part) == "message/rfc822":
            copies.extend(found for one in inside(part) for found in ids(one, "message-id"))
        elif content_type(part) in ("text/rfc822-headers", "message/rfc822-headers"):
            copies.extend(ids(_headers_in(part), "message-id"))
        elif content_type(part) in ("text/plain", "text/html"):
            copies.extend(_ID_IN_WORDS.findall(_words_of(part)))
    # The innermost copy is the letter; those around it are reports that were passed on.
    found = [*reversed(copies), *_ID_IN_WORDS.findall(text), *answers_of(message)]
    return tuple(islice(dict.fromkeys(found), _MOST_IDS))


def answers_of(message: Message) -> tuple[str, ...]:
    """Return the Message-IDs that a message says it answers, the nearest first."""
    return tuple(dict.fromkeys((*ids(message, "in-reply-to"), *reversed(ids(message, "references")))))[:50]


def _bounce(block: Message) -> Bounce | None:
    status = raw_header(block, "status").partition(" ")[0]
    action = raw_header(block, "action").partition(" ")[0].lower()
    recipient = raw_header(block, "original-recipient") or raw_header(block, "final-recipient")
    if not recipient or not (status or action):
        return None
    # What has failed has failed, also by "4.4.7": it may be tried no longer.
    is_final = action == "failed" if action else status.startswith("5")
    words = f"{status} {header(block, 'diagnostic-code')}".strip()
    return Bounce(recipient.rpartition(";")[2].strip(" <>").lower(), words, is_final)


def _in_words(message: Message, text: str) -> tuple[Bounce, ...]:
    notice = _notice(text)
    is_final = not _STILL_TRYING.search(f"{header(message, 'subject')}\n{notice}")
    told: dict[str, str] = {}
    for found in islice(_ABOUT_SOMEBODY.finditer(notice), MOST_BLOCKS):
        after = notice[found.start(2) if found[2] is not None else found.end() :].partition("\n\n")[0]
        told.setdefault(found[1].lower(), " ".join(after.split())[:300])
    for one in raw_header(message, "x-failed-recipients").split(",")[:MOST_BLOCKS]:
        if one.strip():
            told.setdefault(one.strip(" <>").lower(), "")
    otherwise = header(message, "subject")
    return tuple(Bounce(who, words or otherwise, is_final) for who, words in (told or {"": ""}).items())


def _notice(text: str) -> str:
    """Return the words of a report that come before the letter it repeats."""
    beginning = text[:_NOTICE]
    copy = _COPY.search(beginning)
    return beginning[: copy.start()] if copy else beginning


def _words_of(part: Message) -> str:
    words = text_of(part)
    return from_html(words) if content_type(part) == "text/html" else words


def _headers_in(part: Message) -> Message:
    return guarded(lambda: message_from_string(text_of(part)), Message())
