"""What ``validate`` looks for, explained: what each code means and how to mend what it finds."""

from zqtrack.core.findings import MORE_FLAWS, Severity
from zqtrack.core.record import record
from zqtrack.core.settings import BAD_SETTINGS
from zqtrack.core.tables import (
    BAD_DATE,
    BAD_MONEY,
    BAD_VALUE,
    MISSING_KEY,
    UNKNOWN_KEY,
    WRONG_SHAPE,
)
from zqtrack.language import later


@record()
class Rule:
    """One thing that ``validate`` looks for, for ``validate --explain``.

    Attributes:
        code: its name for ever, such as ``ZQ101``.
        title: what is wrong, in a few words.
        severity: an error is certainly wrong; a warning may be meant.
        why: what it means, for an officer.
        mend: what to do about it.
        example: how it looks when it is right, in TOML; empty where there is nothing to show.
    """

    code: str
    title: str
    severity: Severity
    why: str
    mend: str
    example: str = ""


#: What can be wrong with a file before it is TOML.
FILE_RULES: tuple[Rule, ...] = (
    Rule(
        "ZQ001",
        later("the file cannot be read"),
        Severity.ERROR,
        later(
            "Only an ordinary file can hold a project. This is a folder, a pipe, a link that "
            "leads nowhere, or a file that you have no permission to read."
        ),
        later("Move or delete what is no file, mend the link, or ask the owner for permission."),
    ),
    Rule(
        "ZQ002",
        later("not UTF-8"),
        Severity.ERROR,
        later(
            "A project file is text in UTF-8. This one was saved in another encoding, often GBK "
            "or UTF-16, so its Chinese and other letters cannot be told."
        ),
        later(
            "Open it in your editor and save it as UTF-8; in Notepad: Save as, Encoding, UTF-8."
        ),
    ),
    Rule(
        "ZQ003",
        later("the file is empty"),
        Severity.ERROR,
        later(
            "An empty file tells of no project. It may be left from a save that was interrupted."
        ),
        later("Fill in at least the name, bring the file back from a backup, or delete it."),
        'name = "Example Battery Parts Plant"\n',
    ),
    Rule(
        "ZQ004",
        later("merge conflict"),
        Severity.ERROR,
        later(
            "Two people changed the same lines, and git left both versions in the file between "
            "lines of <<<<<<<, ======= and >>>>>>>. Nobody but you can say which one holds."
        ),
        later("Keep the lines that are right, and delete the others and the three marks."),
        "[actual]\nstarted = 2023-09-28\n",
    ),
    Rule(
        "ZQ005",
        later("not TOML"),
        Severity.ERROR,
        later(
            "The file breaks the rules of TOML, so nothing in it can be read. Mostly it is text "
            "or a month without quotes, curly quotes, or a key that stands twice."
        ),
        later("Put text in straight quotes. Of dates, only a full day stands without quotes."),
        'company = "Example Holding"\n\n[actual]\nsigned = "2023-04"\nstarted = 2023-09-28\n',
    ),
    Rule(
        "ZQ006",
        later("the file name is no id"),
        Severity.ERROR,
        later(
            "The name of the file without .toml is the project's id, which people type. It "
            "consists of small letters a to z, digits and hyphens, begins with a letter or digit, "
            "and has at most 63 characters. Files lie directly in projects/, not in folders below "
            "it."
        ),
        later(
            "Rename the file, such as zhengchuang-smart-park.toml. The project's name, in any "
            "script, goes inside."
        ),
        'name = "正创新零售智造产业园"\n',
    ),
    Rule(
        "ZQ007",
        later("beyond the limits"),
        Severity.ERROR,
        later(
            "A project file has at most 1 MiB and 30,000 keys, tables and items of lists; its "
            "tables and lists, and its keys with dots, are at most 32 deep. What goes beyond is "
            "no project file."
        ),
        later(
            "Take out what does not belong there; long reports go elsewhere, with a note of where."
        ),
        '[[notes]]\non = 2023-10-09\ntext = "The full minutes are in the office\'s archive."\n',
    ),
)

