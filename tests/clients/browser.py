"""A browser without a screen: keeps cookies, follows redirects, fills in forms. It knows HTML and HTTP, and nothing of ours."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
import msgspec


class Form(msgspec.Struct):
    """A form of a page."""

    action: str
    method: str
    fields: dict[str, str]
    """What is filled in, hidden fields too."""
    labels: dict[str, str]
    """Words beside a field -> its name."""
    buttons: dict[str, tuple[str, str]]
    """Text of a button -> the name and value that it sends."""


class Html(HTMLParser):
    """The forms, links and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.words: list[str] = []
        self._button: tuple[str, str] | None = None
        self._link = ""
        self._label = ""
        self._labels: dict[str, str] = {}
        self._hidden = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self.forms.append(Form(given.get("action", ""), given.get("method", "get"), {}, {}, {}))
            case "input":
                self.forms[-1].fields[given["name"]] = given.get("value", "")
                if given.get("id") in self._labels:
                    self.forms[-1].labels[self._labels[given["id"]]] = given["name"]
            case "label":
                self._label = given["for"]
            case "button":
                self._button = (given.get("name", ""), given.get("value", ""))
            case "a":
                self._link = given["href"]
            case "style" | "title":
                self._hidden += 1
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self._button = None
        elif tag == "a":
            self._link = ""
        elif tag == "label":
            self._label = ""
        elif tag in ("style", "title"):
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._button is not None:
            self.forms[-1].buttons[data.strip()] = self._button
        elif self._label:
            self._labels[self._label] = f"{self._labels.get(self._label, '')} {data.strip()}".strip()
        elif self._link:
            self.links[data.strip()] = self._link
        elif data.strip():
            self.words.append(data.strip())


class Browser:
    """Where it is, and what it shows."""

    def __init__(self) -> None:
        self._client = httpx.Client()
        self.url = ""
        self.page = Html("")

    def close(self) -> None:
        self._client.close()

    def open(self, url: str) -> None:
        """Go to an address, and on to where it leads; stops at an address that is none of this machine's."""
        self._shown(self._client.get(url))

    def follow(self, link: str) -> None:
        """Click on a link by its words."""
        self.open(urljoin(self.url, self.page.links[link]))

    def submit(self, button: str, values: dict[str, str]) -> None:
        """Fill in fields and press a button, by the words that stand there."""
        buttons = {words: form for form in self.page.forms for words in form.buttons}
        assert button in buttons, f"the page has the buttons {list(buttons)}, and says {self.page.words}"
        form = buttons[button]
        assert values.keys() <= form.labels.keys(), f"the page asks for {list(form.labels)}"
        name, value = form.buttons[button]
        filled = {form.labels[label]: text for label, text in values.items()}
        sent = form.fields | filled | ({name: value} if name else {})
        to = urljoin(self.url, form.action)
        if form.method == "post":
            self._shown(self._client.post(to, data=sent, headers={"Origin": _origin(self.url)}))
        else:
            self._shown(self._client.get(to, params=sent))

    def _shown(self, answer: httpx.Response) -> None:
        while answer.is_redirect:
            self.url = urljoin(str(answer.url), answer.headers["location"])
            if urlsplit(self.url).hostname != "127.0.0.1":
                self.page = Html("")
                return
            answer = self._client.get(self.url)
        self.url, self.page = str(answer.url), Html(answer.text)

    @property
    def query(self) -> dict[str, str]:
        """The query of where it is."""
        return dict(parse_qsl(urlsplit(self.url).query))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
