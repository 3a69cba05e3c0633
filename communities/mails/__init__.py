"""Mails of the communities: as things happen, in digests, and why a reply was refused. Each is made at the moment it goes."""

from .box import look_into_box
from .digests import next_digest, send_due_digests, send_now
from .notices import send_notices
from .refusals import send_sign_of_life, tell_refusals

__all__ = ["look_into_box", "next_digest", "send_due_digests", "send_notices", "send_now", "send_sign_of_life", "tell_refusals"]
