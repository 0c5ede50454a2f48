"""Bytes as text that any database and page can hold. Nothing in this file raises."""

_REPLACEMENT = "\ufffd".encode()
_BEYOND_ASCII = bytes(range(0x80, 0x100))
_WORST = 4
"""Bad bytes to one whole character beyond ASCII in what is still taken for UTF-8. In the text of Windows nearly all are
bad: two letters beyond ASCII stand side by side in it seldom, and are a character of UTF-8 more seldom."""
_UNPRINTABLE = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A, 0x0D)}


def plain(content: bytes) -> str:
    """Return bytes as text: as UTF-8, or else as Windows wrote in the west of Europe. Every byte comes out somehow.

    A bad byte or two do not make UTF-8 something else: they alone are replaced.
    """
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd") - content.count(_REPLACEMENT)
    good = len(text) - bad - len(content.translate(None, _BEYOND_ASCII))
    return cleaned(content.decode("cp1252", "replace") if bad > _WORST * good else text)


def is_utf_8(content: bytes) -> bool:
    """Tell whether every byte of a text is UTF-8."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def cleaned(text: str) -> str:
    """Return text without control characters, and with whole characters only."""
    return text.translate(_UNPRINTABLE).encode("utf-8", "replace").decode("utf-8")
