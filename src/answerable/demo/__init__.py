"""A demonstration of the house on one machine: five councils with an invented year behind them, mail and all processes.

``year`` invents the contacts from a seed. ``loading`` puts them into a database as if they had been taken in, and
``running`` starts everything. ``run`` judges a year by every charter instead, and ``report`` lays its figures out as a
page that opens without a server. Nobody here is real, and the telephone numbers are those Ofcom keeps for drama (B.17).
"""
