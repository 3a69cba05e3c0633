"""Mails: those that go out, those that come in, and what one chooses of them."""

from django.urls import path

from communities.views import inbound, mails, previewing

urlpatterns = [
    path("account/mails/", mails.settings, name="mail-settings"),
    path("account/mails/next", mails.next_one, name="mail-next"),
    path("account/mails/now", mails.now, name="mail-now"),
    path("account/mails/confirm", mails.confirm, name="mail-confirm"),
    path("account/mails/revoke", mails.revoke, name="mail-revoke"),
    path("mail/stop/<str:token>", mails.stop, name="mail-stop"),
    path("mail/inbound/", inbound.receive, name="mail-inbound"),
    path("mail/preview/", previewing.index, name="mail-preview-list"),
    path("mail/preview/<slug:name>/<slug:language>", previewing.show, name="mail-preview"),
]
