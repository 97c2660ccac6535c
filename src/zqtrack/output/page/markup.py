"""Elements of HTML as a tree, so that no text can ever be taken for markup."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files
from xml.etree import ElementTree as ET

from zqtrack import __version__
from zqtrack.language import speaks_chinese
from zqtrack.output.text import visible

#: What may stand in an element: another, text, several of both, or nothing.
Child = ET.Element | str | Iterable["ET.Element | str"] | None

#: What a page begins with; by it we know a file as one of ours.
_SIGNED = "<!DOCTYPE html>\n<!-- A page of zqtrack "

# A line of the file ends behind each of these, for those who read or compare it.
_LINES = {
    *("title", "meta", "style", "link", "header", "main", "footer", "nav", "section", "article"),
    *("h1", "h2", "h3", "p", "div", "dl", "dt", "dd", "ul", "li", "figure", "figcaption", "svg"),
    *("details", "summary", "table", "caption", "thead", "tbody", "tr", "head", "body"),
}


def element(tag: str, *children: Child, **attributes: str) -> ET.Element:
    """Make an element; ``class_`` and ``aria_label`` name the attributes that Python cannot.

    Text shows every character that could steer a reader as an escape: see ``visible``.
    """
    named = {
        key.rstrip("_").replace("_", "-"): visible(value) for key, value in attributes.items()
    }
    made = ET.Element(tag, named)
    for child in _flat(children):
        if isinstance(child, ET.Element):
            made.append(child)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + visible(child)
        else:
            made.text = (made.text or "") + visible(child)
    if tag in _LINES:
        made.tail = "\n"
    return made


def is_ours(content: bytes) -> bool:
    """Tell whether the content of a file is a page that we made."""
    return content.startswith(_SIGNED.encode())


def tied(text: str) -> str:
    """Keep a number and its per cent sign on one line."""
    return text.replace(" %", "\u00a0%")


def whole_page(title: str, *body: Child) -> str:
    """Give the text of a page.

    Its policy lets it use its own style and nothing else: it fetches nothing, runs nothing, and
    sends nothing.
    """
    css = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    style = ET.Element("style")
    style.text, style.tail = css, "\n"
    digest = b64encode(sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        style,
    )
    language = "zh-Hans" if speaks_chinese() else "en"
    page = element("html", head, element("body", *body), lang=language)
    return f"{_SIGNED}{__version__} -->\n{ET.tostring(page, encoding='unicode', method='html')}\n"


def _flat(children: Iterable[Child]) -> Iterator[ET.Element | str]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, str | ET.Element):
            yield child
        else:
            yield from child
