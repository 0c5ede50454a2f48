"""The folder of a demonstration: its database, its secret key, its mail and its logs, made once and used again."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from secrets import token_urlsafe

Tell = Callable[[str], None]

ROOT = Path(__file__).parents[1]
"""The clone that the demonstration stands in."""

_MADE = ("answerable.db", "answerable.db-wal", "answerable.db-shm", "key", "mail.toml", "mail", "static", "logs")
"""What is ours in the folder; nothing else is ever taken away."""


class InUse(RuntimeError):
    """A demonstration runs in the folder already."""


class Home:
    """A folder that holds one demonstration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.mail, self.mail_file, self.logs = (self.folder / name for name in ("mail", "mail.toml", "logs"))

    def clear(self) -> None:
        """Take away what an earlier demonstration left."""
        for name in _MADE:
            path = self.folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the folder to ourselves. Raises InUse when another process has it, whose mail we would take away."""
        os.umask(0o077)  # the mail file holds passwords, as it does anywhere else
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w", encoding="utf-8") as lock:
            try:
                flock(lock, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                raise InUse(
                    f"The demonstration in {self.folder} runs already. Stop it with Ctrl-C where it runs, or give "
                    f"another --folder."
                ) from None
            yield

    def environment(self, port: int) -> Mapping[str, str]:
        """Return the settings of the demonstration, as config/settings.py lists them, for pages at a port.

        With them a process finds this package, wherever it is started.
        """
        return {
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
            "ANSWERABLE_HTTPS": "off",
            "ANSWERABLE_HOME": str(self.folder),
            "ANSWERABLE_DATABASE": f"sqlite:///{self.folder / 'answerable.db'}",
            "ANSWERABLE_MAIL": str(self.mail_file),
            "ANSWERABLE_ORIGIN": f"http://127.0.0.1:{port}",
            "ANSWERABLE_HOSTS": "127.0.0.1,localhost",
            "ANSWERABLE_SECRET_KEY": self._key(),
            "DJANGO_SETTINGS_MODULE": "demonstration.settings",
        }

    def _key(self) -> str:
        file = self.folder / "key"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(token_urlsafe(50), encoding="utf-8")
        return file.read_text(encoding="utf-8")


def prepare(home: Home, *, port: int, now: datetime, contacts: int, seed: int, tell: Tell) -> int:
    """Make the tables and lay out the static files, then load what is not there yet; return the contacts written.

    It sets up the web framework in this process, with the settings of the demonstration.
    """
    os.environ.update(home.environment(port))
    import django
    from django.core.management import call_command

    django.setup()
    from django.conf import settings

    from answerable.evidence.actions import key_at
    from demonstration.loading import load

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    key_at(settings.SEAL_KEY)
    return load(now=now, contacts=contacts, seed=seed, tell=tell)
