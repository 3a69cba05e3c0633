"""Charts: what is drawn lies where it should, labels keep apart, what is masked is a gap, and papers get the same drawing."""

import math
import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from adoption import charts
from adoption.charts import Chart, Drawing, Sparkline, draw, grid, svg_file, table
from adoption.charts.base import gaps
from adoption.charts.ink import Theme, attributes, colour
from adoption.charts.marks import Box, Disc, Path, Rect, Text
from adoption.charts.placing import apart, lanes
from adoption.charts.scales import axis
from adoption.charts.stacks import INK
from adoption.charts.text import fit, measure, wrap
from rse.lib.sentences import count
from tests.platform.test_look import contrast

WIDTHS = (charts.WIDE, charts.HALF, charts.NARROW)
POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")
MASKED = "fewer than 5 people"
NAN = math.nan


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def mondays(n: int, first: date = date(2026, 1, 5)) -> list[date]:
    return [first + timedelta(weeks=i) for i in range(n)]


def plot(values: Sequence[float | None], **more: object) -> charts.Plot:
    return charts.Plot(mondays(len(values)), [charts.Curve("Contributors", values)], **more)  # type: ignore[arg-type]


def forecast(past: Sequence[float | None], ahead: int = 8) -> charts.Plot:
    """A curve, its forecast, a threshold, seasons, references and moments: all that a plot may carry."""
    last = next((v for v in reversed(past) if v is not None and math.isfinite(v)), 10.0)
    median = [last * (1 + 0.02 * i) for i in range(1, ahead + 1)]
    fan = charts.Fan(
        "Forecast", len(past), [0.9 * m for m in median], median, [1.2 * m for m in median], naive=[last] * ahead, after=last,
    )  # fmt: skip
    return charts.Plot(
        mondays(len(past) + ahead),
        [charts.Curve("Came at least once", [None if v is None else 2 * v for v in past], "ctx"), charts.Curve("Contributors", past)],
        low_season=[charts.Span(1.5, 3.5)],
        references=[charts.Span(0, 4, "enthusiasm (press)"), charts.Span(3, 9, "possible fall (press)")],
        threshold=1.3 * abs(last) + 1, threshold_text="25% of the target", fans=[fan],
        moments=[charts.Moment(len(past) - 1, "today"), charts.Moment(max(len(past) - 2, 0), "a campaign with a rather long name")],
        reached=charts.Span(len(past) + 2, len(past) + 5, "between March and April"),
    )  # fmt: skip


BUBBLES = [
    charts.Bubble(f"Community number {i}", 0.05 * (i % 9), 0.4 * (i * 7 % 11), 10 + 40 * i, closed=i % 4 == 0, quiet=i % 5 == 0)
    for i in range(18)
]
WEEKS = mondays(6)
SPECS: dict[str, object] = {
    "plot": forecast([12, 20, None, 33, 41, 38, 52, 60, 71, 75]),
    "panels": charts.Panels([("Bound A", forecast([10, 20, 30])), ("Bound B", forecast([10, 20, 90]))]),
    "stacks": charts.Stacks(
        [f"Month {i}" for i in range(9)],
        [charts.Part("Regular", range(10, 19), "1"), charts.Part("Faithful", [3] * 9, "3"), charts.Part("Never came", [90] * 9, "ctx")],
    ),
    "shares": charts.Stacks(["A", "B", "C"], [charts.Part("In", [1, None, 0]), charts.Part("Out", [3, 4, 0], "2")], share=True),
    "flows": charts.Flows(WEEKS, [5, 6, None, 9, 8, 7], [1, 2, 3, 4, 5, 6], [7, 3, 5, 2, 1, 0], [40, 41, 42, 43, 44, 45]),
    "quadrants": charts.Quadrants(
        "Fidelity", "Activity", [charts.Quadrant(name, n) for name, n in zip("ABCD", (18, 140, 320, 96), strict=True)],
    ),
    "masked quadrants": charts.Quadrants("Fidelity", "Activity", [charts.Quadrant(name, None if name == "B" else 9) for name in "ABCD"]),
    "bubbles": charts.Bubbles("Rate", "Replies", BUBBLES, split=(0.2, 2), corners=("Few voices", "Conversation", "Board", "Unheard")),
    "heat": charts.Heat("Unit", ["Quality", "Finance"], ["week 1", "week 2"], [[3, 80], [None, 1]], masked=MASKED, note="Links:"),
    "cohorts": charts.Cohorts(["March", "April", "May"], [42, None, 8], [[1, 0.5, 0.25], [None, None], [1]], masked=MASKED),
    "survival": charts.Survival(
        "Months", [charts.Steps("Ours", [2, 5, 9], [0.8, 0.6, 0.3], [0.7, 0.5, 0.2], [0.9, 0.7, 0.4], 20)],
        [charts.Reference(5, 0.5, "press: 50%"), charts.Reference(12, 0.3, "press: 30%")], until=24,
    ),
    "lorenz": charts.Lorenz([("Open", [0, 0.5, 1], [0, 0.2, 1]), ("Closed", [0, 0.5, 1], [0, 0.1, 1])]),
    "dots": charts.Dots(
        [charts.Dot("Rate", 0.12, 0.03, 0.2), charts.Dot("Replies", -0.01, -0.1, 0.08), charts.Dot("Alive", None, reason="none")],
        left="closed higher", right="open higher",
    ),
    "pairs": charts.Pairs("closed", "open", [charts.Pair("Rate", 0.15, 0.27, "15%", "27%"), charts.Pair("Alive", None, 2)], masked=MASKED),
    "bars": charts.Bars([charts.Bar("Arrived", 58), charts.Bar("Read", 29), charts.Bar("Animated", None)], masked=MASKED),
    "spark": charts.Spark([3, None, 5, 8]),
}  # fmt: skip


