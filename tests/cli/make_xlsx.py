#!/usr/bin/env python3
"""make_xlsx.py FILE [--1904]: a small workbook with what sheets of activities have in them.

The first sheet is no table of activities. The second has shared and inline texts, a formula, a boolean, an error, real dates, a
duration over 24 hours, a time of day, a number with the digits of a binary fraction, and an empty row."""
import sys
import zipfile

HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
SHARED = ["Bib", "Date", "Distance (mi)", "Time", "Activity", "Notes", "Run", "Wa", "lk"]


def main():
    epoch = 1462 if "--1904" in sys.argv else 0

    def cell(ref, kind, value, style=0):
        body = f"<is><t>{value}</t></is>" if kind == "inlineStr" else f"<v>{value}</v>"
        return f'<c r="{ref}" t="{kind}" s="{style}">{body}</c>' if kind else f'<c r="{ref}" s="{style}">{body}</c>'

    rows = [
        (1, [cell("A1", "inlineStr", "Spring log")]),
        (3, [cell(f"{c}3", "s", i) for i, c in enumerate("ABCDEF")]),
        (4, [cell("A4", "inlineStr", "0042"), cell("B4", "", 46143 - epoch, 1), cell("C4", "", "26.300000000000001"),
             cell("D4", "", "1.0486111111111112", 2), cell("E4", "s", 7), cell("F4", "str", "sum")]),
        (5, [cell("A5", "", 7), cell("B5", "", f"{46144 - epoch}.291666666664", 3), cell("C5", "", "3.1000000000000001"),
             cell("D5", "", "0.0215277777777778", 4), cell("E5", "s", 6), cell("F5", "b", 1)]),
        (6, []),
        (7, [cell("A7", "", 8), cell("B7", "", 46145 - epoch, 1), cell("C7", "e", "#N/A"), cell("D7", "", "0.02", 4),
             cell("E7", "s", 6)]),
    ]
    sheet = "".join(f'<row r="{n}">{"".join(cells)}</row>' for n, cells in rows)
    shared = "".join(f"<si><t>{text}</t></si>" for text in SHARED[:7])
    shared += "<si><r><t>Wa</t></r><r><t>lk</t></r><rPh><t>x</t></rPh></si>"
    styles = ('<numFmts count="2"><numFmt numFmtId="164" formatCode="[h]:mm:ss"/>'
              '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
              '<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
              '<xf numFmtId="21"/></cellXfs>')
    date1904 = ' date1904="1"' if epoch else ""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook {NS} xmlns:r="{RELS}"><workbookPr{date1904}/><sheets>'
                           '<sheet name="Read me" sheetId="1" r:id="rId1"/><sheet name="Log" sheetId="2" r:id="rId2"/>'
                           "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                                      '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
                                      '<Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
        "xl/styles.xml": f"<styleSheet {NS}>{styles}</styleSheet>",
        "xl/sharedStrings.xml": f"<sst {NS}>{shared}</sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet {NS}><sheetData><row r="1">{cell("A1", "inlineStr", "Hello")}</row>'
                                    "</sheetData></worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet {NS}><sheetData>{sheet}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(zipfile.ZipInfo(name), HEADER + text, zipfile.ZIP_DEFLATED)


main()
