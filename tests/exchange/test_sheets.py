"""What is in a file decides how it is read; what cannot or must not be read is refused."""

import struct
import sys
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
import python_calamine
import xlsxwriter  # type: ignore[import-untyped] # it ships no types

from zqtrack.core.period import parse_period
from zqtrack.errors import ZqtrackError
from zqtrack.exchange.grid import BadWorkbook, Broken, Grid, Value
from zqtrack.exchange.sheets import read_sheets

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
DAMAGED = "the workbook is damaged or cut off"
PROTECTED = "the workbook is protected with a password"


# --- workbooks made part by part, for what no program would write -------------------------------

#: Parts of an archive by their names.
Parts = Mapping[str, str | bytes | None]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(
    sheet: str, *, styles: str | None = None, after: str = "", more: Parts | None = None
) -> bytes:
    """Make a workbook of Excel with one sheet.

    Args:
        sheet: what its ``sheetData`` holds.
        styles: what its part of styles holds; None for a workbook without.
        after: what stands behind ``sheetData``.
        more: other parts, by their names; None takes one away.
    """
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><workbookPr/>'
            '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData>{after}</worksheet>'
        ),
    }
    if styles is not None:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>'
    return packed(parts, more)


def ods(table: str, *, before: str = "", more: Parts | None = None) -> bytes:
    """Make a workbook of OpenDocument with one sheet.

    Args:
        table: what the sheet holds.
        before: what stands before it.
        more: as for ``xlsx``.
    """
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in names.items()
    )
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": (
            f"<office:document-content {spaces} {calc}><office:body><office:spreadsheet>{before}"
            f'<table:table table:name="S">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>"
        ),
        "META-INF/manifest.xml": (
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<m:file-entry m:full-path="/" m:media-type="application/'
            'vnd.oasis.opendocument.spreadsheet"/></m:manifest>'
        ),
    }
    return packed(parts, more)


def packed(parts: Parts, more: Parts | None = None) -> bytes:
    """Pack parts into an archive, some of them changed or taken away."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, part in {**parts, **(more or {})}.items():
            if part is not None:
                archive.writestr(name, part)
    return written.getvalue()


def only(source: bytes) -> Grid:
    (grid,) = read_sheets("x", source)
    return grid


def rows(source: bytes) -> list[list[Value]]:
    return [list(row) for row in only(source).rows]


def refused(source: bytes) -> str:
    with pytest.raises(BadWorkbook) as error:
        read_sheets("x", source)
    assert error.value.exit_code == 1
    return error.value.message


def cell_of_ods(attributes: str, shown: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>"


def row_of_ods(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


# --- Excel --------------------------------------------------------------------------------------


def test_the_values_of_a_sheet_stand_where_the_spreadsheet_shows_them() -> None:
    source = xlsx('<row r="2"><c r="B2"><v>1.5</v></c><c r="C2" t="b"><v>1</v></c></row>')
    assert only(source) == Grid("S", [[None, None, None], [None, 1.5, True]])


def test_errors_and_formulas_without_a_value_are_not_empty_cells() -> None:
    source = xlsx(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c>'
        '<c r="C1"><f>A1</f></c><c r="D1"><f>A1</f><v></v></c>'
        '<c r="E1" t="str"><f>A1</f><v></v></c>'
        '<c r="F1"><f>A1</f><v>7</v></c></row><row r="3"><c r="H3" t="e"><v>#REF!</v></c></row>'
    )
    assert rows(source) == [
        [1.0, Broken("#N/A"), Broken(""), Broken(""), None, 7.0, None, None],
        [None] * 8,
        [*[None] * 7, Broken("#REF!")],
    ]


def test_a_date_is_as_precise_as_its_format_shows() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/>'
        '<numFmt numFmtId="165" formatCode="[$-804]yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="166" formatCode="yyyy"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="17"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="17"/></cellXfs>'
    )
    # 45170 is 2023-09-01, 45197 2023-09-28, 44927 2023-01-01.
    cells = [(1, 45170), (1, 45197), (2, 45170), (3, 44927), (4, 45170), (4, 45170.5), (1, "")]
    row = "".join(f'<c s="{style}"><v>{number}</v></c>' for style, number in cells[:-1])
    source = xlsx(
        f'<row>{row}<c s="1"/><c s="9"><v>3</v></c><c r="Z1" s="1"/></row>', styles=styles
    )
    assert rows(source) == [
        [
            parse_period("2023-09"),
            date(2023, 9, 28),
            date(2023, 9, 1),
            parse_period("2023"),
            parse_period("2023-09"),
            parse_period("2023-09"),
            None,
            3.0,
        ]
    ]


def test_a_format_of_the_month_leaves_what_is_no_date_alone() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="yyyy/m"/></numFmts>'
        '<cellXfs><xf/><xf numFmtId="164"/></cellXfs>'
    )
    source = xlsx('<row><c s="1" t="inlineStr"><is><t>x</t></is></c></row>', styles=styles)
    assert rows(source) == [["x"]]


def test_cells_that_are_one_are_told() -> None:
    source = xlsx(
        ONE,
        after='<mergeCells><mergeCell ref="B2:AA3"/><mergeCell ref="C1"/></mergeCells>',
    )
    assert only(source).merged == ((1, 1, 2, 26), (0, 2, 0, 2))


@pytest.mark.parametrize(("written", "from_1904"), [("1", True), ("true", True), ("0", False)])
def test_a_workbook_says_from_when_its_days_count(written: str, from_1904: bool) -> None:
    whole = ZipFile(BytesIO(xlsx(ONE))).read("xl/workbook.xml").decode()
    part = whole.replace("<workbookPr/>", f'<workbookPr date1904="{written}"/>')
    assert only(xlsx(ONE, more={"xl/workbook.xml": part})).from_1904 is (from_1904)


def made(**options: Any) -> bytes:
    """Make a workbook of three sheets by the library that our export uses, too."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, **options})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("台账")
    sheet.write_datetime("A1", datetime(2023, 9, 28), day)  # noqa: DTZ001 - as the library takes it
    sheet.write_number("B1", 45197)
    sheet.write_rich_string("C1", "项目", book.add_format({"bold": True}), "名称")
    book.add_worksheet("旧").hide()
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=台账!$B$1"})
    book.add_chartsheet("图").set_chart(chart)
    book.close()
    return written.getvalue()


