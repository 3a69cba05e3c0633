"""How operations describe themselves in the schema: what they answer when all goes well, and how they refuse."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema

from communities.api.base import Form
from communities.api.serializers.common import ErrorSerializer

_NOTHING = OpenApiResponse(description="Done.")
_REFUSALS = {
    401: (ErrorSerializer, "No session and no valid token."),
    403: (ErrorSerializer, "You may see it, not do this."),
    404: (ErrorSerializer, "Nothing there, or nothing that you may know of."),
    429: (ErrorSerializer, "Too many calls: wait for `Retry-After` seconds."),
}
_BAD = OpenApiResponse(OpenApiTypes.OBJECT, description='Refused: `{"detail": message}`, or `{field: message}` when one input is at fault.')


class PageSessionScheme(SessionScheme):  # type: ignore[no-untyped-call]  # drf-spectacular has no types there
    """How the schema names the session."""

    target_class = "communities.api.authentication.PageSessionAuthentication"


def operation(
    name: str,
    summary: str,
    *,
    tag: str,
    gives: Form | OpenApiTypes | None = None,
    new: bool = False,
    takes: Form | None = None,
    asks: Form | None = None,
    about: str = "",
    refuses: Sequence[int] = (401, 403, 404, 429),
    also: Mapping[int, str] = MappingProxyType({}),
) -> Callable[[Any], Any]:
    """Describe one method by its name for programs and a sentence.

    `takes` is its body, `asks` its query, `gives` its answer (204 when nothing; a type when it is no JSON), `also` says when it gives
    another code: nothing with 204, what it would give with 409, else an error.
    """
    status = 204 if gives is None else 201 if new else 200
    answer: Any = (status, "*/*") if isinstance(gives, OpenApiTypes) else status
    responses: dict[Any, Any] = {answer: _NOTHING if gives is None else gives}
    if takes or asks or gives is None:  # what answers nothing wrote something, or refused to
        responses[400] = _BAD
    for code in refuses:
        form, description = _REFUSALS[code]
        responses[code] = OpenApiResponse(form, description=description)
    for code, description in also.items():
        given: Any = {204: None, 409: gives}.get(code, ErrorSerializer)
        responses[code] = OpenApiResponse(given, description=description)
    return extend_schema(
        operation_id=name,
        summary=summary,
        description=about or summary,
        tags=[tag],
        request=takes,
        parameters=[asks] if asks else [],
        responses=responses,
    )
