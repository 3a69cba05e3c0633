"""What a figure's sentence may say: computed from what was seen, or seen to go together. Only a draw at random shows a cause."""

from typing import Literal, TypeAlias

Claim: TypeAlias = Literal["estimate", "association"]
ESTIMATE: Claim = "estimate"
ASSOCIATION: Claim = "association"
