"""The program that makes the slides of a pack: `papers` runs it in a process of its own. It imports nothing of the site.

It reads the content as JSON on the standard input, each drawing that PowerPoint cannot make with its picture beside it in base64, and
writes a .pptx on the standard output. Titles are title placeholders, pictures and charts have their text, definitions are in the notes.
"""

import base64
import io
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

INK, INK_2, INK_3, BAR, ON_BAR_2 = "171C26", "454D5B", "5D6675", "16387A", "C9D6F0"
BRAND, THREAD, THREAD_SOFT, LINE, WHITE, BRAND_SOFT = "1C4A9E", "B86F06", "FBF0DC", "DDE1E6", "FFFFFF", "E6EEFB"
TONES = {"1": "1C4A9E", "2": "C37E16", "3": "3F9E93", "4": "9C4535", "5": "292E35", "ctx": "8B94A1"}
FONT = "Arial"
WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.7  # inches
LONG = 24  # characters of a number that is said in words
TITLE_ONLY = 5
NAMES = 8  # under an axis


class Deck:
    """The slides as they come; sizes are in inches and points."""

    def __init__(self, content: dict[str, Any]) -> None:
        from pptx import Presentation
        from pptx.util import Inches

        self.content, self.words = content, content["labels"]
        self.lang = "fr-FR" if content["language"] == "fr" else "en-GB"
        self.made = Presentation()
        self.made.slide_width, self.made.slide_height = Inches(WIDTH), Inches(HEIGHT)
        about = self.made.core_properties
        about.title, about.author, about.language = content["title"], content["organisation"] or "Maillage", self.lang
        about.subject = f"{content['scope']}, {content['period']}"
        about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)

    def slide(self, title: str, *, colour: str = INK, size: float = 28, at: tuple[float, ...] = (EDGE, 0.45, 11.9, 0.8)) -> Any:
        slide = self.made.slides.add_slide(self.made.slide_layouts[TITLE_ONLY])
        shape = slide.shapes.title
        self._place(shape, at)
        self._write(shape.text_frame, [(title, size, colour, True)])
        return slide

    def ground(self, slide: Any, at: tuple[float, ...], colour: str, line: str = "") -> None:
        """A rectangle that says nothing."""
        from pptx.dml.color import RGBColor
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Inches, Pt

        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(each) for each in at))
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(colour)
        shape.shadow.inherit = False
        if line:
            shape.line.color.rgb, shape.line.width = RGBColor.from_string(line), Pt(0.75)
        else:
            shape.line.fill.background()

    def text(self, slide: Any, at: tuple[float, ...], lines: Sequence[tuple[str, float, str, bool]], *, gap: float = 4) -> Any:
        """Paragraphs of (text, points, colour, bold)."""
        box = slide.shapes.add_textbox(0, 0, 0, 0)
        self._place(box, at)
        self._write(box.text_frame, [line for line in lines if line[0]], gap)
        return box

    def notes(self, slide: Any, lines: list[str]) -> None:
        slide.notes_slide.notes_text_frame.text = "\n".join(line for line in lines if line)

    def _place(self, shape: Any, at: tuple[float, ...]) -> None:
        from pptx.util import Inches

        shape.left, shape.top, shape.width, shape.height = (Inches(each) for each in at)

    def _write(self, frame: Any, lines: list[tuple[str, float, str, bool]], gap: float = 4) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
        from pptx.util import Pt

        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for rank, (words, size, colour, bold) in enumerate(lines):
            paragraph = frame.paragraphs[0] if rank == 0 else frame.add_paragraph()
            paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(gap)
            run = paragraph.add_run()
            run.text = words
            font = run.font
            font.size, font.bold, font.name, font.color.rgb = Pt(size), bold, FONT, RGBColor.from_string(colour)
            run._r.get_or_add_rPr().set("lang", self.lang)


def main() -> None:
    deck = Deck(json.load(sys.stdin.buffer))
    cover(deck)
    summary(deck)
    for item in deck.content["items"]:
        figure(deck, item)
    for story in deck.content["stories"]:
        success(deck, story)
    for first in range(0, len(deck.content["voices"]), 3):
        voices(deck, deck.content["voices"][first : first + 3])
    method(deck)
    output = io.BytesIO()
    deck.made.save(output)
    sys.stdout.buffer.write(output.getvalue())


