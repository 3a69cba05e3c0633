"""One's own token, managed from the signed-in session: a token makes no other token."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from communities.api.authentication import PageSessionAuthentication
from communities.api.base import Door, nothing, one
from communities.api.schema import operation
from communities.api.serializers.people import TokenSerializer, TokenStateSerializer
from rse.people.actions.tokens import create_token, revoke_token, token_made_at

TAG = "token"


class MyToken(Door):
    authentication_classes = [PageSessionAuthentication]

    @operation("get_token", "Read when your token was made", tag=TAG, gives=TokenStateSerializer, refuses=(401, 403, 429))
    def get(self, request: Request) -> Response:
        return one(TokenStateSerializer, {"made_at": token_made_at(self.person)})

    @operation(
        "create_token",
        "Make your token",
        tag=TAG,
        gives=TokenSerializer,
        new=True,
        about="It takes the place of the former one, which stops working at once. It is shown this once. From a session only.",
        refuses=(401, 403, 429),
    )
    def post(self, request: Request) -> Response:
        return one(TokenSerializer, {"token": create_token(by=self.person, at=timezone.now())}, new=True)

    @operation("revoke_token", "Revoke your token", tag=TAG, about="From a session only.", refuses=(401, 403, 429))
    def delete(self, request: Request) -> Response:
        revoke_token(by=self.person, at=timezone.now())
        return nothing()