def test_a_workbook_of_several_sheets_is_read_whole() -> None:
    first, second = read_sheets("x", made())
    assert first == Grid("台账", [[date(2023, 9, 28), 45197.0, "项目名称"]])
    assert second == Grid("旧", [], hidden=True)


def test_real_dates_are_right_whenever_days_count_from() -> None:
    first, _second = read_sheets("x", made(date_1904=True))
    assert first == Grid("台账", [[date(2023, 9, 28), 45197.0, "项目名称"]], from_1904=True)


# --- OpenDocument -------------------------------------------------------------------------------


def test_a_sheet_of_opendocument_is_read_like_one_of_excel() -> None:
    source = ods(
        row_of_ods(
            cell_of_ods('office:value-type="string"', "项目"),
            cell_of_ods('office:value-type="float" office:value="1.5"', "1.5"),
            cell_of_ods('office:value-type="boolean" office:boolean-value="true"', "TRUE"),
            cell_of_ods('office:value-type="date" office:date-value="2023-09-01"', "2023年9月"),
            cell_of_ods('office:value-type="date" office:date-value="2023-09-01"', "2023-09-01"),
            cell_of_ods('office:value-type="date" office:date-value="2023-09-28"', "2023年9月"),
            cell_of_ods('office:value-type="date" office:date-value="2023-09-01"', "1 d’octobre"),
            cell_of_ods(
                'office:value-type="date" office:date-value="2023-09-01T09:00:00"', "2023年9月"
            ),
        )
    )
    assert rows(source) == [
        [
            "项目",
            1.5,
            True,
            parse_period("2023-09"),
            date(2023, 9, 1),
            # It was typed in full, whatever the cell shows of it.
            date(2023, 9, 28),
            date(2023, 9, 1),
            datetime(2023, 9, 1, 9),  # noqa: DTZ001 - as a cell holds it
        ]
    ]


