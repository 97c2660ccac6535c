"""Small drawings beside the numbers, each with a meaning that does not need its colour."""

from collections.abc import Sequence
from functools import lru_cache

from zqtrack.core.facts import STEPS
from zqtrack.core.lights import Light
from zqtrack.core.project import Project
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
_MARKS = str.maketrans({"x": "■", "-": "–", ".": "□"})


def light_sign(light: Light) -> Line:
    """Draw a light: a shape and its name, so that it reads without colour."""
    return _light_sign(light, _(light))


def stage_bar(project: Project) -> Line:
    """Draw the five stages: ■ reached, – not applicable, □ not reached; × where it left before."""
    return steps_bar(*STEPS.of(project))


@lru_cache(maxsize=512)
def steps_bar(steps: str, left: bool) -> Line:
    """Draw the five stages from ``core.facts.STEPS``: see ``stage_bar``."""
    marks = steps.translate(_MARKS)
    if left:
        return (Span(marks.replace("□", "×"), "bad"),)
    done = marks.rstrip("□")
    return tuple(s for s in (Span(done, "stage"), Span(marks[len(done) :], "quiet")) if s.text)


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
