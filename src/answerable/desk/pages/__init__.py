"""Presenters: rows into the words of the desk's pages."""