def test_errors_of_opendocument_are_not_empty_cells() -> None:
    source = ods(
        row_of_ods(
            cell_of_ods('office:value-type="float" office:value="1"', "1"),
            cell_of_ods('office:value-type="string" calcext:value-type="error"', "#N/A"),
            cell_of_ods('table:formula="of:=1" office:value-type="string"', "#REF!"),
            cell_of_ods('table:formula="of:=1" office:value-type="string"', "Err:502"),
            cell_of_ods('table:formula="of:=1"'),
            cell_of_ods('office:value-type="string"', "#1"),
        )
    )
    assert rows(source) == [
        [1.0, Broken("#N/A"), Broken("#REF!"), Broken("Err:502"), Broken(""), "#1"]
    ]


def test_repeated_and_merged_cells_of_opendocument_stand_where_they_are_shown() -> None:
    one = cell_of_ods('office:value-type="float" office:value="1"', "1")
    wide = (
        '<table:table-cell office:value-type="string" table:number-columns-spanned="2" '
        'table:number-rows-spanned="2"><text:p>x</text:p></table:table-cell>'
        "<table:covered-table-cell/>"
    )
    source = ods(
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        + row_of_ods('<table:table-cell table:number-columns-repeated="3"/>', wide)
        + row_of_ods(one)
    )
    assert only(source).merged == ((2, 3, 3, 4),)
    assert rows(source)[2][3] == "x"
    assert rows(source)[3][0] == 1.0


def test_a_comment_is_not_what_a_cell_shows() -> None:
    source = ods(
        row_of_ods(
            '<table:table-cell office:value-type="date" office:date-value="2023-09-01">'
            "<office:annotation><text:p>2023年9月</text:p></office:annotation>"
            "<text:p>2023-09-01</text:p></table:table-cell>"
        )
    )
    assert rows(source) == [[date(2023, 9, 1)]]


def test_a_workbook_of_opendocument_says_from_when_its_days_count() -> None:
    settings = (
        "<table:calculation-settings>"
        '<table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    )
    one = cell_of_ods('office:value-type="float" office:value="1"', "1")
    assert only(ods(row_of_ods(one), before=settings)).from_1904 is True


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("source", [b"", b" \n", b"\n\n"])
def test_an_empty_file_is_refused(source: bytes) -> None:
    assert refused(source) == "the file is empty"


@pytest.mark.parametrize("whole", [made(), ods(row_of_ods(cell_of_ods("", "x")))])
def test_a_file_that_is_cut_off_anywhere_is_refused(whole: bytes) -> None:
    for length in range(4, len(whole), 97):
        assert refused(whole[:length]) in (DAMAGED, "the file is empty")


def test_a_part_that_is_damaged_is_refused() -> None:
    whole = bytearray(made())
    at = whole.index(b"xl/worksheets/sheet1.xml") + 40
    whole[at : at + 20] = bytes(20)
    assert refused(bytes(whole)) == DAMAGED


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/workbook.xml": "<workbook>"},
        {"xl/workbook.xml": "no xml"},
        {"xl/_rels/workbook.xml.rels": None},
        {"xl/worksheets/sheet1.xml": None},
        {"xl/worksheets/sheet1.xml": '<worksheet><row r="x"/></worksheet>'},
        {"xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'},
    ],
)
def test_parts_that_make_no_workbook_are_refused(parts: Parts) -> None:
    assert refused(xlsx(ONE, more=parts)) == DAMAGED


@pytest.mark.parametrize(
    "content", ["<x>", '<table:table-row xmlns:table="t" table:number-rows-repeated="x"/>']
)
def test_content_of_opendocument_that_is_none_is_refused(content: str) -> None:
    assert refused(ods("", more={"content.xml": content})) == DAMAGED


class PanicException(BaseException):
    """Stands for what calamine raises where it meets what it did not expect."""


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (python_calamine.CalamineError("x"), DAMAGED),
        (python_calamine.PasswordError("x"), PROTECTED),
        (PanicException("x"), DAMAGED),
    ],
)
def test_what_calamine_cannot_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, message: str
) -> None:
    monkeypatch.setattr(python_calamine, "CalamineWorkbook", _refusing(error))
    assert refused(xlsx(ONE)) == message


