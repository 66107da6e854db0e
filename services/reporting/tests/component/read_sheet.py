#!/usr/bin/python3
"""Reads a spreadsheet of form II.06a with openpyxl and compares its rows with a tab-separated table.

    read_sheet.py SHEET.xlsx EXPECTED.txt
"""

import pathlib
import sys

import openpyxl

NUMBERS = ["(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)", "(7)=(8)+(9)+(10)", "(8)", "(9)", "(10)",
           "(11)=(12)+(13)", "(12)", "(13)"]


def main():
    book = openpyxl.load_workbook(sys.argv[1])
    rows = [[cell.value for cell in row] for row in book["II.06a"].iter_rows()]
    at = rows.index(NUMBERS)
    heads, data = rows[at - 2:at], rows[at + 1:]
    assert heads[0][:3] == ["STT", "Đơn vị", "Số hồ sơ nhận giải quyết"], heads
    assert heads[1][7:10] == ["Trước hạn", "Đúng hạn (gồm trả lại, rút)", "Quá hạn"], heads
    expected = [line.split("\t") for line in pathlib.Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()]
    found = [[row[1], *(str(value) for value in row[2:13])] for row in data]
    assert found == expected, f"{found} is not {expected}"
    assert [row[0] for row in data] == [*range(1, len(data)), None], data


if __name__ == "__main__":
    main()
