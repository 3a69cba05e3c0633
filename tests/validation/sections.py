"""The sections of the report, in its order."""

from tests.validation import bass, campaigns, effects, forecast, intervals, models, privacy, real, seeding, stages, switchoff

SECTIONS = tuple(one.SECTION for one in (bass, models, switchoff, stages, intervals, real, effects, campaigns, privacy, seeding, forecast))
