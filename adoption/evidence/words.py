"""The words that the papers put around the figures, in the language that is active."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from adoption.science.privacy import K_UNITS, K


def labels() -> dict[str, str]:
    return {
        "kind": _("Evidence pack"), "contents": _("Contents"), "summary": _("In one page"), "changed": _("What changed"),
        "stands": _("Where it stands"), "decide": _("What to decide"), "asks": _("Three questions"), "figures": _("Figures"),
        "stories": _("First successes"), "voices": _("What people say of them"), "method": _("Method"), "definition": _("Definition"),
        "window": _("Window"), "threshold": _("Threshold"), "n": "n", "interval": pgettext("statistics", "95% interval"),
        "data": _("Data"), "unit": _("Unit"), "computed": _("Period"), "before": _("Beginning of the period"),
        "after": _("End of the period"), "situation": _("Situation"), "change": _("What changed there"),
        "happened": _("When"), "confirmed": _("State"), "rests": _("Its figure"),

    }  # fmt: skip


def method(*, community: bool, with_voices: bool, with_stories: bool) -> tuple[str, ...]:
    """The last page: how figures are made, and what is never in them."""
    said = [
        _("Figures come from the acts of the network, counted by complete weeks from Monday to Sunday; the running week is never counted. "
          "They are those of the adoption pages at the date of the data: a pack does not change afterwards."),
        _("No figure rests on fewer than %(k)s people, none about a unit on fewer than %(units)s; shares of fewer than 50 people are "
          "rounded to 5 points. What can be found out by subtraction is hidden too.") % {"k": K, "units": K_UNITS},
        _("Every sentence says what it is: a count; an estimate, with its interval; an association, which is not a cause; or an effect "
          "measured by a randomised comparison. Intervals are of individual chance: they do not cover what happens to all at once."),
        _("Weeks of the low season (August, end of the year, weeks of two public holidays) are left out of trends and stages."),
        _("Protected communities (health, union, works council), secret ones and guests are in no figure. Nobody is named in a figure, "
          "and no figure may be used to appraise anyone."),
    ]  # fmt: skip
    if not community:
        said.append(_("Thresholds of the stages are chosen by the organisation; each figure gives where its threshold comes from."))
    if with_stories:
        said.append(
            _("Stories are told in open communities and confirmed by somebody other than their author; the pack gives their state.")
        )
    if with_voices:
        said.append(
            _("Quotes are given with the consent of their author to have them shown to the board. A consent that is taken back takes the "
              "quote out of every pack made afterwards, and stops the download of this one: please do not pass on an old copy.")
        )  # fmt: skip
    return tuple(said)
