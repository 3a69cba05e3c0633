"""What every view of the API shares: who asks, in which language, what was sent and how a list is given."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from rest_framework import serializers, status
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from communities.api.throttles import ReadThrottle, WriteThrottle
from rse.people.models import Person

Form = type[serializers.Serializer[Any]]


class Door(APIView):
    """A view of the API. Its answers are in the language of the person, whatever the browser says."""

    throttle_classes = [ReadThrottle, WriteThrottle]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        translation.activate(self.person.language)

    @property
    def person(self) -> Person:
        """Who asks. Permissions have turned everyone else away."""
        assert isinstance(self.request.user, Person)
        return self.request.user

    def sent(self, form: Form) -> dict[str, Any]:
        """The body, checked by its form."""
        return _checked(form(data=self.request.data))

    def asked(self, form: Form) -> dict[str, Any]:
        """The query string, checked by its form."""
        return _checked(form(data=self.request.query_params))


class AsItIs(DefaultContentNegotiation):
    """For what is no JSON: whatever the program says that it takes, it gets the thing, and refusals as JSON."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        return renderer, renderer.media_type or ""


def _checked(form: serializers.Serializer[Any]) -> dict[str, Any]:
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


def one(form: Form, row: object, *, new: bool = False) -> Response:
    """One thing; `new` when the request made it."""
    return Response(form(row).data, status=status.HTTP_201_CREATED if new else status.HTTP_200_OK)


def many(form: Form, rows: Iterable[object], *, next_cursor: str | None) -> Response:
    """A page of a list, and the cursor of the next one."""
    return Response({"results": form(list(rows), many=True).data, "next": next_cursor})


def nothing() -> Response:
    """Done, and nothing to say about it."""
    return Response(status=status.HTTP_204_NO_CONTENT)


def overtaken(answer: Response) -> Response:
    """Not done: somebody wrote something else in the meantime, which the answer holds."""
    answer.status_code = status.HTTP_409_CONFLICT
    return answer
