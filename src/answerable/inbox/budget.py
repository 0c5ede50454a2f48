"""What reading one message may cost. Ordinary mail needs a hundredth of it; what needs more is for a person."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


class OverBudget(Exception):
    """Reading a message would cost more than one message may. The words are a sentence for whoever looks at it."""


class CannotRead(Exception):
    """Reading a message failed, or ended the process that read it. The words say how, for whoever looks at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What one message may cost to read, whatever its channel.

    ``length`` is in bytes. ``seconds`` is the processor time for reading it, and ``seconds_a_megabyte`` how much more a
    longer one may take. ``memory`` is in bytes, for the whole process. ``patience`` is how many seconds by the clock
    are waited for an answer, on a machine that has other work. On two shared cores an email of 2 kB took half a
    millisecond, and one of 50 MB 0.9 s and 470 MB.
    """

    length: int = 50 * MEGABYTE
    seconds: float = 1.0
    seconds_a_megabyte: float = 0.1
    memory: int = 768 * MEGABYTE
    patience: float = 30.0

    def seconds_for(self, raw: bytes) -> float:
        """Return the processor time, in seconds, that reading this may take."""
        return self.seconds + self.seconds_a_megabyte * len(raw) / MEGABYTE
