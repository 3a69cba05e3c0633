"""Home and threads."""

from django.urls import path

from communities.views import comments, home, posts, reactions

urlpatterns = [
    path("", home.show, name="home"),
    path("p/new", posts.create, name="post-create"),
    path("p/<str:id>/", posts.show, name="post-show"),
    path("p/<str:id>/edit", posts.edit, name="post-edit"),
    path("p/<str:id>/delete", posts.delete, name="post-delete"),
    path("p/<str:id>/accept", posts.accept, name="post-accept"),
    path("p/<str:id>/counts", posts.counts, name="post-counts"),
    path("p/<str:id>/reactions", reactions.toggle, name="reaction-toggle"),
    path("p/<str:id>/comments", comments.create, name="comment-create"),
    path("p/<str:id>/comments/<str:comment_id>/edit", comments.edit, name="comment-edit"),
    path("p/<str:id>/comments/<str:comment_id>/delete", comments.delete, name="comment-delete"),
]
