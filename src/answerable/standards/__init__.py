"""The engine: promise, facts, calendar and now go in; due moment, state and reason come out.

It is for working out when a promise to a contact falls due, whether it was kept, and why, in a way that
anybody can check by hand. It is not for storing, sending or showing anything: it uses the standard library
alone, writes nothing, and never asks what time it is; whoever calls passes ``now``.

Its floors, the lowest first: ``words`` (days and amounts in plain English), ``vocabulary`` (what a fact, a channel, a
kind of contact and a detail are), ``facts`` (what happened to one contact), ``time`` (which days count, how long, from
when to when), ``charter`` (what was promised), ``judging`` (how each promise stands), ``explaining`` (the working
behind a date) beside ``measure`` (how many were kept), and ``reading`` (the files of all that, checked against it).
"""
