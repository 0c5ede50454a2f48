"""What the house knows of each thing it speaks of, in one place: facts, details, channels, kinds of contact.

Each is a frozen value with all that anybody needs to say or check of it: what it means, its words for staff and for
residents, what it can be part of, who may note it. Charters, forms, pages, timelines, logs, schema and reference pages
read these values; nothing else holds a word, a list or an ``if`` about one. To add one, add its value here and run
``make docs``.
"""
