"""The page furniture: layouts, components, form fields, and words for dates and numbers.

Every page of every face is made from what is here, so that a page is accessible, safe and plain before anybody has
written a line of it. It knows nothing of councils' promises or of anybody's contacts: it is handed what it shows.
"""
