"""Charters as they were published, by version and date: the words every contact is judged by.

It is for keeping each edition for ever and finding the one in force on a day (C18). It is not for what a promise means:
that is the engine's.
"""
