"""A report: the figures of a period as one page in one file, which opens without a server and can be kept.

It is for laying out what ``standards.measure.saying`` has put into words. It is not for counting, and it reads and
writes no file: fill a ``Report`` and call ``page.render``.
"""
