"""Asking somebody who has no account here for a fact, by a link in an email: another service, a depot, a contractor.

One link is for one question to one person. Of the link only a digest is kept, and nothing of the matter stands in the
email. The answer lands among what we write among ourselves. Asking opens no clock and stops none.
"""
