#!/usr/bin/env python3
"""Makes the seeds of fuzz_xlsx: small workbooks, each with one thing wrong or odd that its name tells.

    tests/fuzz/make_xlsx_seeds.py tests/fuzz/seeds/xlsx

The same bytes come out of every run. Most members are stored, not deflated, so that a mutation reaches the XML.
"""
import io
import pathlib
import sys
import zipfile

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
TEXTS = ["Bib", "Date", "Distance (mi)", "Time", "Activity", "Run"]
STYLES = f'''<styleSheet {NS}><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>
<numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="164"/>
<xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>'''


def workbook(sheets=("Log",), properties="", ids=None):
    items = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="{(ids or {}).get(i, f"rId{i}")}"/>'
                    for i, name in enumerate(sheets, 1))
    return f'<workbook {NS} {RELATIONS}>{properties}<sheets>{items}</sheets></workbook>'


def relations(targets=("worksheets/sheet1.xml",)):
    items = "".join(f'<Relationship Id="rId{i}" Target="{target}"/>' for i, target in enumerate(targets, 1))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


def shared(texts=TEXTS):
    return f'<sst {NS}>' + "".join(f"<si><t>{text}</t></si>" for text in texts) + "</sst>"


def sheet(rows):
    return f'<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>'


HEADER = '<row r="1">' + "".join(f'<c r="{"ABCDE"[i]}1" t="s"><v>{i}</v></c>' for i in range(5)) + "</row>"


def row(number, distance="3.1", date="46173", time="0.0215856", more=""):
    return (f'<row r="{number}"><c r="A{number}"><v>12</v></c><c r="B{number}" s="1"><v>{date}</v></c>'
            f'<c r="C{number}"><v>{distance}</v></c><c r="D{number}" s="2"><v>{time}</v></c>'
            f'<c r="E{number}" t="s"><v>5</v></c>{more}</row>')


GOOD = HEADER + row(2) + row(3, "6.2", "46174")


