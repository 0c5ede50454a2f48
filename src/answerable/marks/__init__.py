"""What colleagues mark a contact with for themselves: tags, mentions in notes, what somebody watches, and reminders.

No promise and no figure reads any of it, and no customer is told of it. It is not for what a contact is, which is its
kinds, nor for whose it is. Whoever may not see a contact any more sees nothing of what they had marked there; and all
of it goes with the contact.
"""
