"""Councils, their services and teams, and the addresses at which residents reach them.

It is for who answers for what, and where. It is not for what is promised, which is a charter's to say.
"""
