#!/usr/bin/env python3
"""Random texts of people through the checks of texts and through what a telephone gets.

    people_texts_test.py PROBE [--texts N] [--seed N]

PROBE (people_texts/probe.cc) says what the libraries make of each text; this script counts the same by itself, with
the characters of python3-regex and Python's own tables of Unicode, and with the GSM alphabet written down below.
"""

import argparse
import json
import random
import subprocess
import sys
import unicodedata

import regex

# 3GPP TS 23.038, 6.2.1 and 6.2.1.1.
GSM = set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
          "abcdefghijklmnopqrstuvwxyzäöñüà")
GSM_EXTENSION = set("\f^{}\\[~]|€")

VIETNAMESE = [
    "Nguyễn", "Thị", "Ế", "đơn", "Đơn", "Ðơn", "đề nghị", "Giấy chứng nhận", "hồ sơ", "hoà", "hòa", "ỷ", "ưỡn", "Quỳnh",
    "số 12/3", "H19.12-250312-0001", "a@example.org", "0912 345 678",
]
# What people paste: quotes, dashes, dots, bullets, blanks of any width, look-alike letters.
TYPOGRAPHY = list("“”‘’„‚«»–—‑…•·×→≤≥½¼№™©®°′″‹›ﬁﬂﬀĳ") + ["\u00a0", "\u2009", "\u200b", "\ufeff", "\u00ad", "\u3000"]
OTHER_SCRIPTS = list("АБВгдежз") + list("αβγΔΩ") + list("مرحبا") + list("שלום") + list("สวัสดี") + list("한글") + list("漢字越南") \
    + list("აბგ") + list("Ⓐⓑ①②") + list("ＡＢＣａｂｃ") + ["𝐀", "𝒷", "ℌ"]
SYMBOLS = ["😀", "👍🏽", "👨\u200d👩\u200d👧", "🇻🇳", "❤\ufe0f", "1\ufe0f\u20e3"]
MARKS = ["\u0301", "\u0302", "\u0303", "\u0323", "\u031b"]
CONTROLS = ["\x00", "\x01", "\x1b", "\x7f", "\x85", "\u2028", "\n", "\r\n", "\t"]
DIRECTIONS = ["\u202a", "\u202e", "\u202c", "\u2066", "\u2069"]
HARMLESS = ["\u200e", "\u200f", "\u200d", "\u200c"]
NONCHARACTERS = ["\ufffe", "\uffff", "\U0001fffe"]


def some_letter(dice):
    """Any Latin letter of Unicode."""
    while True:
        letter = chr(dice.choice((dice.randint(0x41, 0x24F), dice.randint(0x1E00, 0x1EFF))))
        if unicodedata.category(letter).startswith("L") and unicodedata.name(letter, "").startswith("LATIN"):
            return letter


def some_text(dice):
    pieces = []
    for _ in range(dice.choice((0, 1, 2, 5, 12, 40, 120))):
        kind = dice.random()
        if kind < 0.30:
            pieces.append(dice.choice(VIETNAMESE))
        elif kind < 0.50:
            pieces.append(some_letter(dice))
        elif kind < 0.62:
            pieces.append(dice.choice(TYPOGRAPHY))
        elif kind < 0.70:
            pieces.append(dice.choice(OTHER_SCRIPTS))
        elif kind < 0.75:
            pieces.append(dice.choice(SYMBOLS))
        elif kind < 0.82:
            pieces.append(dice.choice(MARKS) * dice.choice((1, 1, 1, 2, 31)))
        elif kind < 0.96:
            pieces.append(" ")
        elif kind < 0.97:
            pieces.append(dice.choice(HARMLESS))
        elif kind < 0.985:
            pieces.append(dice.choice(CONTROLS))
        elif kind < 0.995:
            pieces.append(dice.choice(DIRECTIONS))
        else:
            pieces.append(dice.choice(NONCHARACTERS))
    text = "".join(pieces)
    form = dice.choice((None, None, "NFC", "NFD"))
    return unicodedata.normalize(form, text) if form else text


