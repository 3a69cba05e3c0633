"""Addresses of what keeps order: reports, and those who decide on them."""

from django.urls import path

from communities.views import moves, reports, shares
from communities.views.rates import writes

urlpatterns = [
    path("p/<str:id>/share", writes("post", shares.share), name="post-share"),
    path("p/<str:id>/move", writes("change", moves.move), name="post-move"),
    path("p/<str:id>/report", writes("report", reports.of_post), name="post-report"),
    path("p/<str:id>/comments/<str:comment_id>/report", writes("report", reports.of_comment), name="comment-report"),
    path("testimonials/<str:id>/report", writes("report", reports.of_testimonial), name="testimonial-report"),
    path("c/<slug:slug>/proposals/<str:id>/report", writes("report", reports.of_proposal), name="proposal-report"),
    path("c/<slug:slug>/proposals/<str:id>/opinions/<str:by>/report", writes("report", reports.of_objection), name="objection-report"),
    path("c/<slug:slug>/practices/<str:id>/report", writes("report", reports.of_practice), name="practice-report"),
    path("c/<slug:slug>/report", writes("report", reports.of_community), name="community-report"),
    path("people/<str:id>/report", writes("report", reports.of_person), name="person-report"),
    path("c/<slug:slug>/reports", reports.index, name="community-reports"),
    path("reports/", reports.judge, name="report-list"),
    path("reports/<str:id>/", reports.show, name="report-show"),
    path("reports/<str:id>/decide", writes("change", reports.decide), name="report-decide"),
]
