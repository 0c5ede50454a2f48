"""Work lists: what waits, in what order, who has it, and finding one contact among all.

It is for leading officers to the promise that is soonest broken. It is not for changing anything: that is the contacts'
room.
"""
