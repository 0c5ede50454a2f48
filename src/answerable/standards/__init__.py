"""The engine: promise, facts, calendar and now go in; due moment, state and reason come out.

It is for working out when a promise to a contact falls due, whether it was kept, and why, in a way that
anybody can check by hand. It is not for storing, sending or showing anything: it uses the standard library
alone, writes nothing, and never asks what time it is; whoever calls passes ``now``.

Read in this order: ``calendar`` (which days count), ``duration`` (how long), ``counting`` (from when to when),
``facts`` (what happened), ``charter`` (what was promised), ``reckoning`` (openings, stops and extensions), ``clock``
(how each promise stands, by way of ``timed`` and ``messages``), ``explain`` (the working in words, by way of
``working`` and ``days``) and ``measure`` (how many). ``prospect`` says what a contact would be owed, ``changes`` what
a new holiday moves, and ``reading`` turns a charter's file into values.
"""
