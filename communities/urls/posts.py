"""Home and threads."""

from django.urls import path

from communities.views import comments, home, pins, posts, reactions
from communities.views.rates import writes

urlpatterns = [
    path("", home.show, name="home"),
    path("p/new", writes("post", posts.create), name="post-create"),
    path("p/<str:id>/", posts.show, name="post-show"),
    path("p/<str:id>/edit", writes("change", posts.edit), name="post-edit"),
    path("p/<str:id>/delete", writes("change", posts.delete), name="post-delete"),
    path("p/<str:id>/restore", writes("change", posts.restore), name="post-restore"),
    path("p/<str:id>/accept", writes("change", posts.accept), name="post-accept"),
    path("p/<str:id>/pin", writes("change", pins.pin), name="post-pin"),
    path("p/<str:id>/counts", posts.counts, name="post-counts"),
    path("p/<str:id>/reactions", writes("react", reactions.toggle), name="reaction-toggle"),
    path("p/<str:id>/reactions/who", reactions.who, name="post-reactors"),
    path("p/<str:id>/comments/<str:comment_id>/reactions/who", reactions.who, name="comment-reactors"),
    path("p/<str:id>/comments", writes("comment", comments.create), name="comment-create"),
    path("p/<str:id>/comments/<str:comment_id>/edit", writes("change", comments.edit), name="comment-edit"),
    path("p/<str:id>/comments/<str:comment_id>/delete", writes("change", comments.delete), name="comment-delete"),
    path("p/<str:id>/comments/<str:comment_id>/restore", writes("change", comments.restore), name="comment-restore"),
]
