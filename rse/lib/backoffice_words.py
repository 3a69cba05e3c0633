"""Words that the package behind the administration shows and does not translate: named here, so that our catalogue does."""

from django.utils.translation import gettext_lazy as _

WORDS = (
    _("Action"),
    _("Apply Filters"),
    _("Expand row"),
    _("False"),
    _("Go back"),
    _("More actions"),
    _("Next"),
    _("No results found"),
    _("Previous"),
    _("Reset filters"),
    _("Return to site"),
    _("Run"),
    _("Select action"),
    _("Select action to run"),
    _("Select record"),
    _("Select value"),
    _("System"),
    _("This page yielded into no results. Create a new item or reset your filters."),
    _("True"),
    _("Type to search"),
)
