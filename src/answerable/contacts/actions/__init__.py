"""Everything that changes a contact: bare verbs, each one transaction, always by whom and when."""

from answerable.contacts.actions.arriving import add, begin
from answerable.contacts.actions.claiming import claim, hasten, put_back, take_up
from answerable.contacts.actions.correcting import strike
from answerable.contacts.actions.deciding import agree, close, refuse, reopen, retype
from answerable.contacts.actions.dispatching import dispatch
from answerable.contacts.actions.disputing import dispute
from answerable.contacts.actions.flagging import settle_flags
from answerable.contacts.actions.flooding import carry_out, decide, gather, put_together
from answerable.contacts.actions.handing_over import (
    call_off,
    carry_out_hand_over,
    hand_over,
    hand_over_what_is_due,
)
from answerable.contacts.actions.happening import foreseen, happen
from answerable.contacts.actions.joining import join_customers, part_customer, split
from answerable.contacts.actions.managing import assign, give_back, mark_welfare, move, note_down, take
from answerable.contacts.actions.meeting import describe, tap
from answerable.contacts.actions.opening import end_keys, make_key, make_link, send_key, use_code
from answerable.contacts.actions.receiving import prepare, receive, receive_all
from answerable.contacts.actions.sending import fail, post, settle
from answerable.contacts.actions.several import each
from answerable.contacts.actions.waking import look_again, wake
from answerable.contacts.actions.writing import acknowledge, ask, forget_draft, hold, keep_draft, reply

__all__ = [
    "acknowledge",
    "add",
    "agree",
    "ask",
    "assign",
    "begin",
    "call_off",
    "carry_out",
    "carry_out_hand_over",
    "claim",
    "close",
    "decide",
    "describe",
    "dispatch",
    "dispute",
    "each",
    "end_keys",
    "fail",
    "foreseen",
    "forget_draft",
    "gather",
    "give_back",
    "hand_over",
    "hand_over_what_is_due",
    "happen",
    "hasten",
    "hold",
    "join_customers",
    "keep_draft",
    "look_again",
    "make_key",
    "make_link",
    "mark_welfare",
    "move",
    "note_down",
    "part_customer",
    "post",
    "prepare",
    "put_back",
    "put_together",
    "receive",
    "receive_all",
    "refuse",
    "reopen",
    "reply",
    "retype",
    "send_key",
    "settle",
    "settle_flags",
    "split",
    "strike",
    "take",
    "take_up",
    "tap",
    "use_code",
    "wake",
]