def characters(text):
    return len(regex.findall(r"\X", text))


def is_invalid(text):
    """Whether no field that takes lines may contain it."""
    run = 0
    for c in text:
        category = unicodedata.category(c)
        run = run + 1 if category.startswith("M") else 0
        if run > 30 or (category == "Cc" and c not in "\n\r\t") or c in DIRECTIONS or 0x202A <= ord(c) <= 0x202E \
                or 0x2066 <= ord(c) <= 0x2069 or (ord(c) & 0xFFFE) == 0xFFFE:
            return True
    return False


def cost(text):
    """Encoding, units and parts of a text message (3GPP TS 23.040: the parts' header takes 7 septets or 3 units)."""
    gsm = all(c in GSM or c in GSM_EXTENSION for c in text)
    sizes = [2 if c in GSM_EXTENSION else 1 for c in text] if gsm else [2 if ord(c) > 0xFFFF else 1 for c in text]
    single, part = (160, 153) if gsm else (70, 67)
    units = sum(sizes)
    if units <= single:
        return "gsm7" if gsm else "ucs2", units, 1
    parts, room = 1, part
    for size in sizes:
        if size > room:
            parts, room = parts + 1, part
        room -= size
    return "gsm7" if gsm else "ucs2", units, parts


def has_latin_base(c):
    """A letter that is a plain one with marks, or the d with a stroke."""
    return c in "đĐðÐ" or (unicodedata.category(c).startswith("L") and
                           unicodedata.normalize("NFKD", c)[0].isascii())


def faults(text, said):
    if "error" in said:
        yield "error: " + said["error"]
        return
    if said["characters"] != characters(text):
        yield f"characters: {said['characters']}, not {characters(text)}"
    if is_invalid(text) != (said["reason"] == "TEXT_INVALID") and not said["blank"]:
        yield f"reason {said['reason']!r}, but invalid is {is_invalid(text)}"
    if not said["reason"] and characters(text) > 100:
        yield "longer than 100 characters, but accepted"
    if said["reason"] == "TEXT_TOO_LONG" and characters(text) <= 100 and len(text) <= 800:
        yield "refused as too long with 100 characters or fewer"
    if (said["encoding"], said["units"], said["parts"]) != cost(text):
        yield f"{said['encoding']}, {said['units']} units, {said['parts']} parts, not {cost(text)}"
    if said["plain_encoding"] != "gsm7":
        yield "the telephone's text is not in the GSM alphabet"
    marks = said["phone"].count("?") - text.count("?")
    if all(has_latin_base(c) or (c.isascii() and c not in CONTROLS[:4]) or c in TYPOGRAPHY or c in MARKS for c in text) and \
            (said["replaced"] or marks > 0):
        yield f"a known character became '?': {said['phone']!r}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("probe")
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    dice = random.Random(arguments.seed)
    texts = [some_text(dice) for _ in range(arguments.texts)]
    # Every letter alone, so that none is left to chance.
    texts += [chr(c) for c in range(0xA0, 0x250)] + [chr(c) for c in range(0x1E00, 0x1F00)]
    ran = subprocess.run([arguments.probe], input="".join(json.dumps(t) + "\n" for t in texts), text=True,
                         capture_output=True, check=False, timeout=240)
    answers = ran.stdout.splitlines()
    if ran.returncode != 0 or len(answers) != len(texts):
        print(f"the probe ended with {ran.returncode} after {len(answers)} of {len(texts)} texts: {ran.stderr[-500:]}")
        return 1
    wrong = 0
    for text, answer in zip(texts, answers):
        for fault in faults(text, json.loads(answer)):
            wrong += 1
            if wrong <= 20:
                print(f"{ascii(text)}: {fault}")
    print(f"{len(texts)} texts, {wrong} faults (seed {arguments.seed})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
