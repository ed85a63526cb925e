"""Judges a page without a browser: well-formed, safe, and fit for a reader who hears it. Prints each thing that is wrong.

    check_page.py FILE
"""
import base64
import hashlib
import html.parser
import re
import sys

VOID = {"meta", "link", "br"}
# An end tag may be left out: the next of the other set ends it.
ENDED_BY = {"td": {"td", "th", "tr", "tbody", "/table", "/tr"}, "th": {"td", "th", "tr", "tbody", "/table"},
            "tr": {"tr", "tbody", "/table"}, "thead": {"tbody", "/table"}, "tbody": {"/table"},
            "p": {"p", "td", "th", "tr", "/td", "/table", "div", "/div"}}
TAGS = {"html", "head", "meta", "link", "title", "style", "body", "a", "header", "h1", "h2", "h3", "p", "nav", "main", "dl",
        "div", "dt", "dd", "section", "ol", "li", "b", "code", "table", "thead", "tbody", "tr", "th", "td", "article", "span",
        "figure", "figcaption", "svg", "desc", "line", "text", "path", "details", "summary", "footer", "script", "br"}
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "rel", "href", "class", "id", "aria-label", "aria-labelledby",
              "role", "tabindex", "scope", "data-i", "data-code", "viewbox", "x", "y", "x1", "x2", "y1", "y2", "d"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.ids, self.links, self.labels = [], [], [], [], []
        self.level, self.texts, self.svgs = 0, {}, 0

    def complain(self, text):
        self.wrong.append(f"line {self.getpos()[0]}: {text}")

    def close_before(self, name):
        while self.open and name in ENDED_BY.get(self.open[-1], ()):
            self.open.pop()

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.close_before(tag)
        if tag not in TAGS:
            self.complain(f"<{tag}>")
        for name, value in attributes:
            if name not in ATTRIBUTES:
                self.complain(f"<{tag} {name}>")
            if name == "href" and not re.fullmatch(r"#[\w-]+|data:,", value):
                self.complain(f"leads away: {value}")
        if "id" in found:
            self.ids.append(found["id"])
        if found.get("href", "").startswith("#"):
            self.links.append(found["href"][1:])
        self.labels += found.get("aria-labelledby", "").split()
        if re.fullmatch("h[1-6]", tag):
            if int(tag[1]) > self.level + 1:
                self.complain(f"<{tag}> below a heading of level {self.level}")
            self.level = int(tag[1])
        if tag == "svg":
            self.svgs += 1
            if found.get("role") != "img" or len(found.get("aria-labelledby", "").split()) != 2:
                self.complain("a picture that is not told")
        if tag == "th" and "scope" not in found:
            self.complain("<th> without scope")
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        self.close_before("/" + tag)
        if not self.open or self.open[-1] != tag:
            self.complain(f"</{tag}> inside of {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data):
        if self.open:
            self.texts[self.open[-1]] = self.texts.get(self.open[-1], "") + data


def main():
    text = open(sys.argv[1], encoding="utf-8", newline="").read()
    page = Page()
    page.feed(text)
    page.close()
    wrong = page.wrong
    if page.open:
        wrong.append(f"open at the end: {page.open}")
    wrong += [f"id {name} twice" for name in set(page.ids) if page.ids.count(name) > 1]
    wrong += [f"nothing has the id {name}" for name in set(page.links + page.labels) - set(page.ids)]
    for name in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.texts[name].encode()).digest()).decode()
        if f"{name}-src 'sha256-{digest}'" not in text:
            wrong.append(f"the policy does not allow the {name}")
    if not text.startswith("<!DOCTYPE html>\n<html lang=en>") or "default-src 'none'" not in text:
        wrong.append("the beginning")
    if re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text):
        wrong.append("a control character")
    if re.search(r"https?:", text):
        wrong.append("an address")
    print("\n".join(wrong), end="\n" if wrong else "")
    sys.exit(1 if wrong or not page.texts.get("title") else 0)


main()
