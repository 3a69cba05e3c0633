from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rse.audit"
    label = "audit"
    verbose_name = "Audit"