def inside(drawing: Drawing, slack: float = 1.0) -> None:
    """Every mark within the drawing."""
    whole = Box(-slack, -slack, drawing.width + slack, drawing.height + slack)
    for mark in drawing.marks:
        if isinstance(mark, Path):
            points = [(float(x), float(y)) for x, y in POINT.findall(mark.d)]
        elif isinstance(mark, Text):
            points = [(mark.box.left, mark.box.top), (mark.box.right, mark.box.bottom)]
        elif isinstance(mark, Rect):
            points = [(mark.x, mark.y), (mark.x + mark.width, mark.y + mark.height)]
        else:
            points = [(mark.x, mark.y)]
        for x, y in points:
            assert math.isfinite(x) and math.isfinite(y), mark
            assert whole.left <= x <= whole.right and whole.top <= y <= whole.bottom, (mark, drawing.width, drawing.height)


def clear(drawing: Drawing) -> None:
    """No text over another."""
    boxes = sorted(((text.box, text.text) for text in drawing.texts), key=lambda one: one[0].left)
    for i, (box, text) in enumerate(boxes):
        for other, words in boxes[i + 1 :]:
            if other.left > box.right:
                break
            assert not box.covers(other, 1.0), (text, words)


def points(drawing: Drawing, css: str) -> list[tuple[float, float]]:
    """The points of the paths of a class."""
    paths = [mark.d for mark in drawing.marks if isinstance(mark, Path) and css in mark.css.split()]
    return [(float(x), float(y)) for d in paths for x, y in POINT.findall(d)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SPECS)
def test_every_kind_lies_within_its_drawing_and_its_texts_keep_apart(name: str, width: int) -> None:
    drawing = draw(SPECS[name], 96 if name == "spark" else width)
    assert len(drawing.marks) >= 2
    inside(drawing)
    clear(drawing)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", SPECS)
def test_a_paper_gets_the_same_drawing_with_its_colours(name: str, theme: Theme) -> None:
    drawing = draw(SPECS[name], charts.WIDE)
    written = svg_file(drawing, "Told & said", theme)
    root = ElementTree.fromstring(written)
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Told & said"
    assert len(root) == 2 + len(drawing.marks)
    assert not re.search(r"\s(style|class)=|var\(|<style|light-dark", written)
    assert f'fill="{colour("surface", theme)}"' in written
    for mark, element in zip(drawing.marks, list(root)[2:], strict=True):
        assert {"fill", "stroke"} & set(element.keys()), mark
    page = charts.svg(drawing, "Told & said")
    assert 'role="img" aria-label="Told &amp; said"' in page
    assert "style=" not in page
    assert "#" not in page, "colours of a page come from its sheet"


