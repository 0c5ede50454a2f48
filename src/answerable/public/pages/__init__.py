"""Rows into words: what each page says, worked out before any HTML is written."""
