"""The page in a real browser: no rule of axe is broken, nothing is said, asked for or run.

Without Chromium these tests are skipped, but where CI is set they fail.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

REPOSITORY = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and "CI" not in os.environ,
    reason="Chromium is not installed: apt-get install chromium",
)

Run = Callable[..., Any]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = 1280, 390
HOSTILE = (
    "<script>document.title = 'run'</script>",
    '"><img src=x onerror=alert(1)><svg onload=alert(1)>',
    '{{7*7}} ${x} datum.a + \'b\' {\\"signal\\": \\"alert(1)\\"}',
    "</svg></style></title>--><b>x",
    "\u202egnirts\u202c \u2066rtl",
    "\\u0000\\u001B[31mred \\t \\n",
    "&lt;x&gt; &amp; ]]> <!--",
    "中文项目超长名称" * 8,
    "W" * 300,
    "javascript:alert(1)",
)
# Without these Chromium asks its maker's hosts for news, which has nothing to do with the page.
FLAGS = ("--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "CI needs Chromium: apt-get install chromium"
    # Chromium has no sandbox of its own for root.
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


def written(folder: Path, *projects: str) -> Path:
    (folder / "projects").mkdir()
    for number, text in enumerate(projects):
        (folder / "projects" / f"p{number}.toml").write_bytes(text.encode())
    return folder


def hostile_project(number: int) -> str:
    name = HOSTILE[number % len(HOSTILE)].replace('"', '\\"').replace('\\\\"', '\\"')
    supplied = f"land-supplied = 2023-06-{number + 1:02}\n" if number % 2 else ""
    return (
        f'name = "{name}"\ncompany = "{name}"\ndistrict = "{name}"\nindustry = "{name}"\n'
        f"[actual]\nsigned = 2023-05-{number + 1:02}\n{supplied}"
        f'[[problems]]\ntitle = "{name}"\nraised = 2023-09-01\ndue = 2023-10-01\n'
    )


def hostile(folder: Path) -> Path:
    settings = f'name = "{HOSTILE[0]}"\nas-of = 2024-03-03\n[targets.2024]\nsigned = 3\n'
    (folder / "zqtrack.toml").write_bytes(settings.encode())
    return written(folder, *map(hostile_project, range(20)))


LEDGERS: dict[str, Callable[[Path], Path]] = {
    "shipped": lambda _: REPOSITORY,
    "example": lambda _: REPOSITORY / "examples" / "agglomeration-zone-2023",
    "hostile": hostile,
    "empty": written,
    "one": lambda folder: written(folder, 'name = "One"\n[actual]\nsigned = 2024-01-10\n'),
}
QUESTIONS = {
    "groups": ("--by", "industry"),
    "cohorts": ("--cohorts", "signed..started"),
    "compare": ("--compare", "2023-06-30"),
    "section": ("--only", "watch"),
}


class Seen:
    """A page as a browser shows it, and everything that the browser said or asked for."""

    def __init__(self, browser: Browser, file: Path, scheme: Any, width: int) -> None:
        self.noted: list[str] = []
        context = browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 900}
        )
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.noted.append(message.text))
        self.page.on("pageerror", lambda error: self.noted.append(str(error)))
        self.page.on("dialog", lambda dialog: self.noted.append(dialog.message))
        self.page.on("request", lambda request: self.noted.append(request.url))
        self.page.goto(file.as_uri())
        self.noted.remove(file.as_uri())

    def violations(self) -> list[tuple[str, str]]:
        """Give what axe finds wrong, with every table unfolded."""
        self.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        self.page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text())
        rules = {
            "runOnly": {"type": "tag", "values": RULES},
            "resultTypes": ["violations"],  # of the others one place each, which is faster
        }
        found = self.page.evaluate("rules => axe.run(document, rules)", rules)
        assert len(found["passes"]) > 20
        return [
            (rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]
        ]

    def overflow(self) -> int:
        """Give by how many px the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture
def page(tmp_path: Path, run: Run) -> Callable[..., Path]:
    """Give a function that writes the page of a ledger, and says where."""

    def write(name: str, *options: str) -> Path:
        root = LEDGERS[name](tmp_path)
        file = tmp_path / "page.html"
        assert run("-C", root, "report", "--format", "html", "--output", file, *options).code == 0
        return file

    return write


@pytest.mark.parametrize("name", LEDGERS)
def test_axe_finds_nothing_wrong_and_the_browser_has_nothing_to_say(
    name: str, page: Callable[..., Path], browser: Browser
) -> None:
    file = page(name)
    for scheme, width in (("light", WIDE), ("dark", NARROW)):
        seen = Seen(browser, file, scheme, width)
        assert seen.overflow() <= 0
        assert seen.violations() == []
        assert seen.noted == []


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_axe_finds_nothing_wrong_with_the_page_of_any_question(
    question: tuple[str, ...], page: Callable[..., Path], browser: Browser
) -> None:
    seen = Seen(browser, page("example", *question), "light", WIDE)
    assert seen.violations() == []
    assert seen.noted == []


