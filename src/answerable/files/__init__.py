"""Files that come and go with messages: photographs, documents, whatever somebody attached.

Their content is kept outside the database, under the SHA-256 of it, once however often it came; a row for each file
says what it was called, which message it came with, what it is and what a scanner found. It is not for what a message
says, nor for judging it: no fact and no clock depends on a file.
"""
