"""The pages: each fetches, calls one action at most, and answers."""
