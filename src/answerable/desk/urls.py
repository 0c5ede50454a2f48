"""Addresses of this face, below a council's key and "desk"."""

from django.urls import path

from answerable.desk.forms.writing import SORTS
from answerable.desk.views import (
    contact,
    counting,
    finding,
    floods,
    happening,
    keeping,
    managing,
    office,
    putting_right,
    queue,
    record,
    sign_ins,
    writing,
)

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("find/", finding.find, name="find"),
    path("mail/", office.mail, name="mail"),
    path("record/", record.record, name="record"),
    path("record/csv/", record.record_csv, name="record-csv"),
    path("looks/", record.looks, name="looks"),
    path("looks/csv/", record.looks_csv, name="looks-csv"),
    path("count/", counting.count_again, name="count"),
    path("mine/", record.mine, name="mine"),
    path("mine/looks/", record.my_looks, name="my-looks"),
    path("retention/", keeping.retention, name="retention"),
    path("signed-in/", sign_ins.signed_in, name="signed-in"),
    path("signed-in/end/", sign_ins.end, name="sign-out"),
    path("failed-sign-ins/", sign_ins.failed, name="failed-sign-ins"),
    path("floods/<int:id>/", floods.flood, name="flood"),
    path("floods/<int:id>/aside/", floods.aside, name="flood-aside"),
    path("floods/<int:id>/back/", floods.back, name="flood-back"),
    path("floods/<int:id>/singly/", floods.singly, name="flood-singly"),
    path("floods/<int:id>/agree/", floods.agree, name="flood-agree"),
    path("floods/<int:id>/refuse/", floods.refuse, name="flood-refuse"),
    path("contacts/<str:reference>/", contact.contact, name="contact"),
    path("contacts/<str:reference>/emails/<int:id>/", contact.email, name="email"),
    path("contacts/<str:reference>/emails/<int:id>/attachments/<int:number>/", contact.attachment, name="attachment"),
    *(path(f"contacts/<str:reference>/{what}/", writing.write, {"what": what}, name=what) for what in SORTS),
    *(
        path(f"contacts/<str:reference>/{what}/draft/", writing.draft, {"what": what}, name=f"{what}-draft")
        for what in SORTS
    ),
    path("contacts/<str:reference>/take/", managing.take, name="take"),
    path("contacts/<str:reference>/give-back/", managing.give_back, name="give-back"),
    path("contacts/<str:reference>/note/", managing.note, name="note"),
    path("contacts/<str:reference>/welfare/", managing.welfare, name="welfare"),
    path("contacts/<str:reference>/words/", managing.words, name="words"),
    path("contacts/<str:reference>/move/", managing.move, name="move"),
    path("contacts/<str:reference>/kinds/", managing.kinds, name="kinds"),
    path("contacts/<str:reference>/happened/<str:what>/", happening.happened, name="happened"),
    path("contacts/<str:reference>/end-links/", managing.end_links, name="end-links"),
    path("contacts/<str:reference>/close/", managing.close, name="close"),
    path("contacts/<str:reference>/reopen/", managing.reopen, name="reopen"),
    path("contacts/<str:reference>/strike/", putting_right.strike, name="strike"),
    path("contacts/<str:reference>/kept/", keeping.kept, name="kept"),
    path("contacts/<str:reference>/kept/hold/", keeping.hold, name="hold-back"),
    path("contacts/<str:reference>/kept/lift/", keeping.lift, name="lift"),
    path("contacts/<str:reference>/kept/hand-out/", keeping.hand_out, name="hand-out"),
    path("contacts/<str:reference>/kept/erase/", keeping.erase, name="erase"),
    path("contacts/<str:reference>/correct/", keeping.correct, name="correct"),
    path("contacts/<str:reference>/agree/", managing.agree, name="agree"),
    path("contacts/<str:reference>/refuse/", managing.refuse, name="refuse"),
]
