"""Each new key or table where a careful hand would write it: a file before and after."""

from datetime import date
from textwrap import dedent

import pytest

from zqtrack.core.findings import KeyPath
from zqtrack.errors import EditRefused
from zqtrack.ledger.edit import AppendTable, Edit, SetKey, apply
from zqtrack.ledger.insert import Value, spell, write_key, write_value

STAGES = ("contacted", "signed", "land-supplied", "started", "completed", "producing")


def changed(before: str, *edits: Edit) -> str:
    return apply(before.encode(), edits).decode()


def reach(stage: str, text: str = "2024") -> SetKey:
    return SetKey(("actual", stage), text, STAGES[: STAGES.index(stage)])


def refused(before: str, edit: Edit) -> EditRefused:
    with pytest.raises(EditRefused) as caught:
        apply(before.encode(), [edit])
    return caught.value


# --- a key into a table below a header ----------------------------------------------------------


def test_a_key_follows_the_last_of_its_predecessors_with_all_that_is_on_its_line() -> None:
    before = dedent("""\
        [actual]  # dates
        signed = "2023-04"  # at the fair
        # the land office
        started = 2023-09-28
        producing = "2024-12"

        [planned]
        """)
    assert changed(before, reach("land-supplied"), reach("completed")) == dedent("""\
        [actual]  # dates
        signed = "2023-04"  # at the fair
        land-supplied = "2024"
        # the land office
        started = 2023-09-28
        completed = "2024"
        producing = "2024-12"

        [planned]
        """)


def test_a_key_without_predecessors_comes_first_and_parts_no_comment_from_its_key() -> None:
    before = dedent("""\
        [actual]  # dates

        # at the fair
        # of Guangzhou
        signed = "2023-04"
        """)
    assert changed(before, reach("contacted")) == dedent("""\
        [actual]  # dates

        contacted = "2024"
        # at the fair
        # of Guangzhou
        signed = "2023-04"
        """)


def test_a_key_with_no_place_of_its_own_comes_last_and_before_the_gap() -> None:
    before = dedent("""\
        [actual]
        list = [
          1, # [one]
        ]

        # about plans
        [planned]
        """)
    assert changed(before, SetKey(("actual", "x"), 1)) == dedent("""\
        [actual]
        list = [
          1, # [one]
        ]
        x = 1

        # about plans
        [planned]
        """)


def test_the_last_line_without_an_ending_stays_without_one() -> None:
    assert changed('[actual]\nsigned = "2023"', reach("started")) == (
        '[actual]\nsigned = "2023"\nstarted = "2024"'
    )
    assert changed("[actual]", reach("started")) == '[actual]\nstarted = "2024"'


