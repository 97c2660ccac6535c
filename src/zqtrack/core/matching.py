"""Which project somebody means by a part of its id or name."""

from collections.abc import Iterable, Sequence

from zqtrack.errors import ProjectNotFound, quoted
from zqtrack.language import _

#: A project's id and its name; the name is empty where its file could not be read.
Named = tuple[str, str]

# How many candidates a message lists, and how near one must come, from 0 to 1.
_LISTED = 8
_NEAR = 0.6


def match(text: str, named: Iterable[Named]) -> str:
    """Find the one project that a text means, in upper or lower case.

    A whole id wins, then a whole name, then the beginning of either, then any part of either.

    Args:
        text: what somebody typed.
        named: every project.

    Returns:
        The id of the project.

    Raises:
        ProjectNotFound: the text means none or several; the hint lists the nearest, its
            ``candidates`` are their ids.
    """
    wanted = _as_compared(text)
    projects = tuple(named)
    ranked = [(_rank(wanted, *project), project) for project in projects] if wanted else []
    best = min((rank for rank, _ in ranked), default=_NO_RANK)
    if best == _NO_RANK:
        raise _unknown(text, projects)
    found = [project for rank, project in ranked if rank == best]
    if len(found) > 1:
        message = _("{text} may mean {number:,} projects").format(
            text=quoted(text), number=len(found)
        )
        raise ProjectNotFound(
            message, _list(_("write more of the one you mean"), found), _ids(found)
        )
    return found[0][0]


_NO_RANK = 4


def _rank(wanted: str, id_: str, name: str) -> int:
    """Say how well a project answers: 0 is best, ``_NO_RANK`` not at all."""
    name = _as_compared(name)
    if wanted == id_:
        return 0
    if wanted == name:
        return 1
    if id_.startswith(wanted) or name.startswith(wanted):
        return 2
    return 3 if wanted in id_ or wanted in name else _NO_RANK


def _as_compared(text: str) -> str:
    return " ".join(text.casefold().split())


def _unknown(text: str, projects: Sequence[Named]) -> ProjectNotFound:
    message = _("no project {text} in projects/").format(text=quoted(text))
    near = _nearest(_as_compared(text), projects)
    if not near:
        return ProjectNotFound(message, _("zqtrack list shows every project"))
    if len(near) == 1:
        return ProjectNotFound(
            message, _("did you mean `{meant}`?").format(meant=near[0][0]), _ids(near)
        )
    return ProjectNotFound(message, _list(_("did you mean one of these?"), near), _ids(near))


def _nearest(wanted: str, projects: Sequence[Named]) -> Sequence[Named]:
    """Find the projects whose id or name, or a word of one, is nearest to what was typed."""
    from difflib import get_close_matches

    by_word: dict[str, list[Named]] = {}
    for project in projects:
        id_, name = project[0], _as_compared(project[1])
        for word in {id_, name, *id_.split("-"), *name.split()} - {""}:
            by_word.setdefault(word, []).append(project)
    words = get_close_matches(wanted, by_word, n=1, cutoff=_NEAR)
    return by_word[words[0]] if words else ()


def _list(heading: str, projects: Sequence[Named]) -> str:
    """Write a heading and a line for each project."""
    listed = projects[:_LISTED]
    wide = max(len(id_) for id_, _ in listed)
    # A name is one line here, whatever blanks its file has in it.
    lines = [f"{id_:{wide}}  {' '.join(name.split())}".rstrip() for id_, name in listed]
    more = len(projects) - len(listed)
    if more:
        lines.append(_("and {number:,} more").format(number=more))
    return "\n  ".join([heading, *lines])


def _ids(projects: Sequence[Named]) -> tuple[str, ...]:
    return tuple(id_ for id_, _ in projects)
