"""The desk's forms: choosing what to see, writing to a customer, and looking after a contact."""
