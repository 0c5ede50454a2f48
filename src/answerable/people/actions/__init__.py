"""Everything that changes who works here and how they sign in: bare verbs, each one transaction, each recorded."""

from answerable.people.actions.sessions import (
    begin_session,
    end_session,
    end_sessions,
    forget_session,
    forget_sessions,
    see_session,
)
from answerable.people.actions.signing_in import (
    TooSoon,
    await_turn,
    encrypt_anew,
    forget_failures,
    note_failure,
    welcome,
)
from answerable.people.actions.staff import (
    add_passkey,
    appoint,
    change_password,
    deactivate,
    dismiss,
    enrol,
    hire,
    link,
    remove_passkey,
    renew_recovery_codes,
    unenrol,
    unlink,
)
from answerable.people.actions.unsent import forget_all_unsent, forget_unsent_about

__all__ = [
    "TooSoon",
    "add_passkey",
    "appoint",
    "await_turn",
    "begin_session",
    "change_password",
    "deactivate",
    "dismiss",
    "encrypt_anew",
    "end_session",
    "end_sessions",
    "enrol",
    "forget_all_unsent",
    "forget_failures",
    "forget_session",
    "forget_sessions",
    "forget_unsent_about",
    "hire",
    "link",
    "note_failure",
    "remove_passkey",
    "renew_recovery_codes",
    "see_session",
    "unenrol",
    "unlink",
    "welcome",
]
