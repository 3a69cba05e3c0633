"""Addresses of the API, under /api/v1/."""

from django.urls import path

from communities.api.views import comments, communities, memberships, notifications, people, posts, reactions, tokens

urlpatterns = [
    path("me", people.Me.as_view(), name="api-me"),
    path("token", tokens.MyToken.as_view(), name="api-token"),
    path("feed", posts.Home.as_view(), name="api-feed"),
    path("communities", communities.Communities.as_view(), name="api-communities"),
    path("communities/<slug:slug>", communities.OneCommunity.as_view(), name="api-community"),
    path("communities/<slug:slug>/posts", posts.CommunityPosts.as_view(), name="api-community-posts"),
    path("communities/<slug:slug>/members", memberships.Members.as_view(), name="api-members"),
    path("communities/<slug:slug>/membership", memberships.MyMembership.as_view(), name="api-membership"),
    path("communities/<slug:slug>/request", memberships.MyRequest.as_view(), name="api-request"),
    path("communities/<slug:slug>/requests", memberships.Requests.as_view(), name="api-requests"),
    path("communities/<slug:slug>/requests/<str:request_id>", memberships.OneRequest.as_view(), name="api-decide"),
    path("posts/<str:post_id>", posts.OnePost.as_view(), name="api-post"),
    path("posts/<str:post_id>/accepted-answer", posts.AcceptedAnswer.as_view(), name="api-accepted-answer"),
    path("posts/<str:post_id>/comments", comments.Thread.as_view(), name="api-thread"),
    path("posts/<str:post_id>/reactions/<slug:kind>", reactions.PostReaction.as_view(), name="api-post-reaction"),
    path("comments/<str:comment_id>", comments.OneComment.as_view(), name="api-comment"),
    path("comments/<str:comment_id>/reactions/<slug:kind>", reactions.CommentReaction.as_view(), name="api-comment-reaction"),
    path("reactions", reactions.ReactionKinds.as_view(), name="api-reactions"),
    path("people", people.People.as_view(), name="api-people"),
    path("people/<str:person_id>", people.OnePerson.as_view(), name="api-person"),
    path("people/<str:person_id>/posts", posts.PersonPosts.as_view(), name="api-person-posts"),
    path("notifications", notifications.Notifications.as_view(), name="api-notifications"),
    path("notifications/read", notifications.MarkRead.as_view(), name="api-notifications-read"),
]
