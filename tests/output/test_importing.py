"""An import is laid out so that an officer sees what it does before it is done."""

from zqtrack.core.findings import Flaw
from zqtrack.core.intake import (
    Entry,
    Kept,
    Placed,
    Plan,
    Rejected,
    Skipped,
    Table,
    Unread,
)
from zqtrack.core.period import parse_period
from zqtrack.core.project import Project, Stage
from zqtrack.output.document import plain
from zqtrack.output.importing import Import, import_document, import_summary
from zqtrack.output.layout import lay_out

OLD = Project(id="a", name="A", lead="Li")
NEW = Project(id="b", name="B", actual={Stage.SIGNED: parse_period("2023-04")}, investment=5)
NOTHING = Plan((), (), 0, (), ())


def table(**more: object) -> Table:
    parts: dict[str, object] = {
        "sheet": "S\x1b",
        "heading": (1, 2),
        "columns": (Placed("A", "Name\x1b", "name"), Placed("B", "", None)),
        "rows": (),
        "skipped": (),
    }
    return Table(**{**parts, **more})  # type: ignore[arg-type] # given by name


def laid_out(done: Import, *, whole: bool = True) -> str:
    lines = lay_out(tuple(import_document(done, whole=whole)), 80, lambda span: plain((span,)))
    return "".join(f"{line}\n" for line in lines)


def test_every_part_of_an_import_is_shown_and_steers_no_terminal() -> None:
    entry = Entry("5", OLD, Project(id="a", name="A\x1b", lead="Wang"))
    done = Import(
        table(
            skipped=(Skipped("7", "Total\x1b", "a total"),),
            read_too=("Problems\x1b",),
            others=(("Old\x1b", "it is empty"),),
        ),
        Plan(
            (Entry("4", None, NEW),),
            (entry,),
            1,
            (Rejected("6", "C\x1b", (Unread("B6", "Tax\x1b", "`x` is wrong", "mend it"),)),),
            (Kept("D5", "a", "2023", "2023-04"),),
        ),
        ((entry, Flaw("ZQ203", ("actual",), "that is odd")),),
    )
    assert laid_out(done) == (
        "Sheet S\\x1b: heading in rows 1 to 2, 0 rows below them\n"
        "  column  heading   read as   unit or reason\n"
        "  A       Name\\x1b  name\n"
        "  B                 not read\n"
        '  --map "HEADING=FIELD" says what a column holds; FIELD may be ignore\n'
        "\n"
        "New: 1 project\n"
        "  row  id  name  stage   since    investment\n"
        "    4  b   B     signed  2023-04           5\n"
        "\n"
        "Changed: 1 project\n"
        "  row  project  value  in the ledger  in the table\n"
        "    5  a        name   A              A\\x1b\n"
        "                lead   Li             Wang\n"
        "\n"
        "Less precise than the ledger, which stays\n"
        "  cell  project  in the table  in the ledger\n"
        "  D5    a        2023          2023-04\n"
        "\n"
        "Taken, but zqtrack validate will find\n"
        "  row  project  code   what to look at\n"
        "    5  a        ZQ203  that is odd\n"
        "\n"
        "Rows without a project\n"
        "  row  what it is  text\n"
        "    7  a total     Total\\x1b\n"
        "\n"
        "Other sheets\n"
        "  sheet         why\n"
        "  Problems\\x1b  read, too\n"
        "  Old\\x1b       it is empty\n"
        "\n"
        "Rejected: 1 row\n"
        "  cell  project  heading  what is wrong\n"
        "    B6  C\\x1b    Tax\\x1b  `x` is wrong\n"
        "  hint: mend it\n"
    )


def test_a_hint_is_given_once() -> None:
    reason = Unread("B6", "", "wrong", "mend it")
    bare = Unread("B8", "", "lost")
    rejected = (Rejected("6", "", (reason, reason)), Rejected("8", "", (bare,)))
    shown = laid_out(Import(table(), Plan((), (), 0, rejected, ()), ()))
    assert shown.count("hint: mend it") == 1


def test_long_lists_are_cut_unless_all_is_wanted() -> None:
    many = tuple(Entry(str(n), None, Project(id=f"p{n}", name="P")) for n in range(21))
    done = Import(table(), Plan(many, (), 0, (), ()), ())
    assert laid_out(done, whole=False).endswith("  and 1 more; --verbose shows all\n")
    assert laid_out(done).endswith("p20  P     prospect\n")


def test_the_summary_says_what_was_or_would_be_done() -> None:
    some = Plan((Entry("4", None, NEW),), (), 2, (), ())
    assert import_summary(some, written=False) == (
        "1 new, 0 changed, 2 unchanged, 0 rejected; nothing was written: --write writes it"
    )
    assert import_summary(some, written=True) == (
        "wrote 1 project (1 new, 0 changed, 2 unchanged, 0 rejected)"
    )
    assert import_summary(NOTHING, written=False) == (
        "0 new, 0 changed, 0 unchanged, 0 rejected: there is nothing to write"
    )
