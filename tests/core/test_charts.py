"""The series of the charts are those of the projects that a report is about."""

from datetime import date

from zqtrack.core.charts import chart_series
from zqtrack.core.filters import parse_filter
from zqtrack.core.project import Project, Stage, moment_from
from zqtrack.core.report import Source, ask, build_report, seen_by
from zqtrack.core.settings import Settings

DAY = date(2024, 3, 3)


def project(id_: str, district: str, signed: str, supplied: str) -> Project:
    actual = {Stage.SIGNED: moment_from(signed), Stage.LAND_SUPPLIED: moment_from(supplied)}
    return Project(id=id_, name=id_, district=district, actual=actual)


def test_only_projects_that_the_filter_selects_are_in_the_series() -> None:
    projects = [
        *(project(f"a{n}", "Sihui", "2024-01-01", f"2024-01-{n:02}") for n in range(10, 16)),
        project("b", "Gaoyao", "2024-01-01", "2024-01-02"),
    ]
    question = ask(parse_filter(["district=Sihui"]), None, None, None, DAY)
    settings = Settings()
    report = build_report(projects, settings, Source("Office", 7, 0), question)
    series = chart_series(seen_by(projects, settings, question), report)
    assert [one.surely[-1] for one in series.flow.stages] == [6, 6, 0, 0, 0]
    # Of signed to land-supplied six tell, of the other pairs none.
    assert [(one.times.start, one.times.end) for one in series.curves] == [
        (Stage.SIGNED, Stage.LAND_SUPPLIED)
    ]
    assert [(place.standing, len(place.waiters)) for place in series.waiting] == [
        ("land-supplied", 6)
    ]
