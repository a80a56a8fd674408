"""The charts of a test: what is drawn where, and that nobody's name breaks them."""

import re
from xml.etree import ElementTree

import pytest
from django.utils.html import conditional_escape

from desk.experiments import charts, drawing, forest, intervals, strips
from desk.experiments.case import Case
from desk.experiments.drawing import Scale
from desk.experiments.figures import Measure
from tests.factories.standings import NINE, Made, make_standing

SVG = "{http://www.w3.org/2000/svg}"


def case_of(made: Made) -> Case:
    measure = Measure.of(made.standing, made.experiment.unit, "en")
    case = Case.of(made.experiment, made.standing, measure)
    assert case is not None
    return case


def parsed(pictures: str) -> list[ElementTree.Element]:
    """Both forms of a chart, as a browser would read them: well formed or not at all."""
    return list(ElementTree.fromstring(f"<div>{pictures}</div>"))  # noqa: S314 -- our own words


def words(picture: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter("text")]


@pytest.fixture
def nine() -> Made:
    return make_standing(NINE, looks=[(0.006, -0.037, 0.05), (0.014, -0.007, 0.035)])


def test_a_scale_ends_on_whole_ticks_and_holds_zero() -> None:
    scale = Scale.over(1.2, 4.7, left=0, right=100)

    assert scale.ticks[0] == 0
    assert scale.ticks[-1] == 5
    assert scale.at(0) == 0
    assert scale.held(99) == 100


def test_a_scale_of_nothing_is_still_one() -> None:
    assert Scale.over(0, 0, left=0, right=10).ticks


def test_the_zero_line_today_the_past_and_the_dashed_future_are_drawn(nine: Made) -> None:
    chart = charts.how_sure(case_of(nine), nine.looks)[0].chart
    wide, narrow = parsed(chart or "")

    assert words(wide).count("0") == 1
    assert {"Today", "10 Nov, look 2", "29 Oct, look 1", "A better", "B better"} <= set(words(wide))
    dashed = [line for line in wide.iter("line") if line.get("stroke-dasharray")]
    assert len(dashed) == len(nine.standing.looks_ahead) > 0
    assert words(narrow)[-1] == words(wide)[-1] == "if it stays so"


def test_the_chart_says_its_finding_to_who_cannot_see_it(nine: Made) -> None:
    chart = charts.how_sure(case_of(nine), nine.looks)[0].chart

    assert parsed(chart or "")[0].findtext("title") == (
        "Clicks per 100 orders, B minus A: today +1.2, between −0.1 and +2.6."
    )


def test_a_look_of_today_is_not_told_twice(nine: Made) -> None:
    for look in nine.looks[-1:]:
        look.at = nine.standing.at

    wide = parsed(charts.how_sure(case_of(nine), nine.looks)[0].chart or "")[0]

    assert "Today, look 2" in words(wide)
    assert not [said for said in words(wide) if said.endswith("Nov, look 2")]


def test_an_interval_beyond_the_picture_ends_in_an_arrow() -> None:
    plot = intervals.Plot(
        today=intervals.Bar("Today", 1, 0, 2, ""),
        past=[intervals.Bar("First", 1, -400, 400, "")],
        future=[],
        finding="",
        control="A",
        treatment="B",
        tick=str,
    )

    wide = parsed(intervals.drawn(plot))[0]

    assert len(list(wide.iter("path"))) == 2
    ends = [float(line.get("x2", "0")) for line in wide.iter("line")]
    assert max(ends) <= 562


def test_of_what_is_better_low_the_sides_change(nine: Made) -> None:
    plot = intervals.Plot(
        today=intervals.Bar("Today", -1, -2, 1, ""),
        past=[],
        future=[],
        finding="",
        control="A",
        treatment="B",
        tick=str,
        is_lower_better=True,
    )

    said = words(parsed(intervals.drawn(plot))[0])

    assert said.index("B better") < said.index("A better")


def test_several_variants_are_drawn_one_by_one() -> None:
    made = make_standing(
        {"Oslo": [(5000, 800), (5000, 810), (5000, 850)]}, weights=(3334, 3333, 3333)
    )

    sure = charts.how_sure(case_of(made), [])

    assert [one.title for one in sure] == ["B minus A", "C minus A"]
    assert all(one.chart for one in sure)


def test_stores_stand_heaviest_first_with_the_diamond_beneath(nine: Made) -> None:
    stores = charts.store_by_store(case_of(nine), {1: "NO", 2: "DK"})[0]
    wide, narrow = parsed(stores.chart)

    said = words(wide)
    assert said.index("Fjell & Garn") < said.index("Bølgeblik") < said.index("Redwood Pour Over")
    assert "All 9, pooled by store" in said
    assert said[-1] != ""
    assert "22,375" in said
    assert len(list(wide.iter("rect"))) == 9
    assert "22,375" not in words(narrow)
    assert "same direction" in stores.words


def test_a_store_alone_has_no_picture_of_stores() -> None:
    made = make_standing({"Oslo": [(5000, 800), (5000, 810)]})

    assert charts.store_by_store(case_of(made), {}) == []


def test_the_smallest_of_many_stores_are_counted_and_not_drawn() -> None:
    many = {f"Store {number}": [(900 - number, 150), (900, 160)] for number in range(30)}

    stores = charts.store_by_store(case_of(make_standing(many)), {})[0]

    assert len(list(parsed(stores.chart)[0].iter("rect"))) == charts.MOST_STORES
    assert stores.folded.startswith("10 more stores are in the diamond, with 33 %")


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script> & Söhne", "متجر القهوة العربية الكبير في المدينة", "清和茶" * 30],
)
def test_any_name_stands_in_the_picture_whole_or_clipped(name: str) -> None:
    made = make_standing({name: [(5000, 800), (5000, 830)], "Oslo": [(5000, 800), (5000, 810)]})

    chart = charts.store_by_store(case_of(made), {})[0].chart

    wide = parsed(chart)[0]
    shown = [text for text in wide.iter("text") if text.get("class") == "name"]
    titles = {title.text for text in shown for title in text.iter("title")}
    plain = {"".join(part.text or "" for part in text.iter("tspan")) for text in shown}
    assert name in titles | plain
    assert "<script>" not in chart


def test_a_clipped_name_is_shorter_in_chinese_than_in_latin() -> None:
    latin, chinese = drawing.clipped("Strikkebutikken " * 4, 120), drawing.clipped("清" * 40, 120)

    assert latin.endswith("…")
    assert chinese.endswith("…")
    assert len(chinese) < len(latin) < 24
    assert drawing.clipped("Oslo", 120) == "Oslo"


def test_a_store_without_an_interval_says_so() -> None:
    row = forest.Row("NO", "Oslo", None, None, None, 0.0, "3", "0 %")
    picture = forest.Forest(
        [row], 1, 0, 2, "All", "3", "100 %", "unit", "unit", "Orders", "finding", str
    )

    assert "too few yet" in words(parsed(forest.drawn(picture))[0])


def test_progress_marks_looks_between_its_ends_only() -> None:
    bar = strips.progress(0.62, [0, 0.2, 0.4, 1.0], "62 of 100 orders")

    assert len(re.findall("<b ", bar)) == 2
    assert "inline-size:62.0%" in bar
    assert str(conditional_escape("62 of 100 orders")) in bar


def test_a_share_of_nothing_is_still_seen() -> None:
    assert "flex-grow:0.02" in strips.ratio([("A", 1.0, "100 %"), ("B", 0.0, "0 %")])
