"""Rows say of projects what is said of each, however they are kept."""

import marshal
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from operator import eq
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.columns import BY_NAME, Column, View, rank
from zqtrack.core.facts import derived
from zqtrack.core.filters import parse_filter
from zqtrack.core.lights import Limits
from zqtrack.core.period import Period, parse_period
from zqtrack.core.project import (
    Kind,
    Mark,
    Moment,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
    moment_from,
    seen_on,
)
from zqtrack.core.rows import Part, Rows, in_order, part_of, part_when_asked
from zqtrack.ledger.packing import pack
from zqtrack.output.layout import PLAIN, lay_out
from zqtrack.output.listing import listing, summary
from zqtrack.output.records import csv_of, csv_text, full_record_of, json_of, json_rows, record_of

DAY = date(2024, 3, 3)

texts = st.sampled_from(["Sihui", "sihui", "四会", "=1", "a; b", '"', "\x1b", "x" * 40])
stages = st.sampled_from(list(Stage))
periods: st.SearchStrategy[Period] = st.sampled_from(
    ["2023-05-01", "2024-03-02", "2024-03-03", "2024-03-04", "2024-03", "2024", "2024-Q2", "2030"]
).map(parse_period)
moments: st.SearchStrategy[Moment] = periods | st.sampled_from(list(Mark))
projects = st.builds(
    Project,
    id=st.text("ab-1", min_size=1, max_size=3),
    name=texts,
    company=st.none() | texts,
    kind=st.none() | st.sampled_from(list(Kind)),
    investment=st.none() | st.integers(0, 2**40),
    land_mu=st.sampled_from([None, 0, -0.0, 120, 120.0, 0.5]),
    high_tech=st.none() | st.booleans(),
    lists=st.lists(texts, max_size=2).map(tuple),
    actual=st.dictionaries(stages, moments),
    planned=st.dictionaries(stages, periods, max_size=3),
    replanned=st.lists(st.builds(Replanned, stage=stages, to=periods, on=periods), max_size=2).map(
        tuple
    ),
    problems=st.lists(
        st.builds(
            Problem,
            title=texts,
            raised=periods,
            due=st.none() | periods,
            closed=st.none() | periods,
        ),
        max_size=3,
    ).map(tuple),
    notes=st.lists(st.builds(Note, on=periods, text=texts), max_size=2).map(tuple),
    withdrawn=st.none() | st.builds(Withdrawal, on=periods),
)
several = st.lists(projects, max_size=6, unique_by=lambda project: project.id)
days = st.sampled_from(
    [date(2022, 1, 1), date(2024, 3, 2), DAY, date(2024, 3, 4), date(2031, 1, 1)]
)
limits = st.builds(Limits, soon=st.sampled_from([0, 30]), problem_late=st.sampled_from([0, 30]))
terms = st.lists(
    st.sampled_from(
        [
            *("stage=started", "stage<completed", "light=red,grey", "age>0", "since~2024-03"),
            *("si", "kind=new", "kind!=", "land-mu=120", "lists~sihui"),
            *("open>0", "slip>0", "planned-started<2025", "signed=unknown", "signed>=2024-03"),
            *("next-stage=signed", "next-planned!=", "withdrawn=", "investment<5", "name=四会"),
        ]
    ),
    max_size=2,
)


def project(
    id_: str,
    actual: Mapping[str, str] | None = None,
    planned: Mapping[str, str] | None = None,
    **values: Any,
) -> Project:
    return Project(
        id=id_,
        name=values.pop("name", "Plant"),
        actual={Stage(stage): moment_from(text) for stage, text in (actual or {}).items()},
        planned={Stage(stage): parse_period(text) for stage, text in (planned or {}).items()},
        **values,
    )


def rows_of(*parts: Sequence[Project]) -> Rows:
    return Rows([part_of(part) for part in parts], DAY, Limits())


def ids(rows: Rows) -> list[str]:
    return list(rows.values(BY_NAME["id"]).each())


def order(projects: list[Project], name: str, *, backwards: bool = False) -> list[str]:
    return ids(in_order(rows_of(projects), BY_NAME[name], backwards=backwards))


