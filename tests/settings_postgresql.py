"""Settings for running the same tests on PostgreSQL, on a server of their own that a package brings along."""

import atexit
import os

from answerable.config.database import database
from tests.postgresql import ADDRESS, Server
from tests.settings import *  # noqa: F403  # settings are star-imported

# One server for all the processes of a run: whoever is first makes it, the others find it in the environment.
if ADDRESS not in os.environ:
    _server = Server()
    atexit.register(_server.stop)
    os.environ[ADDRESS] = _server.address

DATABASES = {"default": database(os.environ[ADDRESS])}
