"""What the API says of itself."""

import json
from io import StringIO

from django.core.management import call_command

from tests.communities.api.program import Program


def test_the_schema_is_complete_valid_and_says_what_each_operation_does(as_bob: Program) -> None:
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out)
    paths = json.loads(out.getvalue())["paths"]
    operations = [(path, method, how) for path, methods in paths.items() for method, how in methods.items()]
    assert len(operations) >= 49
    for path, method, how in operations:
        assert how["summary"] and how["description"] and how["tags"], f"{method} {path}"
        refusals = {"401", "403"} & set(how["responses"])
        assert refusals and "429" in how["responses"], f"{method} {path} does not say how it refuses"
    assert as_bob.client.get("/api/v1/schema").status_code == 200