def test_what_is_unknown_comes_last_either_way() -> None:
    projects = [project("c", investment=1), project("b"), project("a", investment=2), project("d")]
    assert order(projects, "investment") == ["c", "a", "b", "d"]
    assert order(projects, "investment", backwards=True) == ["a", "c", "b", "d"]


def test_equal_ones_come_in_the_order_of_ids_either_way() -> None:
    projects = [project("b", tax=1), project("a", tax=1), project("c", tax=0)]
    assert order(projects, "tax") == ["c", "a", "b"]
    assert order(projects, "tax", backwards=True) == ["a", "b", "c"]


def test_texts_are_sorted_whether_in_upper_or_lower_case() -> None:
    projects = [project("1", name="b"), project("2", name="C"), project("3", name="A")]
    assert order(projects, "name") == ["3", "1", "2"]


def test_stages_are_sorted_as_projects_pass_them() -> None:
    projects = [
        project("a", withdrawn=Withdrawal(on=parse_period("2024"))),
        project("b", actual={"completed": "2023"}),
        project("c"),
        project("d", actual={"signed": "2023"}),
    ]
    assert order(projects, "stage") == ["c", "d", "b", "a"]


def test_lights_are_sorted_with_the_most_worrying_first() -> None:
    promised = {"a": "2025", "b": "2024-03-10", "c": "2023"}
    projects = [
        project("d"),
        *(project(id_, planned={"signed": on}) for id_, on in promised.items()),
    ]
    assert order(projects, "light") == ["c", "b", "a", "d"]


def test_dates_are_sorted_by_their_first_day_then_their_last() -> None:
    signed = {"a": "2023-05", "b": "2023", "c": "2023-01", "d": "unknown", "e": "n/a"}
    projects = [project(id_, actual={"signed": on}) for id_, on in signed.items()]
    assert order(projects, "signed") == ["c", "b", "a", "d", "e"]


def test_flags_and_lists_are_sorted_too() -> None:
    projects = [project("a", high_tech=True), project("b", high_tech=False), project("c")]
    assert order(projects, "high_tech") == ["b", "a", "c"]
    projects = [project("a", lists=("b",)), project("b"), project("c", lists=("a", "z"))]
    assert order(projects, "lists") == ["c", "a", "b"]


def test_parts_are_put_in_the_order_of_ids() -> None:
    rows = rows_of([project("b"), project("d")], [], [project("c"), project("a")])
    assert len(rows) == 4
    assert ids(rows) == ["b", "d", "c", "a"]
    assert ids(in_order(rows, BY_NAME["id"])) == ["a", "b", "c", "d"]
    assert ids(in_order(rows, BY_NAME["id"], backwards=True)) == ["d", "c", "b", "a"]
    assert ids(in_order(rows, BY_NAME["id"]).at([2, 0]).at([1])) == ["a"]


def test_equal_numbers_are_told_as_they_were_written() -> None:
    rows = rows_of([project("a", land_mu=120), project("b", land_mu=120.0), project("c")])
    assert list(map(repr, rows.values(BY_NAME["land_mu"]).each())) == ["120", "120.0", "None"]


def test_what_is_the_same_is_worked_out_once() -> None:
    rows = rows_of([project(id_, district="Sihui") for id_ in "abc"], [project("d")])
    asked = []

    def ask(district: str | None, day: date, limits: Limits) -> str:
        asked.append((district, day, limits))
        return str(district)

    seen = rows.seen(BY_NAME["district"].fact, ask)
    assert list(seen.each()) == ["Sihui"] * 3 + ["None"]
    assert asked == [("Sihui", DAY, Limits()), (None, DAY, Limits())]


def test_projects_are_chosen_by_any_of_several_columns() -> None:
    rows = rows_of(
        [project("a", park="x"), project("b", product="x"), project("c")],
        [project("d", park="y", product="x")],
        [project("e")],
    )
    chosen = rows.where((BY_NAME["park"], BY_NAME["product"]), partial(eq, "x"))
    assert ids(chosen) == ["a", "b", "d"]
    assert ids(chosen.where((BY_NAME["park"],), partial(eq, "x"))) == ["a"]
    assert len(chosen.where((BY_NAME["park"],), partial(eq, "z"))) == 0
    assert len(rows) == 5