def test_an_empty_table_takes_a_key_directly_below_its_header() -> None:
    before = "x = 1\n\n  [actual]  # none yet\n  # really\n\n[planned]\n"
    assert changed(before, reach("signed")) == (
        'x = 1\n\n  [actual]  # none yet\n  signed = "2024"\n  # really\n\n[planned]\n'
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_are_those_of_the_line_above(ending: str) -> None:
    before = f'[actual]{ending}signed = "2023"{ending}[planned]{ending}'
    after = f'[actual]{ending}signed = "2023"{ending}started = "2024"{ending}[planned]{ending}'
    assert changed(before, reach("started")) == after


def test_in_a_file_of_both_line_endings_the_line_above_counts_and_at_its_end_the_most() -> None:
    before = '[actual]\r\nsigned = "2023"\n[planned]\r\ncompleted = "2024"\r\n# end'
    assert changed(before, reach("started"), SetKey(("planned", "x"), 1)) == (
        '[actual]\r\nsigned = "2023"\nstarted = "2024"\n'
        '[planned]\r\ncompleted = "2024"\r\nx = 1\r\n# end'
    )
    assert changed(before, SetKey(("withdrawn", "on"), "2024")) == (
        before + '\r\n\r\n[withdrawn]\r\non = "2024"'
    )


def test_the_style_of_the_siblings_is_kept() -> None:
    assert changed("\tx=1\n", SetKey(("y",), 2)) == "\tx=1\n\ty=2\n"
    assert changed("x   =   1\n", SetKey(("y",), 2)) == "x   =   1\ny = 2\n"


def test_aligned_equals_signs_stay_aligned_as_far_as_they_can() -> None:
    before = 'name     = "x"\ncompany  = "y"\n'
    edits = (SetKey(("kind",), "new", ("name",)), SetKey(("high-tech-firm",), True))
    assert changed(before, *edits) == (
        'name     = "x"\nkind     = "new"\ncompany  = "y"\nhigh-tech-firm = true\n'
    )


def test_a_key_of_one_table_of_a_list_goes_into_that_one() -> None:
    before = dedent("""\
        [[problems]]
        title = "road"

        [[problems]]
        title = "power"
        [problems.office]
        name = "grid"
        """)
    closed = date(2023, 5, 28)
    edits = (
        SetKey(("problems", 0, "closed"), closed),
        SetKey(("problems", 1, "closed"), closed),
        SetKey(("problems", 1, "office", "tel"), "7"),
        SetKey(("problems", 0, "office", "name"), "roads"),
    )
    assert changed(before, *edits) == dedent("""\
        [[problems]]
        title = "road"
        closed = 2023-05-28
        office.name = "roads"

        [[problems]]
        title = "power"
        closed = 2023-05-28
        [problems.office]
        name = "grid"
        tel = "7"
        """)


# --- a key at the top ---------------------------------------------------------------------------


def test_a_key_at_the_top_comes_before_the_first_header() -> None:
    before = dedent("""\
        #:schema ../project.schema.json
        name = "x"

        # dates
        [actual]
        """)
    assert changed(before, SetKey(("kind",), "new", ("name",))) == dedent("""\
        #:schema ../project.schema.json
        name = "x"
        kind = "new"

        # dates
        [actual]
        """)


def test_comments_that_open_a_file_stay_above_its_first_key() -> None:
    assert changed("# ours\nb = 1\n", SetKey(("a",), 0, ())) == "# ours\na = 0\nb = 1\n"
    assert changed("# ours\n[t]\n", SetKey(("a",), 0)) == "# ours\na = 0\n\n[t]\n"
    assert changed("# ours\n\n# t\n[t]\n", SetKey(("a",), 0)) == "# ours\n\na = 0\n\n# t\n[t]\n"
    assert changed("\ufeff[t]\n", SetKey(("a",), 0)) == "\ufeffa = 0\n\n[t]\n"
    assert changed("\ufeff# ours\n", SetKey(("a",), 0)) == "\ufeff# ours\na = 0\n"
    assert changed("# ours", SetKey(("a",), 0)) == "# ours\na = 0"


def test_a_line_of_a_text_is_no_comment() -> None:
    before = 'a = """\n# no comment"""\n[later]\n'
    assert changed(before, SetKey(("later", "x"), 1), SetKey(("b",), 2, ())) == (
        'b = 2\na = """\n# no comment"""\n[later]\nx = 1\n'
    )
    before = '[planned]\na = """\n# no comment"""\n[notes]\n'
    assert changed(before, SetKey(("actual", "x"), 1), SetKey(("replanned", "y"), 2)) == (
        '[actual]\nx = 1\n\n[planned]\na = """\n# no comment"""\n\n[replanned]\ny = 2\n\n[notes]\n'
    )


# --- other ways to write a table ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("actual = {}", 'actual = { started = "2024" }'),
        ("actual = { }", 'actual = { started = "2024" }'),
        ("actual = {x=1}  # c", 'actual = {started="2024", x=1}  # c'),
        (
            'actual = { signed = "2023", producing = "2025" }',
            'actual = { signed = "2023", started = "2024", producing = "2025" }',
        ),
        ('actual = { x.y = "2023" }', 'actual = { started = "2024", x.y = "2023" }'),
        ("a = 1\nactual.x = 1\nb = 2", 'a = 1\nactual.started = "2024"\nactual.x = 1\nb = 2'),
        (
            '"actual" . signed = "2023" # c\nb = 2',
            '"actual" . signed = "2023" # c\n"actual" . started = "2024"\nb = 2',
        ),
    ],
)
def test_a_table_is_added_to_the_way_it_is_written(before: str, after: str) -> None:
    assert changed(before, reach("started")) == after


def test_a_table_within_one_that_is_inline_or_dotted_is_written_dotted() -> None:
    assert changed("a = { b = 1 }", SetKey(("a", "c", "d"), 2)) == "a = { b = 1, c.d = 2 }"
    assert changed("a = { c.e = 1 }", SetKey(("a", "c", "d"), 2)) == "a = { c.e = 1, c.d = 2 }"
    assert changed("a.b = 1", SetKey(("a", "c", "d"), 2)) == "a.b = 1\na.c.d = 2"
    assert changed("p = [{ b = 1 }]", SetKey(("p", 0, "c"), 2)) == "p = [{ b = 1, c = 2 }]"


# --- a new table --------------------------------------------------------------------------------