def test_the_policy_keeps_the_style_and_lets_nothing_else_in(
    page: Callable[..., Path], browser: Browser
) -> None:
    file = page("one")
    text = file.read_text(encoding="utf-8")
    seen = Seen(browser, file, "light", WIDE)
    # The style is in force: a paper of its own.
    colour = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(253, 252, 249)"
    evil = '<main><script>document.title = "run"</script><img src="https://example.invalid/x">'
    file.write_text(text.replace("<main", f"{evil}<main", 1), encoding="utf-8")
    spoilt = Seen(browser, file, "light", WIDE)
    assert spoilt.page.title() != "run"
    assert len([note for note in spoilt.noted if "Content Security Policy" in note]) == 2


@pytest.mark.parametrize(
    ("scheme", "media", "paper"),
    [
        ("light", "screen", "rgb(253, 252, 249)"),
        ("dark", "screen", "rgb(20, 23, 28)"),
        ("dark", "print", "rgb(255, 255, 255)"),
    ],
)
def test_charts_and_paper_follow_light_dark_and_print(
    scheme: str, media: Any, paper: str, page: Callable[..., Path], browser: Browser
) -> None:
    seen = Seen(browser, page("one"), scheme, WIDE)
    seen.page.emulate_media(media=media, color_scheme="dark" if scheme == "dark" else "light")
    assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    bar, accent = seen.page.evaluate(
        """() => {
            const bar = document.querySelector('.wide path[fill="var(--accent)"]');
            const probe = document.createElement('p');
            document.body.append(probe);
            const sheet = new CSSStyleSheet();
            sheet.replaceSync('p:last-child { color: var(--accent) }');
            document.adoptedStyleSheets = [sheet];
            return [getComputedStyle(bar).fill, getComputedStyle(probe).color];
        }"""
    )
    assert bar == accent


@pytest.mark.parametrize(("width", "shown"), [(WIDE, ["704"]), (NARROW, ["342"])])
def test_one_drawing_of_two_is_shown(
    width: int, shown: list[str], page: Callable[..., Path], browser: Browser
) -> None:
    seen = Seen(browser, page("one"), "light", width)
    seen_widths = """() => [...document.querySelectorAll('.wide svg, .narrow svg')]
        .filter(svg => svg.getClientRects().length)
        .map(svg => svg.getAttribute('width'))"""
    assert sorted(set(seen.page.evaluate(seen_widths))) == shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_labels_of_charts_stay_on_the_page(
    language: str,
    page: Callable[..., Path],
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ZQTRACK_LANGUAGE", language)
    file = page("example")
    for width in (WIDE, NARROW):
        seen = Seen(browser, file, "light", width)
        assert seen.page.evaluate("document.documentElement.lang")[:2] == language
        assert seen.overflow() <= 0
        if language == "zh" and width == WIDE:
            assert seen.violations() == []
        outside = seen.page.evaluate(
            """() => [...document.querySelectorAll('svg text')]
                .map(text => [text.textContent, text.getBoundingClientRect()])
                .filter(([, box]) => box.width && (box.left < 0 || box.right > innerWidth))
                .map(([text]) => text)"""
        )
        assert outside == []


def test_the_keyboard_comes_to_the_answer_first(
    page: Callable[..., Path], browser: Browser
) -> None:
    seen = Seen(browser, page("one"), "light", WIDE)
    seen.page.keyboard.press("Tab")
    link = seen.page.evaluate("document.activeElement.className")
    top = seen.page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert (link, top >= 0) == ("skip", True)
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.tagName") == "MAIN"


def test_the_page_prints_on_a4(page: Callable[..., Path], browser: Browser) -> None:
    seen = Seen(browser, page("example"), "dark", WIDE)
    printed = seen.page.pdf(prefer_css_page_size=True)
    # A4 is 595 by 842 points.
    sizes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", printed)
    assert {(round(float(wide)), round(float(high))) for wide, high in sizes} == {(595, 842)}
    assert 4 <= len(sizes) <= 10


def test_a_hostile_name_is_shown_as_it_is(page: Callable[..., Path], browser: Browser) -> None:
    seen = Seen(browser, page("hostile"), "light", WIDE)
    assert seen.page.title() == f"{HOSTILE[0]} · report"
    assert seen.page.inner_text("h1") == HOSTILE[0]
    shown = seen.page.evaluate("document.body.textContent")
    assert "</svg></style></title>--><b>x" in shown
    assert r"\u202egnirts\u202c \u2066rtl" in shown
    assert r"\x00\x1b[31mred" in shown
    assert seen.page.evaluate("document.querySelectorAll('main b, main img, script').length") == 0
