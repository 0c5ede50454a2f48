"""A figure in words and in plain values: what it is, what stands behind it, what was left out, and how it was counted.

It is for saying what was counted, for whoever shows it: a page, a table on a terminal, a file. It is not for counting:
nothing is worked out or rounded here that the figure has not worked out and rounded itself.

``rows`` are words and whole numbers ready to be laid out, and ``filling`` makes them of a charter and its figures;
``words`` has the sentences that are the same wherever a row is shown. ``values`` gives a figure as plain values.
"""