def test_every_class_of_a_mark_is_in_the_sheet() -> None:
    used = {css for spec in SPECS.values() for width in WIDTHS for mark in draw(spec, width).marks for css in mark.css.split()}
    assert len(used) > 40
    assert [css for css in sorted(used) if not attributes(css, "light", text=False) and css not in ("b-1",)] == []
    assert ("fill", "#1c4a9e") in attributes("f-1", "light", text=False)
    assert ("fill", "#5284dd") in attributes("f-1", "dark", text=False)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_numbers_within_bars_can_be_read(theme: Theme) -> None:
    for tone, ink in INK.items():
        ground, text = dict(attributes(f"f-{tone}", theme, text=False))["fill"], dict(attributes(ink, theme, text=True))["fill"]
        assert contrast(text, ground) >= 4.5, (tone, text, ground)


def test_curves_stand_on_zero_and_gaps_are_not_joined() -> None:
    drawing = draw(plot([10, 20, None, 40, NAN, 30, 20], masked=MASKED), charts.WIDE)
    (area,) = drawing.plots
    paths = [mark for mark in drawing.marks if isinstance(mark, Path) and "g-line" in mark.css]
    assert [len(POINT.findall(path.d)) for path in paths] == [2, 2], "two runs of two weeks"
    lone = [mark for mark in drawing.marks if isinstance(mark, Disc) and mark.r == 3]
    assert len(lone) == 1, "a week between two gaps is a disc"
    ten = area.bottom - float(POINT.findall(paths[0].d)[0][1])
    assert area.bottom - lone[0].y == pytest.approx(4 * ten, abs=0.3), "40 is four times as high"
    assert gaps(plot([10, None], masked=MASKED)) == MASKED
    assert gaps(plot([10, 20])) == ""
    assert [row[1] for row in table(plot([10, None, 1204], masked=MASKED)).rows] == ["10", MASKED, "1,204"]


def test_the_forecast_is_a_band_with_its_median_the_naive_one_and_a_stitched_threshold() -> None:
    drawing = draw(forecast([40, 44, 47, 51]), charts.WIDE)
    classes = [css for mark in drawing.marks for css in mark.css.split()]
    for css, times in (
        ("g-fan", 1),
        ("g-mid", 1),
        ("g-naive", 1),
        ("g-mass", 1),
        ("g-reached", 1),
        ("g-low", 1),
        ("g-quad", 2),
        ("g-moment", 2),
    ):
        assert classes.count(css) == times, css
    band, median = points(drawing, "g-fan"), points(drawing, "g-mid")
    assert len(band) == 2 * len(median) == 18, "from the last known week on"
    for (x, y), (_x, high), (_y, low) in zip(median, band[:9], reversed(band[9:]), strict=True):
        assert high <= y <= low, x
    said = {text.text for text in drawing.texts}
    assert {"Forecast · 59", "8 in 10: 53 to 71", "If nothing changes · 51", "25% of the target", "today"} <= said
    head = table(forecast([40, 44])).head
    assert head[3:] == ("Forecast, low", "Forecast, median", "Forecast, high", "If nothing changes")


