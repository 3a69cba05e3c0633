"""The list of campaigns, each in a few words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from adoption.actions.campaigns import last_week
from adoption.dashboards.verdict import last_day
from adoption.history.clock import zone
from adoption.models import Campaign, CampaignOver, CampaignState
from adoption.science import weeks


@dataclass(frozen=True)
class CampaignLine:
    """`starts` its first Monday, `ends` its last Sunday; `state` one of CampaignState."""

    id: int
    name: str
    goal: str
    over: str
    drawn: bool
    state: str
    state_name: str
    starts: date
    ends: date
    steps: int
    step_weeks: int


def campaign_lines(*, at: datetime) -> tuple[CampaignLine, ...]:
    """Newest first."""
    return tuple(line(one, at) for one in Campaign.objects.all())


def line(campaign: Campaign, at: datetime) -> CampaignLine:
    state = state_of(campaign, at)
    return CampaignLine(
        campaign.pk, campaign.name, campaign.goal, str(CampaignOver(campaign.over).label), campaign.drawn, state.value, str(state.label),
        weeks.monday(campaign.start_week), last_day(max(last_week(campaign), campaign.start_week)), campaign.steps, campaign.step_weeks,
    )  # fmt: skip


def state_of(campaign: Campaign, at: datetime) -> CampaignState:
    if campaign.stopped_at is not None:
        return CampaignState.STOPPED
    now = weeks.week_of(at, zone())
    if now < campaign.start_week:
        return CampaignState.PLANNED
    return CampaignState.RUNNING if now <= last_week(campaign) else CampaignState.ENDED