def cover(deck: Deck) -> None:
    content = deck.content
    slide = deck.slide(content["title"], colour=WHITE, size=44, at=(EDGE, 2.3, 11.9, 1.6))
    deck.ground(slide, (0, 0, WIDTH, HEIGHT), BAR)
    slide.shapes._spTree.insert(2, slide.shapes._spTree[-1])  # behind the title
    deck.text(
        slide, (EDGE, 0.6, 11.9, 0.5), [(content["organisation"] or "Maillage", 14, WHITE, True), (deck.words["kind"], 14, ON_BAR_2, False)]
    )
    deck.text(slide, (EDGE, 4.1, 11.9, 1.2), [(content["scope"], 20, ON_BAR_2, False), (content["period"], 16, ON_BAR_2, False)])
    if content["way"] is not None:
        done, each = round(40 * content["way"]), 11.9 / 40
        for rank in range(40):
            deck.ground(slide, (EDGE + rank * each, 5.9, each - 0.06, 0.09), "F0B44C" if rank < done else "4A6399")
        deck.text(slide, (EDGE, 6.15, 11.9, 0.4), [(content["way_text"], 12, ON_BAR_2, False)])
    deck.notes(slide, [content["introduction"], f"{deck.words['data']}: {content['data_date']}. {content['made']}."])


def summary(deck: Deck) -> None:
    content, words = deck.content, deck.words
    slide = deck.slide(words["summary"])
    deck.ground(slide, (EDGE, 1.3, 11.93, 1.55), BAR)
    told = content["verdict"]
    words_of = [(content["lead"], 18, WHITE, True), (told["text"], 13, WHITE, False), (told["foot"], 10.5, ON_BAR_2, False)]
    deck.text(slide, (EDGE + 0.25, 1.45, 11.4, 1.3), words_of)
    half = (11.93 - 0.4) / 2
    if content["changes"]:
        deck.text(slide, (EDGE, 3.05, half, 0.4), [(words["changed"], 14, INK, True)])
        rows = [["", words["before"], words["after"]], *([one["name"], one["before"], one["after"]] for one in content["changes"])]
        table(deck, slide, (EDGE, 3.45, half, 0.38 * len(rows)), rows)
    deck.text(slide, (EDGE + half + 0.4, 3.05, half, 0.4), [(words["decide"], 14, INK, True)])
    lines = [line for one in content["decide"] for line in ((one["text"], 12, INK, False), (one["foot"], 10, INK_3, False))]
    deck.ground(slide, (EDGE + half + 0.4, 3.45, half, 2.1), THREAD_SOFT)
    deck.text(slide, (EDGE + half + 0.55, 3.57, half - 0.3, 1.9), lines)
    answers = content["answers"]
    for rank, (question, head, _) in enumerate(answers):
        wide = 11.93 / len(answers)
        deck.text(slide, (EDGE + rank * wide, 5.95, wide - 0.3, 1.1), [(question, 10.5, INK_3, False), (head, 13, INK, True)])
    under = [f"{question} {head}. {told['text']} {told['foot']}" for question, head, told in answers]
    deck.notes(slide, [*under, f"{words['data']}: {content['data_date']}."])


def table(deck: Deck, slide: Any, at: tuple[float, ...], rows: list[list[str]], size: float = 11) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Inches, Pt

    frame = slide.shapes.add_table(len(rows), len(rows[0]), *(Inches(each) for each in at))
    shares = (0.46, 0.27, 0.27) if len(rows[0]) == 3 else (0.7, 0.3)
    for rank, share in enumerate(shares):
        frame.table.columns[rank].width = Inches(at[2] * share)
    for y, row in enumerate(rows):
        frame.table.rows[y].height = Inches(at[3] / len(rows))
        for x, words in enumerate(row):
            cell = frame.table.cell(y, x)
            cell.margin_top = cell.margin_bottom = Pt(2)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string("F0F2F4" if y == 0 and len(row) == 3 else WHITE)
            deck._write(cell.text_frame, [(words, size, INK_3 if y == 0 and len(row) == 3 else INK, x == len(row) - 1 and y > 0)], 0)