def test_two_plots_share_their_scale_side_by_side_or_one_under_another() -> None:
    wide, narrow = draw(SPECS["panels"], charts.WIDE), draw(SPECS["panels"], charts.NARROW)
    first, second = wide.plots
    assert (first.top, first.bottom) == (second.top, second.bottom) and first.right < second.left
    above, below = narrow.plots
    assert (above.left, above.right) == (below.left, below.right) and above.bottom < below.top
    scale = [text.text for text in wide.texts if text.anchor == "end"]
    assert scale[: len(scale) // 2] == scale[len(scale) // 2 :]


def test_stacked_bars_begin_at_zero_fill_the_whole_and_hatch_what_is_masked() -> None:
    spec = SPECS["shares"]
    drawing = draw(spec, charts.WIDE)
    (area,) = drawing.plots
    bars = [mark for mark in drawing.marks if isinstance(mark, Rect) and "g-part" in mark.css]
    assert len(bars) == 2, "a column is masked, another has nobody"
    assert bars[0].y + bars[0].height == area.bottom
    assert bars[1].y == area.top
    assert bars[1].height == pytest.approx(3 * bars[0].height, abs=0.3)
    assert sum("g-masked" in mark.css for mark in drawing.marks) == 1
    assert table(spec).rows[0][1:] == ("1 (25%)", "3 (75%)")
    assert table(spec).rows[1][1] == MASKED


def test_growth_accounting_stands_above_and_below_zero() -> None:
    drawing = draw(charts.Flows(mondays(2), [10, 5], [5, 5], [15, 0], [90, 100]), charts.WIDE)
    new, returned, left = ([m for m in drawing.marks if isinstance(m, Rect) and m.css == f"g-part f-{tone}"] for tone in "134")
    assert new[0].y + new[0].height == left[0].y == new[1].y + new[1].height, "all on the line of zero"
    assert returned[0].y + returned[0].height == new[0].y
    assert left[0].height == pytest.approx(new[0].height + returned[0].height, abs=0.3)
    assert len(left) == 1, "nobody left in the second"
    assert "Kept · 100" in {text.text for text in drawing.texts}


def test_the_matrix_shades_by_share_and_says_what_it_hides() -> None:
    shades = [mark.css for mark in draw(SPECS["quadrants"], charts.WIDE).marks if isinstance(mark, Rect)]
    assert shades == ["h0-r", "h2-r", "h4-r", "h2-r"]
    hidden = draw(SPECS["masked quadrants"], charts.WIDE)
    said = [text.text for text in hidden.texts]
    assert MASKED in said and not any("%" in text for text in said), "shares of a total would tell what is hidden"
    assert table(SPECS["masked quadrants"]).rows[1] == ("B", MASKED, "—")


def test_bubbles_have_the_area_of_their_size_and_closed_ones_are_squares() -> None:
    few = [charts.Bubble("Large", 0.3, 3, 400), charts.Bubble("Quarter", 0.1, 1, 100), charts.Bubble("Shut", 0.2, 2, 400, closed=True)]
    drawing = draw(charts.Bubbles("Rate", "Replies", few), charts.WIDE)
    large, quarter = (mark for mark in drawing.marks if isinstance(mark, Disc))
    assert large.r == pytest.approx(2 * quarter.r)
    assert large.x > quarter.x and large.y < quarter.y
    (shut,) = (mark for mark in drawing.marks if isinstance(mark, Rect) and mark.css == "g-pt-closed")
    assert shut.width * shut.height == pytest.approx(math.pi * large.r**2, rel=0.02)
    assert {"Large", "Quarter", "Shut"} <= {text.text for text in drawing.texts}
    assert gaps(charts.Bubbles("x", "y", [charts.Bubble("Hidden", None, 1, 3)], masked=MASKED)) == MASKED


def test_shaded_tables_print_their_numbers_and_hatch_what_is_masked() -> None:
    shown = grid(SPECS["heat"])
    assert shown is not None
    assert [(cell.text, cell.level) for row in shown.rows for cell in row.cells] == [("3", 3), ("80", 5), ("—", None), ("1", 1)]
    assert shown.rows[1].cells[0].reason == shown.masked == MASKED
    triangle = grid(SPECS["cohorts"])
    assert triangle is not None
    assert [[cell.text for cell in row.cells] for row in triangle.rows] == [
        ["42", "100%", "50%", "25%"], ["—", "—", "—", ""], ["8", "100%", "", ""],
    ]  # fmt: skip
    assert [cell.empty for cell in triangle.rows[2].cells] == [False, False, True, True]
    assert grid(SPECS["plot"]) is None


def test_the_key_of_a_heat_map_covers_its_numbers_without_overlap() -> None:
    values = [[0, 1, 2, 5, 9, 14, 30, 55, 120]]
    shown = grid(charts.Heat("Unit", ["All"], list("abcdefghi"), values))
    assert shown is not None
    assert [step.text for step in shown.key] == ["0", "1 to 4", "5 to 10", "11 to 25", "26 to 47", "48 and more"] or shown.key[
        0
    ].text == "0"
    levels = [cell.level for cell in shown.rows[0].cells]
    assert levels[0] == 0 and levels[-1] == 5
    assert levels == sorted(level for level in levels if level is not None)


def test_survival_falls_in_steps_from_one_to_the_end_of_the_data() -> None:
    drawing = draw(SPECS["survival"], charts.WIDE)
    (area,) = drawing.plots
    stairs = points(drawing, "g-line")
    assert stairs[0] == (area.left, area.top)
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(stairs)), "level, then down"
    assert stairs[-1][0] == pytest.approx(area.left + area.width * 20 / 24, abs=0.1)
    hollow = [mark for mark in drawing.marks if isinstance(mark, Disc) and mark.css == "g-hollow"]
    assert [mark.y for mark in hollow] == pytest.approx([area.top + 0.5 * area.height, area.top + 0.7 * area.height], abs=0.1)


