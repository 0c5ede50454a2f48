"""What pigeons bring, which costs whatever a test wants reading it to cost. Pure, as every channel's reading is."""

import os
import signal
import sys
from time import process_time, sleep

from answerable.inbox.budget import OverBudget
from answerable.inbox.plain import plain


def read(raw: bytes) -> str:
    """Return what a pigeon brought, in capitals; some of them bring what is hard to read."""
    word = raw.split()[0] if raw.split() else b""
    if word == b"spin":
        while True:
            pass
    if word == b"eat":
        return str(len(bytearray(10**10)))
    if word == b"sleep":
        sleep(60)
    if word == b"die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == b"leave":
        os._exit(3)
    if word == b"tangle":
        raise OverBudget("It is tied in more than one knot.")
    if word == b"poison":
        raise RuntimeError("it is poisonous")
    if word == b"whose":
        return f"{os.getpid()} {sorted(name for name in os.environ if name.startswith('ANSWERABLE_'))}"
    if word == b"modules":
        return " ".join(module for module in sys.modules if module.startswith(("django", "answerable")))
    if word == b"work":
        began = process_time()
        while process_time() - began < 0.11:
            pass
        return "worked"
    if word == b"linger":
        began = process_time()
        while process_time() - began < 0.55:
            pass
    return plain(raw).upper()


def read_with_ballast(ballast: list[tuple[()]], raw: bytes) -> str:
    """Return what a pigeon brought that was handed over with much besides."""
    return read(raw)