def test_a_new_table_comes_before_those_that_follow_it_in_a_project_file() -> None:
    before = dedent("""\
        name = "x"

        # the promise
        # of spring
        [planned]
        completed = "2024-12"
        # so far

        [[notes]]
        text = "a"
        """)
    edits = (SetKey(("actual", "signed"), "2023"), SetKey(("withdrawn", "on"), "2025"))
    assert changed(before, *edits) == dedent("""\
        name = "x"

        [actual]
        signed = "2023"

        # the promise
        # of spring
        [planned]
        completed = "2024-12"
        # so far

        [[notes]]
        text = "a"

        [withdrawn]
        on = "2025"
        """)


def test_a_new_table_gets_its_gap_where_there_is_none() -> None:
    assert changed("a = 1\n[notes]\n", SetKey(("actual", "x"), 1)) == (
        "a = 1\n\n[actual]\nx = 1\n\n[notes]\n"
    )
    assert changed("a = 1\n\n", SetKey(("actual", "x"), 1)) == "a = 1\n\n[actual]\nx = 1\n"
    assert changed("a = 1", SetKey(("actual", "x"), 1)) == "a = 1\n\n[actual]\nx = 1"
    assert changed("# ours\n[notes]\n", SetKey(("actual", "x"), 1)) == (
        "# ours\n\n[actual]\nx = 1\n\n[notes]\n"
    )


def test_a_table_that_others_imply_comes_before_them() -> None:
    before = "a = 1\n\n[targets.2024]\nsigned = 3\n"
    assert changed(before, SetKey(("targets", "x"), 1), SetKey(("targets", "2025", "y"), 2)) == (
        "a = 1\n\n[targets]\nx = 1\n\n[targets.2024]\nsigned = 3\n\n[targets.2025]\ny = 2\n"
    )


# --- one more table of a list -------------------------------------------------------------------

NOTE = AppendTable(("notes",), {"on": date(2024, 3, 3), "text": 'he said "no"'})


def test_the_first_table_of_a_list_goes_before_those_that_come_after_it_in_a_file() -> None:
    assert changed('# of the file\n\n# why\n[withdrawn]\non = "2024"\n', NOTE) == (
        '# of the file\n\n[[notes]]\non = 2024-03-03\ntext = "he said \\"no\\""\n'
        '\n# why\n[withdrawn]\non = "2024"\n'
    )
    before = "[planned]\nstarted = '2024'\n\n[[notes]]\ntext = 'a'\n\n[[notes]]\ntext = 'b'\n"
    again = AppendTable(("replanned",), {"stage": "started"})
    assert changed(before, again) == (
        "[planned]\nstarted = '2024'\n\n[[replanned]]\nstage = \"started\"\n"
        "\n[[notes]]\ntext = 'a'\n\n[[notes]]\ntext = 'b'\n"
    )


def test_the_first_table_of_a_list_that_none_comes_after_goes_to_the_end_of_the_file() -> None:
    assert changed("[planned]\nstarted = '2024'", NOTE) == (
        '[planned]\nstarted = \'2024\'\n\n[[notes]]\non = 2024-03-03\ntext = "he said \\"no\\""'
    )
    assert changed("[a]\nb = 1\n# end\n\n", AppendTable(("a", "c"), {})) == (
        "[a]\nb = 1\n# end\n\n[[a.c]]\n"
    )


def test_one_more_table_goes_below_the_last_one_and_what_belongs_to_it() -> None:
    before = dedent("""\
        [[notes]]
        text = "a"

        [[notes]]
        text = "b"
        [notes.by]
        name = "c"
        # to be asked

        # the end of it
        [withdrawn]
        on = "2024"
        """)
    note = AppendTable(("notes",), {"text": "d", "tags": ["e", "f"]})
    assert changed(before, note) == dedent("""\
        [[notes]]
        text = "a"

        [[notes]]
        text = "b"
        [notes.by]
        name = "c"
        # to be asked

        [[notes]]
        text = "d"
        tags = ["e", "f"]

        # the end of it
        [withdrawn]
        on = "2024"
        """)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[p]]\na = 1", "[[p]]\na = 1\n\n[[p]]\na = 3"),
        ("[[p]]\n", "[[p]]\n\n[[p]]\na = 3\n"),
        ("[[p]]\na=1\n[[p]]\na=2\n[q]\n", "[[p]]\na=1\n[[p]]\na=2\n[[p]]\na=3\n[q]\n"),
        ("[[p]]\na = 1\n[q]\n", "[[p]]\na = 1\n\n[[p]]\na = 3\n\n[q]\n"),
        (
            "[[p]]\na = 1\n# about q\n[q]\n",
            "[[p]]\na = 1\n\n[[p]]\na = 3\n\n# about q\n[q]\n",
        ),
        (
            "  [[ 'p' ]] # one\n    a = 1\n",
            "  [[ 'p' ]] # one\n    a = 1\n\n  [[ 'p' ]]\n    a = 3\n",
        ),
        (
            "[[p]]\r\na   = 1\r\nbcd = 2\r\n",
            "[[p]]\r\na   = 1\r\nbcd = 2\r\n\r\n[[p]]\r\na   = 3\r\n",
        ),
        ("p = []", "p = [{ a = 3 }]"),
        ("p = [\n]", "p = [{ a = 3 }\n]"),
        ("p = [{ a = 1 }] # c", "p = [{ a = 1 }, { a = 3 }] # c"),
        ("p = [{ a = 1 },]", "p = [{ a = 1 }, { a = 3 },]"),
        ("p = [\n  { a = 1 }\n]", "p = [\n  { a = 1 },\n  { a = 3 }\n]"),
        (
            "p = [ # all\n\t{ a = 1 }, # one\n\t{ a = 2 }, # two\n]",
            "p = [ # all\n\t{ a = 1 }, # one\n\t{ a = 2 }, # two\n\t{ a = 3 },\n]",
        ),
    ],
)
def test_one_more_table_is_written_like_the_others(before: str, after: str) -> None:
    assert changed(before, AppendTable(("p",), {"a": 3})) == after


