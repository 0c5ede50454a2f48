"""A demonstration: one invented year of a council's contacts, and the page that publishes how it went.

`year` invents the contacts from a seed, `report` lays figures out as one page that opens without a server, and `run`
does all of it in turn.
Neither judges anything: the promises are in `charters` and the counting in `standards`. Nobody here is real, and
the telephone numbers are those Ofcom keeps for drama (B.17).
"""

from answerable.demo.run import run_demo

__all__ = ["run_demo"]
