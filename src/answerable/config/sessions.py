"""Where a session is kept: Django's own table, read and written by statements that need not be worked out each time."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet

from answerable.config.clock import the_moment_it_is
from answerable.rows.queries import prepared

_CHANGE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"


@prepared
def _going_on(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(db.SessionStore):
    """Django's own, but for how a session that is there is found and changed: each form, and each page, does so."""

    def _get_session_from_db(self) -> Session | None:
        found = _going_on.first(self.session_key, the_moment_it_is()) if self.session_key else None
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
