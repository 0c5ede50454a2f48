"""Django's SQLite, in which those who write in one process take turns."""
