"""What moved, in a sentence and in tables; what is not sure is said to be so."""

from datetime import date

from zqtrack.core.comparison import Comparison, Issue, Moved, Reached, Turned
from zqtrack.core.lights import Light
from zqtrack.core.period import parse_period
from zqtrack.core.project import Problem, Project, Replanned, Stage
from zqtrack.output.comparison import comparison_document, comparison_record
from zqtrack.output.document import say
from zqtrack.output.layout import lay_out

SINCE, UNTIL = date(2023, 9, 23), date(2023, 9, 30)
PLANT = Project(id="plant", name="Plant")


def comparison(
    reached: tuple[Reached, ...] = (),
    found: tuple[Issue, ...] = (),
    lights: tuple[Turned, ...] = (),
    promises: tuple[Moved, ...] = (),
) -> Comparison:
    return Comparison(SINCE, UNTIL, reached, (), found, (), (), lights, promises)


def lines(found: Comparison, columns: int | None = 80) -> list[str]:
    document = comparison_document(found, (say("Ledger"),))
    return list(lay_out(document, columns, lambda span: span.text))


def reached(on: str | None, sure: bool) -> Reached:
    return Reached(PLANT, Stage.SIGNED, parse_period(on) if on else None, sure)


def test_sure_and_not_sure_are_counted_apart() -> None:
    events = (reached("2023-09-25", True), reached("2023-09", False), reached(None, False))
    assert lines(comparison(events))[2:] == [
        "1 (perhaps 2 more) signed.",
        "",
        "Reached signed: 3",
        "  on               id     project",
        "  2023-09-25       plant  Plant",
        "  2023-09 perhaps  plant  Plant",
        "  date unknown     plant  Plant",
    ]


def test_lights_that_changed_with_what_they_changed_for() -> None:
    late = Turned(PLANT, Light.YELLOW, Light.RED, ("5 days late", "road"))
    done = Turned(PLANT, Light.RED, Light.GREY, ())
    assert lines(comparison(lights=(late, done)))[2:] == [
        "2 lights changed, 1 to red.",
        "",
        "Lights that changed: 2",
        "  from      to      id     why",
        "  ◆ yellow  ▲ red   plant  5 days late; road",
        "  ▲ red     ○ grey  plant",
    ]
    assert lines(comparison(lights=(done,)))[2] == "1 light changed."
    assert comparison_record(comparison(lights=(late,)))["lights"] == [
        {"id": "plant", "from": "yellow", "to": "red", "reasons": ["5 days late", "road"]}
    ]


def test_a_problem_without_an_owner_and_a_promise_without_one_before() -> None:
    problem = Problem(title="Access road", raised=parse_period("2023-09-25"))
    again = Replanned(
        stage=Stage.STARTED, to=parse_period("2024-01"), on=parse_period("2023-09-26")
    )
    sooner = Moved(PLANT, again, parse_period("2024-02"), sure=True)
    assert lines(
        comparison(
            found=(Issue(PLANT, problem, sure=True),),
            promises=(Moved(PLANT, again, None, sure=True), sooner),
        )
    )[2:] == [
        "problems: 1 found; 2 promises moved.",
        "",
        "Problems found: 1",
        "  on          id     problem      owner",
        "  2023-09-25  plant  Access road  –",
        "",
        "Promises that moved: 2",
        "  on          id     stage    from     to       days  why",
        "  2023-09-26  plant  started  –        2024-01        –",
        "  2023-09-26  plant  started  2024-02  2024-01   -29  –",
    ]


def test_nothing_moved() -> None:
    assert lines(comparison()) == ["Ledger", "", "Nothing moved."]
