from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rse.people"
    label = "people"
    verbose_name = "People"
