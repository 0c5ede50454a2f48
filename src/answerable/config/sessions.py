"""Where a session is kept: Django's own table, read and written by statements that need not be worked out each time."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection

from answerable.config.clock import the_moment_it_is
from answerable.rows.queries import first

_FIND = "FROM django_session WHERE session_key = %s AND expire_date > %s"
_CHANGE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"


class SessionStore(db.SessionStore):
    """Django's own, but for how a session that is there is found and changed: each form, and each page, does so."""

    def _get_session_from_db(self) -> Session | None:
        now = connection.ops.adapt_datetimefield_value(the_moment_it_is())
        found = first(Session, _FIND, [self.session_key, now])
        if found is None:
            self._session_key = None
        return found

    def save(self, must_create: bool = False) -> None:
        """Keep it. Raises UpdateError for one that has ended meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        made = self.create_model_instance(dict(self.items()))
        ends = connection.ops.adapt_datetimefield_value(made.expire_date)
        with connection.cursor() as cursor:
            cursor.execute(_CHANGE, [made.session_data, ends, made.session_key])
            if not cursor.rowcount:
                raise UpdateError
