"""The switchboard of the communities: who hears of an event, of a change of rights, of a session that ends."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rse.lib import slots


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = _("Communities")

    def ready(self) -> None:
        from communities import access, events, feeds, live, mails, pushing, tasks
        from communities.actions import deliveries, pushes
        from rse.audit import veil
        from rse.people.access import decide_people_by
        from rse.people.actions import people

        decide_people_by(access.people)
        veil.veil_by(access.audit_veil)
        events.listen(live.push)
        events.listen(tasks.hint)
        events.listen(tasks.hint_recount)
        events.listen_seen(tasks.hint_seen)
        events.listen_link(tasks.hint_link)
        deliveries.send_by("mail", mails.send_notices)
        deliveries.send_by("push", pushing.send_pushes)
        pushes.on_test(tasks.hint_push_test)
        live.count_with(feeds.live_counts)
        people.on_rights_changed(live.person_changed)
        post_save.connect(_community_saved, sender="communities.Community", dispatch_uid="live")
        post_delete.connect(_session_ended, sender="usersessions.UserSession", dispatch_uid="live")
        user_logged_out.connect(_signed_out, dispatch_uid="live")
        _furnish_shell()


def _furnish_shell() -> None:
    """The entries of the bar, the middle of the tab bar, and the bell."""
    slots.register_nav("home", lambda request: slots.NavEntry(_("Home"), "/", "house"), order=10)
    slots.register_nav("communities", _communities_entry, order=20)
    slots.register_nav("publish", lambda request: slots.NavEntry(_("Publish"), "/p/new", "plus", place="publish"), order=25)
    slots.register_nav("people", _people_entry, order=30)
    slots.register_nav("profile", _profile_entry, order=700)
    slots.register_nav("bookmarks", _bookmarks_entry, order=710)
    slots.register_nav(
        "following", lambda request: slots.NavEntry(_("Subscriptions"), "/following/", "bell-ring", place="account"), order=715
    )
    slots.register_nav("topics", lambda request: slots.NavEntry(_("Topics"), "/topics/", "hash", place="account"), order=720)
    slots.register_nav("reports", _reports_entry, order=740)
    slots.register_nav("testimonials", _testimonials_entry, order=720)
    slots.register_badge(_bell)


def _communities_entry(request: HttpRequest) -> slots.NavEntry:
    within = ("/c/",) if request.path == "/p/new" else ("/c/", "/p/")  # publishing is an entry of its own
    return slots.NavEntry(_("Communities"), "/c/", "layout-grid", within=within)


def _people_entry(request: HttpRequest) -> slots.NavEntry | None:
    if getattr(request.user, "is_guest", False):
        return None
    return slots.NavEntry(_("People"), "/people/", "users", within=("/people/",))


def _profile_entry(request: HttpRequest) -> slots.NavEntry:
    return slots.NavEntry(_("My profile"), f"/people/{request.user.pk}/", "user", place="account")


def _bookmarks_entry(request: HttpRequest) -> slots.NavEntry:
    return slots.NavEntry(_("Kept for later"), "/kept/", "bookmark", place="account")


def _reports_entry(request: HttpRequest) -> slots.NavEntry | None:
    from communities import access
    from rse.people.models import Person

    if not isinstance(request.user, Person) or not access.may_judge_reports(request.user):
        return None
    return slots.NavEntry(_("Reports"), "/reports/", "flag", place="account", within=("/reports/",))


def _testimonials_entry(request: HttpRequest) -> slots.NavEntry:
    return slots.NavEntry(_("My testimonials"), "/testimonials/", "message-square", place="account")


def _bell(request: HttpRequest) -> slots.Badge | None:
    from communities import feeds
    from rse.people.models import Person

    if not isinstance(request.user, Person):
        return None
    return slots.Badge("/notifications/", feeds.unread_notifications(request.user), panel="/notifications/latest")


def _community_saved(instance: Any, update_fields: frozenset[str] | None, created: bool, **_: Any) -> None:
    """Its readers may have changed."""
    from django.db import transaction

    from communities import live

    if not created and (update_fields is None or "readers" in update_fields):
        transaction.on_commit(lambda: live.community_changed(instance), robust=True)


def _session_ended(instance: Any, **_: Any) -> None:
    from django.db import transaction

    from communities import live
    from communities.actions import pushes

    transaction.on_commit(lambda: live.session_ended(instance.session_key), robust=True)
    pushes.end_session(instance.session_key)


def _signed_out(request: Any, **_: Any) -> None:
    from communities import live
    from communities.actions import pushes

    if key := getattr(getattr(request, "session", None), "session_key", None):
        live.session_ended(key)
        pushes.end_session(key)