def test_a_reader_that_stops_the_reading_is_not_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python_calamine, "CalamineWorkbook", _refusing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        read_sheets("x", xlsx(ONE))


def _refusing(error: BaseException) -> Any:
    def from_filelike(_file: object) -> None:
        raise error

    return SimpleNamespace(from_filelike=from_filelike)


@pytest.mark.parametrize(
    "parts",
    [
        {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"},
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"},
        {"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"},
    ],
)
def test_a_file_of_another_office_program_is_refused(parts: Parts) -> None:
    assert refused(packed(parts)) == (
        "the file is of an office program, but no workbook that can be read"
    )


def test_any_other_archive_is_refused() -> None:
    assert refused(packed({"a.txt": "x"})) == DAMAGED


def test_a_protected_workbook_is_refused() -> None:
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    assert refused(magic + bytes(600) + "EncryptedPackage".encode("utf-16-le")) == PROTECTED


def test_a_protected_workbook_of_opendocument_is_refused() -> None:
    manifest = (
        '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    )
    assert refused(ods("", more={"META-INF/manifest.xml": manifest})) == PROTECTED


def test_a_workbook_of_opendocument_needs_no_manifest() -> None:
    one = cell_of_ods('office:value-type="float" office:value="1"', "1")
    with pytest.raises(BadWorkbook) as error:
        read_sheets("x", ods(row_of_ods(one), more={"META-INF/manifest.xml": None}))
    assert error.value.message == DAMAGED  # calamine wants one


def test_an_archive_with_a_password_of_its_own_is_refused() -> None:
    whole = bytearray(xlsx(ONE))
    # Bit 0 of the flags says so, in the directory (at 8) and before each part (at 6).
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = whole.find(mark)
        while start >= 0:
            whole[start + at] |= 1
            start = whole.find(mark, start + 4)
    assert refused(bytes(whole)) == PROTECTED


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = xlsx(ONE, more={"xl/media/a.bin": bytes(20 * 2**20)})
    assert len(bomb) < 40_000
    assert refused(bomb) == "the workbook would unpack to 20 MiB; nothing was unpacked"


def test_a_large_workbook_is_refused_however_little_it_shrinks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zqtrack.exchange.archive._UNPACKED", 2**20)
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        archive.writestr("a", bytes(2**20 + 1))
    assert refused(written.getvalue()).startswith("the workbook would unpack to 1 MiB")


def test_a_directory_that_lies_about_sizes_is_found_out() -> None:
    whole = bytearray(xlsx(ONE, more={"xl/a.xml": "x" * 5000}))
    # The size is said in the directory (at 24) and before the part (at 22).
    for mark, at, name_at in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        start = next(
            i
            for i in range(len(whole))
            if whole[i : i + 4] == mark and whole[i + name_at : i + name_at + 8] == b"xl/a.xml"
        )
        struct.pack_into("<I", whole, start + at, 10)
    assert refused(bytes(whole)) == DAMAGED


def test_too_many_parts_are_refused() -> None:
    source = xlsx(ONE, more={f"a{number}": "" for number in range(2_000)})
    assert refused(source) == "the workbook has 2,005 parts, more than 2,000"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    written = BytesIO(xlsx(ONE))
    with ZipFile(written, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(written.getvalue()) == DAMAGED


FAR = ONE + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
FAR_IN_ODS = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value="1" '
    'office:value-type="float" table:number-columns-repeated="16384"/></table:table-row>'
)


@pytest.mark.parametrize("source", [xlsx(FAR), ods(FAR_IN_ODS)])
def test_a_sheet_that_would_fill_the_memory_is_refused(source: bytes) -> None:
    # A kilobyte or two, and legal; a reader that makes room for each cell takes 500 GB.
    assert len(source) < 3_000
    assert refused(source).startswith("sheet `S` reaches to XFD1048576: 17,179,869,184 cells")


def test_without_the_library_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(ZqtrackError) as error:
        read_sheets("x", xlsx(ONE))
    assert (error.value.message, error.value.hint) == (
        "to read a workbook the package python-calamine is needed, which is not installed",
        "pip install 'zqtrack[exchange]'",
    )


def test_it_is_an_error_like_any_other() -> None:
    assert issubclass(BadWorkbook, ZqtrackError)