@pytest.mark.parametrize(
    "before",
    [
        "p = [\n  { a = 1 }  # one\n]",
        "p = [\n  { a = 1 },\n  # { a = 2 }\n]",
        "p = [\n  { a = 1 },  # one\n  # and more\n]",
        "p = [{ a = 1 }, # one\n]",
        "p = [\n  { a = 1 }  # one\n  ,\n]",
    ],
)
def test_where_a_comment_could_be_of_either_table_the_edit_is_refused(before: str) -> None:
    error = refused(before, AppendTable(("p",), {"a": 3, "b": True}))
    assert error.message == (
        "`p` has comments behind its last table: it is unclear where one more goes"
    )
    assert error.lines == "{ a = 3, b = true }"


def test_an_empty_list_with_a_comment_is_left_alone() -> None:
    error = refused("p = [\n  # none yet\n]", AppendTable(("p",), {}))
    assert error.message == "`p` has comments: it is unclear where a table goes"
    assert error.lines == "{}"


# --- what has no place --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "edit", "message"),
    [
        (
            "actual = 1",
            SetKey(("actual", "signed"), "2023"),
            "`actual.signed` cannot be set: `actual` is not a table",
        ),
        (
            "[[notes]]",
            SetKey(("notes", 1, "text"), "x"),
            "`notes[1].text` cannot be set: `notes` is not a table",
        ),
        ("lists = []", SetKey(("lists", 0), "x"), "`lists[0]` is not in the list"),
        (
            "[[p]]\n[p.a.b]\n",
            SetKey(("p", 0, "a", "x"), 1),
            "`p[0].a.x` is within a list, where a new table has no clear place",
        ),
        ("notes = 1", NOTE, "`notes` is not a list of tables"),
        ("notes = [1]", NOTE, "`notes` is not a list of tables"),
        ("[notes]", NOTE, "`notes` is not a list of tables"),
        (
            "[[p]]",
            AppendTable(("p", 0, "q"), {}),
            "`p[0].q` is within a list: only a list of its own can be added to",
        ),
        (
            "a = { b = 1 }",
            AppendTable(("a", "c"), {}),
            "`a.c` cannot be changed without changing something else",
        ),
    ],
)
def test_what_has_no_clear_place_is_refused(before: str, edit: Edit, message: str) -> None:
    assert refused(before, edit).message == message


# --- writing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a", '"a"'),
        ('"\\\t\n\x7f中', '"\\"\\\\\t\\n\\u007f中"'),
        (True, "true"),
        (1_100_000_000, "1100000000"),
        (120.5, "120.5"),
        (date(2023, 9, 28), "2023-09-28"),
        (["a", "b"], '["a", "b"]'),
        (("a", "b" * 200), f'["a", "{"b" * 200}"]'),
        ([], "[]"),
    ],
)
def test_values_are_written_in_one_line(value: Value, written: str) -> None:
    assert write_value(value).decode() == written


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (("land-supplied",), "land-supplied"),
        (("a b", "2024", ""), '"a b".2024.""'),
    ],
)
def test_keys_are_quoted_where_they_must_be(path: KeyPath, written: str) -> None:
    assert write_key(path).decode() == written


def test_a_path_is_spelt_for_a_reader() -> None:
    assert spell(("problems", 2, "due")) == "problems[2].due"