def book(rows=GOOD, deflate=False, without=(), **parts):
    """A workbook as bytes; `parts` replace members by a short name."""
    members = {
        "types": ("[Content_Types].xml", TYPES),
        "workbook": ("xl/workbook.xml", workbook()),
        "relations": ("xl/_rels/workbook.xml.rels", relations()),
        "styles": ("xl/styles.xml", STYLES),
        "shared": ("xl/sharedStrings.xml", shared()),
        "sheet1": ("xl/worksheets/sheet1.xml", sheet(rows)),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as archive:
        for short, (name, text) in members.items():
            if short not in without:
                archive.writestr(member(name, deflate), parts.pop(short, text))
        for name, text in parts.items():
            archive.writestr(member(f"xl/worksheets/{name}.xml", deflate), text)
    return out.getvalue()


def member(name, deflate):
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    return info


def patched(data, old, new):
    assert old in data and len(old) == len(new)
    return data.replace(old, new)


def inline(text):
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def laughs():
    entities = "".join(f'<!ENTITY e{i} "{"&e%d;" % (i - 1) * 10}">' for i in range(1, 9))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>' + sheet(f"<row>{inline('&e8;')}</row>")


good = book()
deflated = book(deflate=True)
odd_numbers = "".join(row(i, n, d, t) for i, (n, d, t) in enumerate([
    ("1e400", "-1", "-0.5"), ("NaN", "60", "1e-9"), ("", "2958466", "9999999"), ("3.1000000000000001", "46173.999999", "1"),
    ("0x10", "1e5", "0.99999999999"), ("-0", "4.6173e4", "0"), ("9" * 40, "0." + "9" * 40, "1" + "0" * 30)], 2))

SEEDS = {
    "good": good,
    "deflated": deflated,
    "inline-texts": book("<row>" + "".join(map(inline, TEXTS[:5])) + "</row>" + row(2), without=("shared",)),
    "epoch-1904": book(workbook=workbook(properties='<workbookPr date1904="1"/>')),
    "no-workbook": book(without=("workbook",)),
    "no-relations": book(without=("relations",)),
    "no-styles": book(without=("styles",)),
    "no-shared-texts": book(without=("shared",)),
    "no-sheet": book(without=("sheet1",)),
    "relation-to-nowhere": book(relations=relations(("../../etc/passwd",))),
    "relation-absolute": book(relations=relations(("/xl/worksheets/sheet1.xml",))),
    "relation-without-id": book(workbook=workbook(ids={1: ""})),
    "second-sheet-holds-rows": book(workbook=workbook(("Notes", "Log")), sheet1=sheet("<row><c><v>1</v></c></row>"),
                                    relations=relations(("worksheets/sheet1.xml", "worksheets/sheet2.xml")),
                                    sheet2=sheet(GOOD)),
    "empty-sheet": book(""),
    "header-only": book(HEADER),
    "empty-rows": book(HEADER + "<row/>" * 50 + row(900)),
    "rows-backwards": book(HEADER + row(9) + row(3) + row(3)),
    "row-number-huge": book(HEADER + row("4294967297") + row("18446744073709551615") + row("9" * 30)),
    "row-number-odd": book(HEADER + row("-1") + row("x") + row("")),
    "cells-backwards": book(HEADER + '<row r="2"><c r="E2"><v>1</v></c><c r="A2"><v>2</v></c><c r="A2"/></row>'),
    "column-huge": book(HEADER + row(2, more='<c r="XFD2"><v>1</v></c><c r="ZZZZZZZZZZ2"><v>1</v></c>')),
    "column-lower-case": book(HEADER + row(2, more='<c r="zz"><v>1</v></c><c r="12"><v>1</v></c>')),
    "shared-index-odd": book(HEADER + row(2, more="".join(f'<c t="s"><v>{v}</v></c>' for v in (
        99, -1, "", "x", 18446744073709551615)))),
    "style-index-odd": book(HEADER + row(2, more="".join(f'<c s="{s}"><v>46173</v></c>' for s in (
        99, -1, "", "x", 18446744073709551615)))),
    "formats-odd": book(styles=f'<styleSheet {NS}><numFmts><numFmt numFmtId="-1" formatCode="d"/><numFmt numFmtId="9999999"'
                               ' formatCode="y"/><numFmt formatCode="[$-409]d&quot;mmm"/><numFmt numFmtId="170" formatCode='
                               '"[hh"/></numFmts><cellXfs><xf numFmtId="170"/><xf/><xf numFmtId="x"/></cellXfs></styleSheet>'),
    "numbers-odd": book(HEADER + odd_numbers),
    "cell-types": book(HEADER + row(2, more='<c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c t="d"><v>2026-05-31</v></c>'
                                            '<c t="str"><f>1+1</f><v>two</v></c><c t="?"><v>?</v></c>')),
    "phonetic": book(shared=f'<sst {NS}><si><t>Bib</t><rPh><t>BIB</t></rPh></si><si><r><t>Da</t></r><r><t>te</t></r></si></sst>'),
    "control-characters": book(HEADER + "<row>" + inline("a&#10;b&#9;c\x7f") + "</row>"),
    "cell-mark-in-text": book(shared=shared(["Bib", "Date&#31;Time"])),
    "nested-cells": book(HEADER + "<row><c><v>1<c><v>2</v></c></v></c><row><c/></row></row>"),
    "text-outside-cells": book("loose" + HEADER + "<row>loose<c>loose<v>1</v></c></row>"),
    "prefixed-names": book(sheet1='<x:worksheet xmlns:x="m"><x:row><x:c t="str"><x:v>Date</x:v></x:c><x:c t="str"><x:v>Time'
                                  '</x:v></x:c></x:row></x:worksheet>'),
    "long-cell": book(HEADER + f"<row>{inline('x' * 3000)}</row>"),
    "utf-16": book(sheet1=('<?xml version="1.0" encoding="UTF-16"?>' + sheet(GOOD)).encode("utf-16")),
    "encoding-unknown": book(sheet1='<?xml version="1.0" encoding="x-none"?>' + sheet(GOOD)),
    "not-utf-8": book(sheet1=sheet(HEADER + "<row>" + inline("Caf\xe9") + "</row>").encode("latin-1")),
    "not-well-formed": book(sheet1=sheet(GOOD).replace("</row>", "</raw>", 1)),
    "sheet-cut-off": book(sheet1=sheet(GOOD)[:-60]),
    "workbook-cut-off": book(workbook=workbook()[:-30]),
    "shared-texts-cut-off": book(shared=shared()[:-20]),
    "doctype": book(sheet1="<!DOCTYPE x>" + sheet(GOOD)),
    "billion-laughs": book(sheet1=laughs()),
    "zip-cut-off": good[:-30],
    "zip-cut-in-half": deflated[:len(deflated) // 2],
    "zip-local-headers-only": good[:good.rindex(b"PK\x01\x02")],
    "zip-checksum-wrong": patched(good, b"<v>3.1</v>", b"<v>9.9</v>"),
    "zip-method-unknown": patched(good, b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x63\x00"),
    "zip-encrypted": patched(good, b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"),
    "zip-empty": b"PK\x05\x06" + bytes(18),
    "zip-of-something-else": b"PK\x03\x04 and then only text",
    "bytes-before": b"MZ" + good,
}


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in SEEDS.items():
        (folder / name).write_bytes(data)


main()
