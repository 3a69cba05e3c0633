"""People, and what one was told."""

from django.urls import path

from communities.views import notifications, people
from communities.views.rates import searches

urlpatterns = [
    path("people/", searches(people.index), name="person-list"),
    path("people/<str:id>/", people.show, name="person-show"),
    path("people/<str:id>/posts/", people.posts, name="person-posts"),
    path("notifications/", notifications.index, name="notification-list"),
    path("notifications/read", notifications.read_all, name="notification-read-all"),
    path("notifications/<str:id>/", notifications.follow, name="notification-follow"),
]
