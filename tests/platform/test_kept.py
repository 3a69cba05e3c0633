"""What a process keeps: bounded, and never one request's secrets in another's page."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from rse.lib.kept import Kept


def test_the_longest_unasked_leaves_first() -> None:
    kept: Kept[str] = Kept(2)
    kept.put("a", "1")
    kept.put("b", "2")
    assert kept.get("a") == "1"
    kept.put("c", "3")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("1", None, "3")


def test_a_value_past_its_time_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("rse.lib.kept.time.monotonic", lambda: now[0])
    kept: Kept[str] = Kept(2, seconds=10)
    assert kept.make("a", lambda: "old") == "old"
    now[0] = 109
    assert kept.make("a", lambda: "new") == "old"
    now[0] = 111
    assert kept.make("a", lambda: "new") == "new"


def test_a_piece_is_rendered_once_for_what_it_depends_on_with_each_request_s_own_token() -> None:
    template = Template('{% load kept %}{% kept "greeting" name %}{{ name }} {{ other }} {{ csrf_token }}{% endkept %}')
    first = template.render(Context({"name": "Ada", "other": "one", "csrf_token": "secret-of-ada"}))
    again = template.render(Context({"name": "Ada", "other": "two", "csrf_token": '"<b>'}))
    assert first == "Ada one secret-of-ada"
    assert again == "Ada one &quot;&lt;b&gt;"
    assert template.render(Context({"name": "Bob", "other": "two", "csrf_token": "x"})) == "Bob two x"
    with translation.override("en"):
        assert template.render(Context({"name": "Ada", "other": "three", "csrf_token": "x"})) == "Ada three x"


def test_a_piece_depends_on_plain_values_only() -> None:
    template = Template('{% load kept %}{% kept "list" names %}{% endkept %}')
    with pytest.raises(TypeError):
        template.render(Context({"names": ["Ada"]}))


def test_the_holes_of_a_piece_are_filled_each_time_and_escaped() -> None:
    piece = (
        '{% load kept maillage %}{% kept "card" kind id=post name=name %}{{ kind }} {% address "post-show" id %} {{ name }}{% endkept %}'
    )
    template = Template(piece)
    assert template.render(Context({"kind": "poll", "post": 12, "name": "Ada"})) == "poll /p/12/ Ada"
    assert template.render(Context({"kind": "poll", "post": 13, "name": "<b>"})) == "poll /p/13/ &lt;b&gt;"


def test_a_hole_comes_through_pieces_within_pieces() -> None:
    inner = '{% kept "inner" id=id %}<{{ id }}>{% endkept %}'
    template = Template(f'{{% load kept %}}{{% kept "outer" id=post.pk %}}{inner}{{{{ id }}}}{{% endkept %}}')
    assert template.render(Context({"post": {"pk": 7}})) == "<7>7"
    assert template.render(Context({"post": {"pk": 8}})) == "<8>8"


def test_a_piece_has_its_name_and_what_it_depends_on_before_its_holes() -> None:
    for wrong in ("{% kept id=1 %}{% endkept %}", '{% kept "x" id=1 y %}{% endkept %}'):
        with pytest.raises(TemplateSyntaxError):
            Template(f"{{% load kept %}}{wrong}")
