"""Files: sent with a form, given back, listed in a community."""

from django.urls import path

from communities.views import files
from communities.views.rates import searches, writes

urlpatterns = [
    path("files/", writes("upload", files.upload), name="file-upload"),
    path("files/<slug:token>/remove", writes("change", files.remove), name="file-remove"),
    path("files/<slug:token>/describe", writes("change", files.describe), name="file-describe"),
    path("files/<slug:token>/preview", files.preview, name="file-preview"),
    path("files/<slug:token>/signed", files.signed, name="file-signed"),
    path("files/<slug:token>/<str:name>", files.show, name="file-show"),
    path("c/<slug:slug>/documents", searches(files.documents), name="community-documents"),
]
