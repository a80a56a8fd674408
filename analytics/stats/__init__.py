"""Statistics that do not lie: pure arithmetic on sums; knows no Django, no clock and no table.

What others call, each in the file named for its idea (data.py says what goes in and comes out):

analysing.analyse(design: Design, cells: Cells, looks: Looks | None = None, *, is_look: bool = True,
                  is_last: bool = False,
                  counts: Cells | None = None) -> Analysis
    Who is better, by how much, how sure. `counts`: all exposed units for the split check, where
    `cells` hold matured or measurable ones only.
segments.by_segment(design: Design, cells: Mapping[SegmentName, Cells]) -> Segments
guarding.balance(design: Design, cells: Cells) -> Balance
guarding.harm(design: Design, guardrail: str, cells: Cells, *, arm: int,
              margin: float = 0.0) -> Harm
deciding.decide(analysis: Analysis, *, days: int, harms: Iterable[Harm] = ()) -> Verdict
forecasting.forecast(analysis: Analysis, arm: int, looks: Sequence[PastLook] = (), *,
                     units_per_day: float = 0.0) -> Forecast
planning.plan(question: Question) -> Plan
bandit.next_weights(design: Design, cells: Cells) -> tuple[int, ...]     basis points, sum 10,000
lean.compare_many(pairs: Iterable[tuple[Cell, Cell]], ...) -> list[Quick]     thousands at once
"""
