"""People, and what one was told."""

from django.urls import path

from communities.views import directory, notifications, people
from communities.views.rates import searches

urlpatterns = [
    path("people/", searches(directory.index), name="person-list"),
    path("people/knows/", searches(directory.knows, field="topic"), name="person-knows"),
    path("people/<str:id>/", people.show, name="person-show"),
    path("people/<str:id>/org/", directory.org, name="person-org"),
    path("people/<str:id>/card.vcf", directory.card, name="person-card"),
    path("people/<str:id>/posts/", people.posts, name="person-posts"),
    path("notifications/", notifications.index, name="notification-list"),
    path("notifications/read", notifications.read_all, name="notification-read-all"),
    path("notifications/<str:id>/", notifications.follow, name="notification-follow"),
]
