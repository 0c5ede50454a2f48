"""A demonstration of the house on one machine: five councils with an invented year behind them, mail and all processes.

It stands outside the package: nothing in ``answerable`` knows of it, and it is not installed with it. It is run from a
clone, as ``python -m demonstration``.

``year`` invents the contacts from a seed. ``loading`` puts them into a database as if they had been taken in, and
``running`` starts everything, by the settings in ``settings``. ``publishing`` judges a year by every charter instead,
and writes the figures as a page that opens without a server. Nobody here is real, and the telephone numbers are those
Ofcom keeps for drama (B.17).
"""
