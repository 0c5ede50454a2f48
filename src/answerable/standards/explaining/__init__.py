"""The working behind one clock in plain words, so that whoever disputes a date can check it.

``explain`` gives the whole, of the steps in ``working`` and the days in ``days``. Nothing is worked out here that the
judging did not work out, and nothing is shown: values and words go out, for text, JSON and every page alike.
"""
