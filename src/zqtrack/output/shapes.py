"""Small drawings beside the numbers, each with a meaning that does not need its colour."""

from collections.abc import Sequence
from functools import lru_cache

from zqtrack.core.lights import Light
from zqtrack.core.project import STAGES, Mark, Project
from zqtrack.language import _
from zqtrack.output.document import Line, Span, Style

_LIGHTS: dict[Light, tuple[str, Style]] = {
    Light.RED: ("▲", "bad"),
    Light.YELLOW: ("◆", "warn"),
    Light.GREEN: ("●", "good"),
    Light.GREY: ("○", "quiet"),
}
_EIGHTHS = " ▏▎▍▌▋▊▉"
_HEIGHTS = " ▁▂▃▄▅▆▇█"
_MOST_COLUMNS = 36
_NOT_APPLICABLE = Mark.NOT_APPLICABLE


def light_sign(light: Light) -> Line:
    """Draw a light: a shape and its name, so that it reads without colour."""
    return _light_sign(light, _(light))


def stage_bar(project: Project) -> Line:
    """Draw the five stages: ■ reached, – not applicable, □ not reached; × where it left before."""
    marks = "".join(
        [
            "□" if moment is None else "–" if moment is _NOT_APPLICABLE else "■"
            for moment in map(project.actual.get, STAGES)
        ]
    )
    return _stage_bar(marks, project.withdrawn is not None)


def bar(share: float, columns: int) -> Line:
    """Draw a share of 0 to 1 as a bar of at most so many columns, to an eighth of a column."""
    eighths = round(min(max(share, 0), 1) * columns * 8)
    full, rest = divmod(eighths, 8)
    return (Span("█" * full + _EIGHTHS[rest].strip(), "bar"),)


def sparkline(counts: Sequence[int]) -> Line:
    """Draw counts as columns of eighths, · for none; nothing where there are more than 36."""
    if len(counts) > _MOST_COLUMNS:
        return ()
    most = max(counts, default=0)
    heights = (_HEIGHTS[-(-count * 8 // most)] if count else "·" for count in counts)
    return (Span("".join(heights), "bar"),)


@lru_cache(maxsize=8)
def _light_sign(light: Light, name: str) -> Line:
    sign, style = _LIGHTS[light]
    return (Span(f"{sign} {name}", style),)


@lru_cache(maxsize=512)
def _stage_bar(marks: str, withdrawn: bool) -> Line:
    if withdrawn:
        return (Span(marks.replace("□", "×"), "bad"),)
    done = marks.rstrip("□")
    return tuple(s for s in (Span(done, "stage"), Span(marks[len(done) :], "quiet")) if s.text)
