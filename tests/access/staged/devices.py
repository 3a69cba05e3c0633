"""Browsers in which people of the cast switched notifications on."""

from communities.actions import pushes
from communities.models import PushDevice
from rse.lib.webpush import Browser
from tests.conftest import Cast
from tests.factories import NOW

POINT = "BIuc4YPdgyPpI3G9JCCjnQ9u_Ii3nPVs_lQcTSln9D583yGRF-qFofn5JfidNUL_5XWq9GbPRm20zOQjd5Md2YE"
SECRET = "cHVzaC1lc3NhaS0wMDAwMQ"
PLACE = "appareil-de-bob"


def push_devices(cast: Cast) -> dict[str, PushDevice]:
    """Bob's, by his name."""
    key = pushes.current_key(at=NOW)
    browser = Browser(f"https://push.example.org/{PLACE}", POINT, SECRET)
    made = pushes.switch_on(by=cast.bob, browser=browser, key=key.public, session_key="s", user_agent=PLACE, at=NOW)
    return {"bob": made}
