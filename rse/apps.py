"""The platform as a Django application: it holds the commands and starts the Celery app with Django."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PlatformConfig(AppConfig):
    name = "rse"
    label = "rse"
    verbose_name = "Maillage"

    def ready(self) -> None:
        from rse import celery

        celery.app.set_default()


class BackOfficeConfig(AdminConfig):
    """Django's administration, with our door to it."""

    default_site = "rse.lib.backoffice.BackOffice"
