"""A council's promises to the people who contact it, kept and counted.

A council publishes promises ("a full reply in 10 working days"). This package
works out which promises are owed to a contact, when each falls due, whether it
was kept, and what share were kept over a period, and it can show the working of
every answer in plain words. It starts as an engine (`standards`), the promises
themselves (`charters`) and a command line (`cli`).
"""
