"""Addresses of what is being written, and of what was written before: drafts, versions."""

from django.urls import path

from communities.views import drafts, schedules, versions
from communities.views.rates import writes

urlpatterns = [
    path("drafts/", drafts.index, name="draft-list"),
    path("drafts/<slug:key>", writes("draft", drafts.save), name="draft-save"),
    path("drafts/<slug:key>/drop", writes("draft", drafts.drop), name="draft-drop"),
    path("drafts/<slug:key>/schedule", writes("change", schedules.change), name="draft-schedule"),
    path("drafts/<slug:key>/unschedule", writes("change", schedules.cancel), name="draft-unschedule"),
    path("drafts/<slug:key>/publish", writes("post", schedules.publish), name="draft-publish"),
    path("p/<str:id>/edit/draft", writes("draft", drafts.save_edit), name="post-edit-draft"),
    path("p/<str:id>/comments/<str:comment_id>/edit/draft", writes("draft", drafts.save_comment_edit), name="comment-edit-draft"),
    path("p/<str:id>/reply/<slug:key>", writes("draft", drafts.save_reply), name="reply-draft"),
    path("p/<str:id>/history", versions.of_post, name="post-history"),
    path("p/<str:id>/history/<str:number>/remove", writes("change", versions.remove_of_post), name="post-version-remove"),
    path("p/<str:id>/comments/<str:comment_id>/history", versions.of_comment, name="comment-history"),
    path(
        "p/<str:id>/comments/<str:comment_id>/history/<str:number>/remove",
        writes("change", versions.remove_of_comment),
        name="comment-version-remove",
    ),
]
