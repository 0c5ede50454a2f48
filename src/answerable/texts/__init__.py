"""Standard texts: what a council, a service or a team writes often, ready to be put into a letter.

Each has an owner and a day by which it is reviewed. It is not for what a letter must say, which is the charter's, nor
for filling fields or sending anything: a text that was put into a letter is the officer's own words from then on.
"""
