"""The process that reads for others: one message after another, and nothing besides. See reader.py.

Run as a program, with the bytes of memory that it may have, the module that reads, so that it is loaded before the
first message comes, and a socket as its standard input.
"""

import pickle
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import Any

from answerable.inbox.budget import MEGABYTE, OverBudget

Answer = tuple[str, Any, str]
"""How reading went ("read", "over", "failed"), the value or what to say, and the trace of a fault."""


def main(memory: int, module: str) -> None:
    """Read what comes until nothing more does, or until memory was short and a fresh process should go on."""
    # Ctrl-C is for whoever started us: they end the line, and by that us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Past its time the kernel ends us, in the middle of whatever it is.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if most == resource.RLIM_INFINITY else min(memory, most), most))
    import_module(module)
    with socket.socket(fileno=0) as line, line.makefile("rwb") as talk:
        how = ""
        while how != "over":
            try:
                read, raw, seconds = pickle.load(talk)
            except EOFError:
                return
            answer = _answer(read, raw, seconds, memory)
            pickle.dump(answer, talk, pickle.HIGHEST_PROTOCOL)
            talk.flush()
            how = answer[0]


def _answer(read: Callable[[bytes], Any], raw: bytes, seconds: float, memory: int) -> Answer:
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return "read", read(raw), ""
    except OverBudget as error:
        return "over", str(error), ""
    except MemoryError:
        return "over", f"Reading it takes more than {memory // MEGABYTE} MB of memory.", ""
    except Exception as error:
        return "failed", f"{type(error).__name__}: {error}", traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
