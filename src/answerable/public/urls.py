"""Addresses of this face."""

from django.urls import path

from answerable.public.views import asked, contact, counts, emails, files, follow, places, promises

app_name = "public"
urlpatterns = [
    path("", places.councils, name="councils"),
    path("<slug:council>/", places.home, name="home"),
    path("<slug:council>/contact/", contact.step, name="contact"),
    path("<slug:council>/contact/check/", contact.check, name="check"),
    path("<slug:council>/contact/kept/", contact.kept, name="kept"),
    path("<slug:council>/contact/<slug:name>/", contact.step, name="step"),
    path("<slug:council>/contacts/", follow.find, name="find"),
    path("<slug:council>/contacts/new-link/", follow.new_link, name="new_link"),
    path("<slug:council>/contacts/asked/<slug:key>/", asked.asked, name="asked"),
    path("<slug:council>/contacts/<slug:reference>/<slug:key>/", follow.page, name="page"),
    path("<slug:council>/contacts/<slug:reference>/<slug:key>/sent/", follow.sent, name="sent"),
    path("<slug:council>/contacts/<slug:reference>/<slug:key>/add/", follow.add, name="add"),
    path("<slug:council>/contacts/<slug:reference>/<slug:key>/wrong/", follow.wrong, name="wrong"),
    path("<slug:council>/contacts/<slug:reference>/<slug:key>/not-answered/", follow.not_answered, name="not_answered"),
    path("<slug:council>/contacts/<slug:reference>/<slug:key>/not-done/", follow.not_done, name="not_done"),
    path("<slug:council>/contacts/<slug:reference>/<slug:key>/emails/", emails.emails, name="emails"),
    path("<slug:council>/contacts/<slug:reference>/<slug:key>/confirm/", follow.confirm, name="confirm"),
    path("<slug:council>/contacts/<slug:reference>/<slug:key>/files/<int:id>/", files.file, name="file"),
    path("<slug:council>/promises/", promises.promises, name="promises"),
    path("<slug:council>/promises/<slug:promise>/", promises.promise, name="promise"),
    path("<slug:council>/promises.csv", promises.as_csv, name="promises_csv"),
    path("<slug:council>/promises.json", promises.as_json, name="promises_json"),
    path("<slug:council>/counts/", counts.counts, name="counts"),
    path("<slug:council>/counts/recount.py", counts.recount, name="recount"),
    path("<slug:council>/counts/<int:count>/", counts.count, name="count"),
    path("<slug:council>/counts/<int:count>/figures.csv", counts.figures_csv, name="count_csv"),
    path("<slug:council>/counts/<int:count>/figures.json", counts.figures_json, name="count_json"),
    path("<slug:council>/counts/<int:count>/clocks.csv", counts.clocks, name="count_clocks"),
    path("<slug:council>/accessibility/", places.accessibility, name="accessibility"),
    path("<slug:council>/privacy/", places.privacy, name="privacy"),
]