def figure(deck: Deck, item: dict[str, Any]) -> None:
    content, words, drawn = deck.content, deck.words, item["drawn"]
    slide = deck.slide(item["name"])
    deck.text(slide, (EDGE, 0.2, 11.9, 0.3), [(f"{item['group']} · {item['question']}", 10.5, INK_3, False)])
    wide = 3.6 if drawn or item["facts"] else 11.9
    short = len(item["value"]) <= LONG
    lines = [(item["value"], 36 if len(item["value"]) < 9 else 22 if short else 16, BRAND, True), (item["interval"], 12, INK_3, False)]
    lines.append((item["reason"], 12, INK_2, False))
    if drawn:
        lines += [(drawn["title"], 15, INK, True), (drawn["said"]["text"], 12, INK_2, False), (drawn["said"]["foot"], 10, INK_3, False)]
    elif item["said"]:
        lines += [(item["said"]["text"], 13, INK, False), (item["said"]["foot"], 10, INK_3, False)]
    elif not item["facts"]:
        lines += [(words["definition"], 12, INK_3, False), (item["definition"], 15, INK, False)]
    deck.text(slide, (EDGE, 1.35, wide, 5.2), lines, gap=7)
    if drawn:
        picture(deck, slide, item, (EDGE + wide + 0.3, 1.35, 11.93 - wide - 0.3, 5.2))
    elif item["facts"]:
        rows = [list(row) for row in item["facts"]][:14]
        table(deck, slide, (EDGE + wide + 0.3, 1.4, 11.93 - wide - 0.3, min(5.1, 0.42 * len(rows))), rows, 10.5)
    owed = [f"{words['window']}: {item['window']}", f"n = {item['n'] or '—'}", f"{words['interval']}: {item['interval'] or '—'}"]
    deck.text(
        slide,
        (EDGE, 6.8, 11.9, 0.5),
        [(" · ".join(owed), 10, INK_3, False), (f"{words['data']}: {content['data_date']}", 10, INK_3, False)],
        gap=2,
    )
    notes = [
        f"{words['definition']}: {item['definition']}",
        *owed,
        f"{words['unit']}: {item['unit']}",
        f"{words['threshold']}: {item['threshold']}",
    ]
    notes += [f"{item['said']['text']} ({item['said']['foot']})"] if item["said"] else []
    notes += [f"{name}: {value}" for name, value in item["facts"]]
    deck.notes(slide, [*notes, drawn["note"] if drawn else "", f"{words['data']}: {content['data_date']}."])


def picture(deck: Deck, slide: Any, item: dict[str, Any], at: tuple[float, ...]) -> None:
    """An editable chart where there is one, else its picture, as large as the place allows."""
    from pptx.util import Inches

    drawn = item["drawn"]
    left, top, wide, high = at
    if drawn["native"]:
        shape = chart(deck, slide, drawn["native"], at)
    else:
        scale = min(wide / drawn["width"], high / drawn["height"])
        content = io.BytesIO(base64.b64decode(drawn["png"]))
        size = (Inches(drawn["width"] * scale), Inches(drawn["height"] * scale))
        shape = slide.shapes.add_picture(content, Inches(left), Inches(top), *size)
    shape._element.xpath(".//p:cNvPr")[0].set("descr", f"{drawn['title']}. {drawn['said']['text']}")


