"""Why a call was refused: {"detail": message}, or {field: message} when one input is at fault, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from communities.actions.calls import MentionAsked
from communities.actions.charters import CharterAsked
from rse.lib.pages import BadCursor
from rse.lib.refusal import Refused


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error of a view; None lets it become a 500."""
    if isinstance(error, CharterAsked):
        told = {"detail": str(error.message), "code": "charter", "charter": error.number}
        return Response(told, status=status.HTTP_409_CONFLICT)
    if isinstance(error, MentionAsked):
        told = {"detail": str(error.message), "code": "mention", "people": error.people}
        return Response(told, status=status.HTTP_409_CONFLICT)
    if isinstance(error, Refused):
        return Response({error.field or "detail": str(error.message)}, status=status.HTTP_400_BAD_REQUEST)
    if isinstance(error, BadCursor):
        return Response({"cursor": _("This cursor is not one of ours.")}, status=status.HTTP_400_BAD_REQUEST)
    response = exception_handler(error, context)
    if response is not None and isinstance(error, ValidationError):
        response.data = _flat(error.detail)
    return response


def _flat(detail: Any) -> dict[str, str]:
    if not isinstance(detail, Mapping):
        return {"detail": _first(detail)}
    return {_name(field): _first(messages) for field, messages in detail.items()}


def _name(field: str) -> str:
    return "detail" if field == "non_field_errors" else field


def _first(messages: Any) -> str:
    """The first sentence of what may be nested lists by position or by field."""
    if isinstance(messages, Mapping):
        return _first(next(iter(messages.values())))
    if isinstance(messages, Sequence) and not isinstance(messages, str):
        return _first(next((message for message in messages if message), ""))
    return str(messages)
