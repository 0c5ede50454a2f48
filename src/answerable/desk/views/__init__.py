"""The desk's views: each fetches, asks permission, calls one action, and answers."""