#: What can be wrong with the keys and values of a file.
READING_RULES: tuple[Rule, ...] = (
    Rule(
        UNKNOWN_KEY,
        later("unknown key"),
        Severity.ERROR,
        later(
            "The file holds a key that zqtrack does not know. It is mostly misspelt, or stands "
            "below a [table] that it does not belong to; ignored, it would be missing from the "
            "figures."
        ),
        later(
            "Correct the spelling, or move it above the first [table]. A remark goes after a #."
        ),
        'name = "Example Battery Parts Plant"\nland-mu = 120.5  # surveyed in May\n',
    ),
    Rule(
        MISSING_KEY,
        later("missing key"),
        Severity.ERROR,
        later(
            "A table lacks a key without which it says nothing: every project has a name, a "
            "problem its title and the day it was raised, a note its day and text."
        ),
        later("Add the key. Where only the year or month is known, that is enough for a date."),
        '[[problems]]\ntitle = "Construction access road"\nraised = "2023-05"\n',
    ),
    Rule(
        WRONG_SHAPE,
        later("table or list of tables"),
        Severity.ERROR,
        later(
            "[actual], [planned] and [withdrawn] stand once, in single brackets. Each "
            "re-planning, problem and note has a heading of its own, in double brackets."
        ),
        later("Write the heading with as many brackets as it needs."),
        '[planned]\ncompleted = "2024-12"\n\n'
        '[[notes]]\non = 2023-10-09\ntext = "Visited the site."\n',
    ),
    Rule(
        BAD_DATE,
        later("not a date"),
        Severity.ERROR,
        later(
            "A date is a full day without quotes, or in quotes a year, half, quarter, month, day, "
            "or two of them with a slash between. Write no more than is known."
        ),
        later('Write one of these. A stage in [actual] may also be "unknown" or "n/a".'),
        '[actual]\nsigned = "2021"\nland-supplied = "2021-H2"\nstarted = "2022-Q1"\n'
        'completed = "2023-03/2023-05"\nproducing = 2023-09-28\n',
    ),
    Rule(
        BAD_MONEY,
        later("not an amount of money"),
        Severity.ERROR,
        later(
            "Money is a whole number of yuan, without quotes, or in quotes a number with a unit: "
            "k, m, bn, 万 or 亿."
        ),
        later("Write the amount with its unit, or all its digits."),
        'investment = "11亿"\npaid-in = "500m"\noutput = 2_000_000_000\n',
    ),
    Rule(
        BAD_VALUE,
        later("wrong value"),
        Severity.ERROR,
        later(
            "The key holds something of another sort than it takes: text where a number belongs, "
            "a word that is none of the few it may be, or text that is empty."
        ),
        later(
            "Write what the message asks for, or delete the line: what is not there is unknown."
        ),
        'kind = "new"\nland-mu = 120.5\nhigh-tech = true\nlists = ["battle-275"]\n',
    ),
    Rule(
        MORE_FLAWS,
        later("more than is told"),
        Severity.ERROR,
        later(
            "So much is wrong in the file that only the first hundred things are told, and no "
            "more is looked for. Mostly it is no project file, or one header is wrong."
        ),
        later("Mend what is told and run validate again, or move the file away."),
    ),
)

#: Two files that tell of the same project.
DUPLICATE = Rule(
    "ZQ301",
    later("two files tell of the same project"),
    Severity.WARNING,
    later(
        "Two files have the same name and company. If they mean one project, every figure counts "
        "it twice."
    ),
    later("Delete one of the files, or tell the two apart by their names."),
    'name = "High-end copper materials, phase 2"\ncompany = "Jintian Copper"\n',
)

#: What can be wrong with the ledger's settings.
SETTINGS = Rule(
    BAD_SETTINGS,
    later("zqtrack.toml cannot be used"),
    Severity.ERROR,
    later(
        "The settings of the ledger are wrong, such as targets for what is no year. Figures would "
        "be others than you meant, so until it is mended no command but validate works."
    ),
    later("Correct the line, or delete it; everything in zqtrack.toml has a default."),
    'name = "Sihui"\nas-of = 2024-03-03\n\n[lights]\nsoon = 30\n\n[targets.2024]\nstarted = 20\n',
)
