"""Email: fetched over IMAP, kept as it came, read with care, and sent over SMTP."""
