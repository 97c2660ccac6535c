"""Small drawings beside the numbers, each with a meaning that does not need its colour."""

from zqtrack.core.lights import Light
from zqtrack.core.project import STAGES, Mark, Project
from zqtrack.output.document import Line, Span, Style

_LIGHTS: dict[Light, tuple[str, Style]] = {
    Light.RED: ("▲", "bad"),
    Light.YELLOW: ("◆", "warn"),
    Light.GREEN: ("●", "good"),
    Light.GREY: ("○", "quiet"),
}
_EIGHTHS = " ▏▎▍▌▋▊▉"


def light_sign(light: Light) -> Line:
    """Draw a light: a shape and its name's first letters, so that it reads without colour."""
    sign, style = _LIGHTS[light]
    return (Span(f"{sign} {light}", style),)


def stage_bar(project: Project) -> Line:
    """Draw the five stages: ■ reached, – not applicable, □ still ahead; × where it left."""
    marks = []
    for stage in STAGES:
        if project.actual.get(stage) is Mark.NOT_APPLICABLE:
            marks.append("–")
        else:
            marks.append("■" if project.has_reached(stage) else "□")
    bar = "".join(marks)
    if project.withdrawn:
        return (Span(bar.replace("□", "×"), "bad"),)
    done = bar.rstrip("□")
    return (Span(done, "stage"), Span(bar[len(done) :], "quiet"))


def bar(share: float, columns: int) -> Line:
    """Draw a share of 0 to 1 as a bar of at most so many columns, to an eighth of a column."""
    eighths = round(min(max(share, 0), 1) * columns * 8)
    full, rest = divmod(eighths, 8)
    return (Span("█" * full + _EIGHTHS[rest].strip(), "bar"),)