def test_intervals_that_cross_no_difference_are_grey() -> None:
    drawing = draw(SPECS["dots"], charts.WIDE)
    assert [mark.css for mark in drawing.marks if isinstance(mark, Disc)] == ["g-dot f-1", "g-dot f-ctx"]
    assert {"+12 pts", "−1 pts", "none", "← closed higher", "open higher →"} <= {text.text for text in drawing.texts}
    zero = next(mark for mark in drawing.marks if isinstance(mark, Path) and mark.css == "g-zero")
    zero_x = float(POINT.findall(zero.d)[0][0])
    first, second = (mark for mark in drawing.marks if isinstance(mark, Disc))
    assert second.x < zero_x < first.x


def test_bars_begin_at_zero_in_proportion() -> None:
    drawing = draw(SPECS["bars"], charts.WIDE)
    (area,) = drawing.plots
    longest, half = (mark for mark in drawing.marks if isinstance(mark, Rect) and mark.css in ("f-1", "f-2"))
    assert longest.x == half.x == area.left
    assert longest.width == pytest.approx(2 * half.width, abs=0.2)
    assert MASKED in {text.text for text in drawing.texts}


def test_a_figure_says_its_finding_and_gives_its_data() -> None:
    told = count("Ten people came.", 10)
    figure = Chart("curve", "Ten came", told, plot([1, None], masked=MASKED), note="A landmark.", half=True)
    page = render_to_string("adoption/_chart.html", {"chart": figure})
    assert page.count("<svg") == 2 and page.count('aria-label="Ten people came."') == 2
    assert f'viewBox="0 0 {charts.HALF} ' in page and f'viewBox="0 0 {charts.NARROW} ' in page
    for words in ('<h2 class="chart-h">Ten came</h2>', f"Gaps: {MASKED}.", "A landmark.", 'tabindex="0" role="region"', "<details"):
        assert words in page, words
    assert page.count("<tr>") == 3
    shaded = render_to_string("adoption/_chart.html", {"chart": Chart("heat", "Quality leads", told, SPECS["heat"])})
    assert "<svg" not in shaded and "<details" not in shaded, "the table is the drawing"
    assert re.search(rf'<td class="masked"><span aria-hidden="true">—</span><span class="sr">{MASKED}</span></td>', shaded)
    assert '<td class="h5">80</td>' in shaded


def test_a_sparkline_is_a_shape_with_words() -> None:
    line = Sparkline(charts.Spark([3, None, 5, 8]))
    assert line.text == "from 3 to 8"
    assert 'class="spark"' in line.svg and 'aria-label="from 3 to 8"' in line.svg
    assert Sparkline(charts.Spark([None])).text == "No data yet"


EMPTY: list[object] = [
    plot([]), plot([None, NAN]), charts.Panels([]), charts.Stacks([], []), charts.Stacks(["A"], [charts.Part("x", [None])]),
    charts.Flows([], [], [], []), charts.Bubbles("x", "y", []), charts.Heat("Unit", [], [], []), charts.Cohorts([], [], []),
    charts.Survival("Months", []), charts.Lorenz([]), charts.Dots([]), charts.Pairs("a", "b", []), charts.Bars([]),
]  # fmt: skip


@pytest.mark.parametrize("spec", EMPTY, ids=lambda spec: type(spec).__name__)
def test_where_there_is_nothing_it_says_so(spec: object) -> None:
    for width in WIDTHS:
        drawing = draw(spec, width)
        assert [text.text for text in drawing.texts] == ["No data yet"]
        inside(drawing)
    assert table(spec).rows is not None


numbers = st.one_of(st.none(), st.just(NAN), st.just(math.inf), st.just(0.0), st.floats(0, 1e6), st.floats(0, 1), st.integers(0, 400))
series = st.lists(numbers, min_size=1, max_size=60) | st.builds(lambda v: [v] * 300, st.integers(0, 10**6))


