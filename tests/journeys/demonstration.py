"""The demonstration as a newcomer starts it: one command, and whatever it starts."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
READY = 90
"""The longest it may take to be ready, in seconds, on a machine with other things to do."""


@contextmanager
def demonstration(folder: Path, *, contacts: int, port: int) -> Iterator[str]:
    """Run it, kept in a folder, until it says where to look; give that address, and stop everything after."""
    log = folder / "log"
    options = ["--folder", str(folder / "demonstration"), "--contacts", str(contacts), "--port", str(port)]
    with log.open("wb") as said:
        process = _start([sys.executable, "-m", "demonstration", "run", *options], said)
        try:
            yield _origin(process, log)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def _start(command: list[str], said: IO[bytes]) -> "subprocess.Popen[bytes]":
    ours = {"DJANGO_SETTINGS_MODULE", "ANSWERABLE_SECRET_KEY"}
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.Popen(command, cwd=ROOT, env=clean, stdout=said, stderr=subprocess.STDOUT)


def _origin(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """Wait until it says where to begin, and until that address answers."""
    for _ in range(READY * 5):
        assert process.poll() is None, f"The demonstration stopped by itself:\n{log.read_text()}"
        found = re.search(r"Begin here:\s+(http://[\d.:]+)/demo/", log.read_text())
        if found:
            with urlopen(f"{found[1]}/demo/", timeout=30) as page:
                assert page.status == 200
            return found[1]
        time.sleep(0.2)
    raise AssertionError(f"The demonstration did not start in {READY} seconds:\n{log.read_text()}")
