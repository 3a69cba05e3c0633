"""People, and what one was told."""

from django.urls import path

from communities.views import directory, notifications, people, tellings, welcome
from communities.views.rates import searches, writes

urlpatterns = [
    path("people/", searches(directory.index), name="person-list"),
    path("people/knows/", searches(directory.knows, field="topic"), name="person-knows"),
    path("people/<str:id>/", people.show, name="person-show"),
    path("people/<str:id>/org/", directory.org, name="person-org"),
    path("people/<str:id>/card.vcf", directory.card, name="person-card"),
    path("people/<str:id>/posts/", people.posts, name="person-posts"),
    path("welcome/", welcome.index, name="welcome"),
    path("welcome/photo/", writes("upload", welcome.photo), name="welcome-photo"),
    path("welcome/skills/", writes("change", welcome.skills), name="welcome-skills"),
    path("welcome/communities/", writes("ask", welcome.communities), name="welcome-communities"),
    path("welcome/act/", writes("comment", welcome.act), name="welcome-act"),
    path("welcome/done/", welcome.done, name="welcome-done"),
    path("welcome/list", writes("change", welcome.put_away), name="welcome-list"),
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
