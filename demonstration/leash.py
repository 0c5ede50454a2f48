"""Becomes another program, which ends when whoever started it is gone: python leash.py PROGRAM OPTION...

However a demonstration is ended, by force included, nothing then goes on serving and fetching behind its back.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>: it outlives becoming another program. Other systems have nothing like it, and do without."""

if __name__ == "__main__":
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    os.execv(sys.argv[1], sys.argv[1:])