def test_what_is_the_same_on_every_day_asks_for_no_earlier_project() -> None:
    later = project("a", {"signed": "2025"}, district="Sihui")
    made: list[Project] = []

    def make() -> list[Project]:
        made.append(seen_on(later, DAY))
        return made

    part = part_when_asked(make, part_of([later]))
    rows = Rows([part], DAY, Limits())
    assert len(rows.where([BY_NAME["district"]], partial(eq, "Gaoyao"))) == 0
    chosen = rows.where([BY_NAME["district"]], partial(eq, "Sihui"))
    assert ids(chosen) == ["a"]
    assert made == []
    assert list(chosen.values(BY_NAME["stage"]).each()) == ["prospect"]
    assert list(chosen.values(BY_NAME["signed"]).each()) == [None]
    assert len(made) == 1


def test_rows_of_each_item_can_be_counted() -> None:
    rows = rows_of([project("a", tax=1), project("b"), project("c", tax=1)])
    assert rows.values(BY_NAME["tax"]).counts() == {1: 2, None: 1}


def as_kept(seen: Sequence[Project]) -> Part:
    """Give projects as they come out of an index."""
    return Part(marshal.loads(marshal.dumps(pack(seen) | derived(seen))))  # noqa: S302 - our own


def sorted_one_by_one(views: list[View], column: Column, *, backwards: bool) -> list[View]:
    ranked = [(rank(column.value(view), column.type), view) for view in views]
    known = [pair for pair in ranked if pair[0] is not None]
    known.sort(key=lambda pair: pair[1].project.id)
    known.sort(key=lambda pair: pair[0], reverse=backwards)
    unknown = [view for ranked_, view in ranked if ranked_ is None]
    return [view for _, view in known] + sorted(unknown, key=lambda view: view.project.id)


@given(several, days, limits, terms, st.sampled_from(list(BY_NAME.values())), st.booleans())
def test_rows_are_what_their_projects_are_one_by_one(
    told: list[Project],
    day: date,
    lights: Limits,
    asked: list[str],
    by: Column,
    backwards: bool,
) -> None:
    seen = [seen_on(one, day) for one in told]
    wanted = parse_filter(asked)
    views = [View(one, day, lights) for one in seen]
    views = [view for view in views if wanted.matches(view)]
    views = sorted_one_by_one(views, by, backwards=backwards)
    half = len(seen) // 2
    kept = Rows([as_kept(seen[:half]), part_of(seen[half:])], day, lights)
    rows = in_order(wanted.choose(kept), by, backwards=backwards)
    for column in BY_NAME.values():
        values = [column.value(view) for view in views]
        assert list(map(repr, rows.values(column).each())) == list(map(repr, values))
    assert "".join(json_of(rows)) == json_rows(map(full_record_of, views))
    columns = tuple(BY_NAME.values())
    records = [record_of(view, columns) for view in views]
    assert "".join(json_of(rows, columns)) == json_rows(records)
    assert "".join(csv_of(rows, columns)) == csv_text(list(BY_NAME), records)


@given(several, days, limits, st.sampled_from(list(BY_NAME.values())))
def test_a_listing_of_many_shows_of_each_what_one_of_it_alone_does(
    told: list[Project], day: date, lights: Limits, by: Column
) -> None:
    seen = sorted((seen_on(one, day) for one in told), key=lambda one: one.id)
    rows = Rows([as_kept(seen)], day, lights)
    for columns in ((), tuple(BY_NAME.values())):
        lines = list(lay_out(tuple(listing(rows, columns)), None, PLAIN))
        alone = [listing(Rows([part_of([one])], day, lights), columns) for one in seen]
        cells = [list(lay_out(tuple(one), None, PLAIN))[1].split() for one in alone]
        assert [line.split() for line in lines[1:]] == cells
        grouped = list(lay_out(tuple(listing(rows, columns, by)), None, PLAIN))
        assert {*map(tuple, cells)} <= {tuple(line.split()) for line in grouped}
    counts = [summary(Rows([part_of([one])], day, lights)).split()[-1] for one in seen]
    assert all(light in summary(rows) for light in counts)
