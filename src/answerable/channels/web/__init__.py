"""The form on the council's own pages and the page that follows a contact: taking in what was written there, once.

It is for making a contact, or a further message, of what somebody sent. It is not for the pages themselves.
"""