@settings(max_examples=30, deadline=None)
@given(series, st.sampled_from(WIDTHS))
def test_curves_of_any_values_stay_in_place(values: list[float | None], width: int) -> None:
    for spec in (plot(values, threshold=30, threshold_text="25% of the target"), forecast(values)):
        drawing = draw(spec, width)
        inside(drawing)
        clear(drawing)
        (area,) = drawing.plots
        for x, y in points(drawing, "g-line"):
            assert area.left <= x <= area.right and area.top - 0.1 <= y <= area.bottom + 0.1
        ElementTree.fromstring(svg_file(drawing))
    assert len(table(plot(values)).rows) == len(values)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(numbers, numbers, numbers, numbers), min_size=1, max_size=40), st.sampled_from(WIDTHS))
def test_bars_of_any_values_stay_in_place(rows: list[tuple[float | None, ...]], width: int) -> None:
    new, returned, left, kept = (list(column) for column in zip(*rows, strict=True))
    names = [f"m{i}" for i in range(len(rows))]
    parts = [charts.Part("New people", new, "1"), charts.Part("Returned", returned, "2"), charts.Part("Left", left, "ctx")]
    specs: list[object] = [
        charts.Flows(mondays(len(rows)), new, returned, left, kept), charts.Stacks(names, parts), charts.Stacks(names, parts, share=True),
        charts.Bars([charts.Bar(name, value) for name, value in zip(names, new, strict=True)]),
        charts.Heat("Unit", names, ["a", "b", "c", "d"], rows), charts.Spark(new),
    ]  # fmt: skip
    for spec in specs:
        drawing = draw(spec, width)
        inside(drawing)
        clear(drawing)
        assert table(spec).rows


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(numbers, numbers, numbers, st.booleans()), min_size=1, max_size=30),
    st.lists(st.tuples(*[st.one_of(st.none(), st.floats(-1, 1), st.just(NAN))] * 3), min_size=1, max_size=12),
    st.sampled_from(WIDTHS),
)
def test_places_of_any_values_stay_in_place(
    bubbles: list[tuple[float | None, float | None, float | None, bool]],
    dots: list[tuple[float | None, float | None, float | None]],
    width: int,
) -> None:
    placed = [charts.Bubble(f"Community {i}", x, y, size or 0, closed) for i, (x, y, size, closed) in enumerate(bubbles)]
    specs: list[object] = [
        charts.Bubbles("Rate", "Replies", placed, x_unit="number", split=(0.2, 3), corners=("a", "b", "c", "d")),
        charts.Dots([charts.Dot(f"Effect {i}", a, b, c) for i, (a, b, c) in enumerate(dots)], left="closed", right="open"),
        charts.Pairs("closed", "open", [charts.Pair(f"Median {i}", a, b) for i, (a, b, _c) in enumerate(dots)]),
    ]
    for spec in specs:
        drawing = draw(spec, width)
        inside(drawing)
        clear(drawing)
        assert table(spec).rows


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(10, 40)), max_size=7))
def test_labels_are_moved_apart_within_their_room(labels: list[tuple[float, float]]) -> None:
    heights = [height for _middle, height in labels]
    placed = apart([middle for middle, _height in labels], heights, 0, 300)
    edges = sorted((p - h / 2, p + h / 2) for p, h in zip(placed, heights, strict=True))
    assert all(low[1] <= high[0] + 1e-6 for low, high in pairwise(edges))
    if edges:
        assert edges[0][0] >= -1e-6 and edges[-1][1] <= max(300, sum(heights)) + 1e-6


def test_lanes_ticks_and_texts() -> None:
    assert lanes([(0, 50), (40, 90), (70, 120)], gap=8) == [0, 1, 0]
    assert axis((0, 1204), (0, 1), "count").ticks == (0, 200, 400, 600, 800, 1000, 1200, 1400)
    assert axis((0, 2), (0, 1), "count").ticks == (0, 1, 2)
    assert measure("W", 12) > measure("m", 12) > measure("é", 12) == measure("e", 12) > measure("i", 12)
    assert fit("a long name of a unit", 60, 12).endswith("…")
    assert measure(fit("a long name of a unit", 60, 12), 12) <= 60
    assert wrap("one two three four", 60, 12) == ("one two", "three four")
