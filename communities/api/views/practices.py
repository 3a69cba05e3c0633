"""The practices of a community: listed, kept, applied."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities import access, feeds
from communities.actions import practices
from communities.api.base import Door, many, nothing, one
from communities.api.schema import operation
from communities.api.serializers.practices import (
    PracticeChangeForm,
    PracticeForm,
    PracticeListSerializer,
    PracticeSerializer,
    PracticeVersionListSerializer,
    PracticeVersionSerializer,
    RetiredPracticeListSerializer,
    RetiredPracticeSerializer,
)

TAG = "practices"


class Practices(Door):
    @operation("list_practices", "List the practices of a community", tag=TAG, gives=PracticeListSerializer, refuses=(401, 404, 429))
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        return many(PracticeSerializer, feeds.practices(self.person, community, today=timezone.localdate()), next_cursor=None)

    @operation(
        "create_practice",
        "Add a practice",
        tag=TAG,
        takes=PracticeForm,
        gives=PracticeSerializer,
        new=True,
        about="For the owner and animators.",
    )
    def post(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        access.require(access.may_keep_practices(self.person, community))
        sent = self.sent(PracticeForm)
        referent = access.get_person_or_404(self.person, sent["referent"]) if sent["referent"] else None
        made = practices.create_practice(
            by=self.person, community=community, title=sent["title"], text=sent["text"], referent=referent, at=timezone.now(), source="api"
        )
        return _one(self, slug, made.pk, new=True)


class OnePractice(Door):
    @operation(
        "change_practice",
        "Change a practice",
        tag=TAG,
        takes=PracticeChangeForm,
        gives=PracticeSerializer,
        about="Its words: for those who animate and whoever answers for it. Who answers for it: for those who animate.",
    )
    def patch(self, request: Request, slug: str, practice_id: str) -> Response:
        practice = access.get_practice_or_404(self.person, slug, practice_id)
        access.require(access.may_edit_practice(self.person, practice))
        sent = self.sent(PracticeChangeForm)
        title, text = sent.get("title", practice.title), sent.get("text", practice.text)
        practices.change_practice(by=self.person, practice=practice, title=title, text=text, at=timezone.now())
        if "referent" in sent:
            referent = access.get_person_or_404(self.person, sent["referent"]) if sent["referent"] else None
            practices.name_referent(by=self.person, practice=practice, referent=referent, at=timezone.now(), source="api")
        return _one(self, slug, practice_id)

    @operation("retire_practice", "Retire a practice", tag=TAG, about="For the owner and animators.")
    def delete(self, request: Request, slug: str, practice_id: str) -> Response:
        practice = access.get_practice_or_404(self.person, slug, practice_id)
        practices.retire_practice(by=self.person, practice=practice, at=timezone.now(), source="api")
        return nothing()


class Retired(Door):
    @operation(
        "list_retired_practices",
        "List the retired practices of a community",
        tag=TAG,
        gives=RetiredPracticeListSerializer,
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, slug: str) -> Response:
        community = access.get_readable_community_or_404(self.person, slug)
        return many(RetiredPracticeSerializer, feeds.retired_practices(community), next_cursor=None)


class Versions(Door):
    @operation(
        "practice_versions",
        "Read the former words of a practice",
        tag=TAG,
        gives=PracticeVersionListSerializer,
        about="The latest first, those of now too; also of a retired one.",
        refuses=(401, 404, 429),
    )
    def get(self, request: Request, slug: str, practice_id: str) -> Response:
        practice = access.get_practice_or_404(self.person, slug, practice_id, retired=True)
        return many(PracticeVersionSerializer, feeds.practice_history(practice), next_cursor=None)


class Application(Door):
    @operation("apply_practice", "Say that you apply a practice", tag=TAG, about="For members. Only counted: nobody sees who does.")
    def put(self, request: Request, slug: str, practice_id: str) -> Response:
        practice = access.get_practice_or_404(self.person, slug, practice_id)
        practices.apply_practice(by=self.person, practice=practice, at=timezone.now())
        return nothing()

    @operation("stop_applying_practice", "Say no more that you apply it", tag=TAG)
    def delete(self, request: Request, slug: str, practice_id: str) -> Response:
        practices.stop_applying(by=self.person, practice=access.get_practice_or_404(self.person, slug, practice_id))
        return nothing()


def _one(door: Door, slug: str, practice_id: int | str, *, new: bool = False) -> Response:
    practice = access.get_practice_or_404(door.person, slug, practice_id)
    rows = feeds.practices(door.person, practice.community, today=timezone.localdate())
    return one(PracticeSerializer, next(row for row in rows if row.practice.pk == practice.pk), new=new)
