"""Changes made in the database behind the program's back."""

from django.db import connection

GUARDS = (
    ("evidence_entry", "evidence_entry_no_delete"),
    ("evidence_seal", "evidence_seal_no_delete"),
    ("evidence_seal", "evidence_seal_no_update"),
)


def tamper(sql: str) -> None:
    """Change the rows as somebody with the database in their hands would, the guards against it taken away."""
    on = " ON {}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for table, name in GUARDS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on.format(table)}")
        cursor.execute(sql)
