"""``zqtrack new``."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from zqtrack.cli import completion
from zqtrack.cli.asking import ask_for_project, at_a_terminal
from zqtrack.cli.declare import Argument, Commands, Context, Option, Parameter, Parameters
from zqtrack.cli.options import DryRun
from zqtrack.cli.session import Session, load, open_session
from zqtrack.cli.writing import write, write_unseen
from zqtrack.core.checks import find_duplicates
from zqtrack.core.fields import FLAG, TEXT, TEXTS, Field
from zqtrack.core.naming import id_from, numbered_id, parse_id
from zqtrack.core.period import Period, parse_period
from zqtrack.core.project import FIELDS, MOMENT, STAGE, Project, Stage
from zqtrack.core.record import replace
from zqtrack.errors import UsageError, ZqtrackError
from zqtrack.language import _
from zqtrack.ledger.editors import PROJECT_SCHEMA, has_schema, prepare_schema, wants_schema
from zqtrack.ledger.store import path_of, project_paths
from zqtrack.ledger.write import Change, prepare_new
from zqtrack.output.streams import talk

app = Commands()


def _with_every_field(parameters: Parameters) -> Parameters:
    """Add, behind the name and the id, an option for every field and stage."""
    name, id_, *others = parameters
    fields = (_of_field(field) for field in FIELDS if not field.required)
    return (name, id_, *fields, *map(_of_stage, Stage), *others)


def _of_field(field: Field) -> Parameter:
    help_ = f"{field.help[0].upper()}{field.help[1:]}."
    if field.type is FLAG:
        flags = Option(f"--{field.key}/--no-{field.key}", help=help_)
        return Parameter(field.name, bool | None, None, flags)
    several, choices = field.type is TEXTS, field.type.choices
    option = Option(
        f"--{field.key}",
        metavar=f"<{'|'.join(choices)}>" if choices else _metavar(field),
        parser=field.type.parse,
        autocompletion=completion.values_of(field.name),
        help=f"{help_} May be repeated." if several else help_,
    )
    return Parameter(field.name, list[Any] | None if several else Any, None, option)


def _metavar(field: Field) -> str:
    return "TEXT" if field.type is TEXTS else field.type.name.upper()


def _of_stage(stage: Stage) -> Parameter:
    about = f"When it reached {stage}."
    option = Option(f"--{stage}", metavar="DATE", parser=MOMENT.parse, help=about)
    return Parameter(stage.name.lower(), Any, None, option)


def _promise(text: str) -> tuple[Stage, Period]:
    stage, _, date = text.partition("=")
    return STAGE.parse(stage), parse_period(date)


@app.command(
    epilog='Example: zqtrack new "GCL Solar Glass" --company GCL --investment 11亿',
    complete=_with_every_field,
)
def new(
    context: Context,
    name: Annotated[
        str | None,
        Argument(metavar="[NAME]", parser=TEXT.parse, help="The project's name."),
    ] = None,
    id_: Annotated[
        str | None,
        Option(
            "--id",
            metavar="ID",
            parser=parse_id,
            help="What its file is called; made from the name if left out.",
        ),
    ] = None,
    planned: Annotated[
        list[Any] | None,
        Option(
            "--planned",
            metavar="STAGE=DATE",
            autocompletion=completion.promises,
            parser=_promise,
            help="What is promised, such as completed=2025-06. May be repeated.",
        ),
    ] = None,
    dry_run: DryRun = False,
    **values: Any,
) -> None:
    """Write the file of a new project; asks for its fields when only a name is given.

    Money is in yuan, such as 1_100_000_000, 1.1bn or 11亿. A date is such as 2024-03-31, 2024-03,
    2024-Q1, 2024-H1 or 2024; that of a stage may also be unknown or n/a.
    """
    session = open_session(context)
    given: Mapping[str, Any] = {k: v for k, v in values.items() if v not in (None, [])}
    if not given and not id_ and not planned and at_a_terminal():
        name, given = ask_for_project(name)
    if name is None:
        raise UsageError(
            _("a new project needs a name"), _('write it in quotes: zqtrack new "NAME"')
        )
    id_ = id_ or _id_of(session, name)
    project = Project(id=id_, name=name, planned=dict(planned or ()), **_parts(given))
    wants = wants_schema(session.root)
    prepared = _prepared(session, project, with_schema=wants or has_schema(session.root))
    write(session, lambda: [prepared], dry_run=dry_run)
    if wants and not dry_run:
        write_unseen(session.root, lambda: [_schema(session.root)])


def _schema(root: Path) -> Change:
    schema = prepare_schema(root, PROJECT_SCHEMA)
    said = _("wrote {path}: with it, editors check what you type")
    return replace(schema, sentence=said.format(path=schema.path))


def _id_of(session: Session, name: str) -> str:
    if id_ := id_from(name):
        return id_
    id_ = numbered_id(Path(path).stem for path in project_paths(session.root))
    talk(_("called {id}: no id can be made of its name; --id gives another").format(id=id_))
    return id_


def _parts(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put the dates of stages where a project has them."""
    dates = {stage: given[key] for stage in Stage if (key := stage.name.lower()) in given}
    own = {
        field.name: tuple(given[field.name]) if field.type is TEXTS else given[field.name]
        for field in FIELDS
        if field.name in given
    }
    return {**own, "actual": dates}


def _prepared(session: Session, project: Project, *, with_schema: bool) -> Change:
    path = path_of(session.root, project.id)
    if os.path.lexists(path):
        hint = _("if this is another project, give it an id of its own: --id {id}-2").format(
            id=project.id
        )
        raise ZqtrackError(_("{path} exists already").format(path=path), hint)
    schema = f"../{PROJECT_SCHEMA}" if with_schema else None
    change = prepare_new(session.root, project, schema, session.real_today)
    found = find_duplicates((p.id, p.name, p.company) for p in (*load(session).projects, project))
    same = tuple(flaw for id_, flaw in found if id_ == project.id)
    return replace(change, warnings=(*change.warnings, *same))
