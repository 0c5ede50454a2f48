"""The staff's pages: the queue, the contact, and what can be written to a customer. A face: pages and no rules."""
