"""What the processes of the house hold and spend, as Linux tells it of the processes that this one started."""

import os
from collections.abc import Iterator
from pathlib import Path
from time import sleep

from answerable.contacts.models import Outgoing

_TICKS = os.sysconf("SC_CLK_TCK")
_MIB = 1024
_LONGEST, _LOOK = 30.0, 0.5


def wait_for_outgoing() -> None:
    """Wait until the dispatcher has sent what waits, or for half a minute."""
    waits = Outgoing.objects.filter(state__in=[Outgoing.State.WAITING, Outgoing.State.SENDING])
    for _ in range(int(_LONGEST / _LOOK)):
        sleep(_LOOK)
        if not waits.exists():
            break


def memory() -> dict[str, float]:
    """Return what each kind of process holds, in MiB.

    RSS counts what processes share in each of them; PSS shares it out. The web's is of its processes together.
    """
    rows: dict[str, float] = {}
    for name in ("web", "worker", "dispatcher"):
        held = [_held(pid) for pid in _processes(name)]
        rows[f"memory of {name}: RSS MiB"] = sum(rss for rss, _ in held)
        rows[f"memory of {name}: PSS MiB"] = sum(pss for _, pss in held)
    return rows


def web_cpu() -> float:
    """Return the seconds of processor time that the web processes have spent so far."""
    return sum(_spent(pid) for pid in _processes("web"))


def _processes(name: str) -> list[int]:
    """Return the process that was started by the name of a command, and those it started itself."""
    for pid in _children(os.getpid()):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").split()  # titles have no zeros
        if name.encode() in words or (name == "web" and b"gunicorn:" in words):
            return [pid, *_children(pid)]
    raise LookupError(f"Cannot measure the {name}: it does not run. Its log is in the folder of this run.")


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)


def _spent(pid: int) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / _TICKS


def _held(pid: int) -> tuple[float, float]:
    lines = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    said = {name.rstrip(":"): int(kilobytes) for name, kilobytes, *_ in lines}
    return said["Rss"] / _MIB, said["Pss"] / _MIB
