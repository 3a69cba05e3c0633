"""People, and what one was told."""

from django.urls import path

from communities.views import notifications, people, tellings
from communities.views.rates import searches, writes

urlpatterns = [
    path("people/", searches(people.index), name="person-list"),
    path("people/<str:id>/", people.show, name="person-show"),
    path("people/<str:id>/posts/", people.posts, name="person-posts"),
    path("notifications/", notifications.index, name="notification-list"),
    path("notifications/read", notifications.read_all, name="notification-read-all"),
    path("notifications/signs", notifications.signs, name="signs"),
    path("notifications/latest", notifications.latest, name="notification-latest"),
    path("notifications/settings", writes("react", tellings.edit), name="telling-list"),
    path("notifications/defaults", tellings.defaults, name="telling-defaults"),
    path("notifications/reset", tellings.reset, name="telling-reset"),
    path("notifications/<str:id>/mark", notifications.mark, name="notification-mark"),
    path("notifications/<str:id>/", notifications.follow, name="notification-follow"),
]
