"""Codes, dates and names of enumeration values."""

import datetime
import re

# QĐ 20/2020/QĐ-TTg: parent first; QCVN 102:2016: smallest unit first. At most 35 characters.
AGENCY_NEW = re.compile(r"[A-Z]\d{2}(\.[A-Z0-9]{1,4}){0,7}")
AGENCY_OLD = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}")
PARTNER = re.compile(r"[A-Z0-9]+(\.[A-Z0-9]+)*")
PROVINCE = re.compile(r"[A-Z]\d{2}")
PROCEDURE = re.compile(r"[123]\.\d{6}")
IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MAX_AGENCY_CODE = 35


def date(text):
    """The date of `YYYY-MM-DD`, or None."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def check_dates(message, where, report):
    """valid_from is a date, valid_to a date or empty, in order."""
    begin = date(message.valid_from)
    end = date(message.valid_to) if message.valid_to else None
    good = report.expect(begin is not None, where, "DATE_INVALID", "valid_from is not a date YYYY-MM-DD")
    good = report.expect(not message.valid_to or end is not None, where, "DATE_INVALID",
                         "valid_to is not a date YYYY-MM-DD") and good
    if good:
        report.expect(end is None or begin <= end, where, "DATES_REVERSED", "it ends before it begins")


def end_of(message):
    """valid_to for comparisons: open ends last."""
    return message.valid_to or "9999-12-31"


def in_force(message, day):
    return message.valid_from <= day <= end_of(message)


def covers(agency, message):
    """The agency exists on every day on which the message is in force."""
    return agency.valid_from <= message.valid_from and end_of(message) <= end_of(agency)


def short(message, field):
    """`COMMUNE` of AGENCY_LEVEL_COMMUNE: the name of an enumeration's value without its prefix."""
    descriptor = message.DESCRIPTOR.fields_by_name[field]
    return value_name(descriptor.enum_type, getattr(message, field))


def shorts(message, field):
    descriptor = message.DESCRIPTOR.fields_by_name[field]
    return [value_name(descriptor.enum_type, number) for number in getattr(message, field)]


def value_name(enum_type, number):
    value = enum_type.values_by_number.get(number)
    if value is None:
        return "UNKNOWN"
    prefix = enum_type.values_by_number[0].name.removesuffix("UNSPECIFIED")
    return value.name.removeprefix(prefix)


def shorts_of(messages, field):
    return [short(message, field) for message in messages]
