"""Reads pages that report_demo has written, strictly: python page_check.py FOLDER.

A page must be well-formed XML (its markup is XHTML-like), must refer to nothing outside itself, must hold no script,
must give every picture an alternative text, and must link only to sections that it has.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree


def faults(path):
    text = path.read_text(encoding="utf-8")
    body = text.split("<!DOCTYPE html>", 1)
    if len(body) != 2:
        return ["does not begin with <!DOCTYPE html>"]
    try:
        page = ElementTree.fromstring(body[1])
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    found = []
    if page.get("lang") != "en" or not (page.findtext("head/title") or "").strip():
        found.append("language or title is missing")
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    if len(ids) != len(set(ids)):
        found.append("an id is used twice")
    if len(page.findall(".//h1")) != 1:
        found.append("not exactly one h1")
    for element in page.iter():
        if element.tag in ("script", "link", "iframe", "object", "embed"):
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            outside = name in ("src", "href") and not value.startswith(("#", "data:image/png;base64,"))
            if outside or name.startswith("on"):
                found.append(f'{element.tag} {name}="{value[:60]}"')
            if re.search(r"\b(nan|inf)\b", value) and name not in ("title", "alt", "aria-label"):
                found.append(f'not a number: {element.tag} {name}="{value[:60]}"')
        if element.tag == "a" and element.get("href", "")[1:] not in ids:
            found.append(f"link to nowhere: {element.get('href')}")
        if element.tag == "img" and not element.get("alt"):
            found.append("img without alt")
        if element.tag == "table" and element.find("caption") is None:
            found.append("table without caption")
        if element.tag == "svg" and element.get("role") != "img" and element.get("aria-hidden") != "true":
            if element.get("class") != "spot":
                found.append("svg that is neither described nor hidden")
    style = page.findtext("head/style") or ""
    if "@import" in style or "url(" in style:
        found.append("the style refers to something outside")
    return found


def main():
    pages = sorted(pathlib.Path(sys.argv[1]).glob("*.html"))
    if len(pages) < 5:
        sys.exit(f"expected pages in {sys.argv[1]}, found {len(pages)}")
    wrong = [f"{page.name}: {fault}" for page in pages for fault in faults(page)]
    print("\n".join(wrong) or f"{len(pages)} pages are sound")
    sys.exit(1 if wrong else 0)


main()
