"""What staff are told, so that nobody has to look to know: by email and on a page of the desk.

It reads from the other rooms what is new or near, and writes a line for each of those whom it concerns; an email
gathers what waits for one person. It is not for changing anything else, nor for customers. Who is told what, by which
way and when, is each person's choice, then their team's.
"""