def chart(deck: Deck, slide: Any, native: dict[str, Any], at: tuple[float, ...]) -> Any:
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Inches, Pt

    kinds = {"line": XL_CHART_TYPE.LINE, "bar": XL_CHART_TYPE.BAR_CLUSTERED, "stack": XL_CHART_TYPE.COLUMN_STACKED}
    data = CategoryChartData(number_format="0%" if native["share"] else "General")
    flat = native["kind"] == "bar"
    data.categories = native["names"][::-1] if flat else native["names"]
    for line in native["lines"]:
        data.add_series(line["name"], line["values"][::-1] if flat else line["values"])
    frame = slide.shapes.add_chart(kinds[native["kind"]], *(Inches(each) for each in at), data)
    made = frame.chart
    made.font.size, made.font.name = Pt(11), FONT
    made.font.color.rgb = RGBColor.from_string(INK_2)
    made.has_title, made.has_legend = False, len(native["lines"]) > 1
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    made.value_axis.minimum_scale = 0
    made.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("E3E6EA")
    made.value_axis.format.line.fill.background()
    _thin(made, len(native["names"]))
    if native["share"]:
        made.value_axis.tick_labels.number_format, made.value_axis.tick_labels.number_format_is_linked = "0%", False
        if native["kind"] == "stack":
            made.value_axis.maximum_scale = 1
    for line, series in zip(native["lines"], made.plots[0].series, strict=True):
        colour = RGBColor.from_string(TONES[line["tone"]])
        if native["kind"] == "line":
            series.smooth = False
            series.format.line.width, series.format.line.color.rgb = Pt(2.25), colour
            if line["tone"] == "2":
                series.format.line.dash_style = MSO_LINE.DASH
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour
    if native["kind"] != "line":
        made.plots[0].gap_width = 55
    if flat:
        made.plots[0].has_data_labels = True
        made.value_axis.has_major_gridlines = False
        made.value_axis.visible = False
    return frame


def _thin(made: Any, names: int) -> None:
    """At most eight names under the axis, or they would be set aslant."""
    if names > NAMES:
        from pptx.oxml import parse_xml
        from pptx.oxml.ns import nsdecls

        axis = made.category_axis._element
        skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="{-(-names // NAMES)}"/>')
        axis.insert_element_before(skip, "c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")


def success(deck: Deck, story: dict[str, Any]) -> None:
    words = deck.words
    slide = deck.slide(story["title"])
    deck.text(slide, (EDGE, 0.2, 11.9, 0.3), [(f"{words['stories']} · {story['community']} · {story['day']}", 10.5, INK_3, False)])
    deck.ground(slide, (EDGE, 1.5, 0.06, 4.6), THREAD)
    amount = [(story["amount"], 28, BRAND, True), (story["basis"], 12, INK_3, False)] if story["amount"] else []
    deck.text(slide, (EDGE + 0.35, 1.5, 11.4, 1.2), amount)
    for rank, name in enumerate(("situation", "change")):
        deck.text(slide, (EDGE + 0.35 + rank * 5.9, 2.9, 5.5, 3), [(words[name], 12, INK_3, False), (story[name], 16, INK, False)])
    deck.text(slide, (EDGE + 0.35, 6.3, 11.4, 0.4), [(story["state"], 12, INK_2, False)])
    deck.notes(slide, [f"{words['rests']}: {story['amount']} ({story['basis']})" if story["amount"] else "", story["state"]])


def voices(deck: Deck, quotes: list[dict[str, Any]]) -> None:
    slide = deck.slide(deck.words["voices"])
    for rank, one in enumerate(quotes):
        top = 1.5 + rank * 1.85
        deck.ground(slide, (EDGE, top, 11.93, 1.65), BRAND_SOFT)
        opened, closed = ("«\u202f", "\u202f»") if deck.content["language"] == "fr" else ("“", "”")
        signed = " · ".join(part for part in (one["name"], one["about"]) if part)
        deck.text(
            slide,
            (EDGE + 0.25, top + 0.15, 11.4, 1.4),
            [(f"{opened}{one['quote']}{closed}", 16, "17408C", False), (signed, 12, INK_2, True)],
        )
    deck.notes(slide, [deck.content["method"][-1]])


def method(deck: Deck) -> None:
    slide = deck.slide(deck.words["method"])
    deck.text(slide, (EDGE, 1.4, 11.93, 5.5), [(line, 13, INK, False) for line in deck.content["method"]], gap=9)
    deck.notes(slide, [f"{deck.words['data']}: {deck.content['data_date']}. {deck.content['made']}."])


if __name__ == "__main__":
    main()
