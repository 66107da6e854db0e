"""Procedures: versions, agencies, parts, fees and limits."""

import datetime

from sample_check import words

COUNTED = {"WORKING_DAY", "WORKING_HOUR", "CALENDAR_DAY"}


def check(province, report):
    agencies = {agency.code: agency for agency in province.catalogue.agencies}
    workflows = {workflow.id: workflow for workflow in province.workflows}
    for name, procedure in zip(province.procedure_files, province.catalogue.procedures):
        stems = {f"procedures/{procedure.code}.json", f"procedures/{procedure.code}.v{procedure.version}.json"}
        report.expect(name in stems, name, "FILE_NAME", f"it holds {procedure.code} version {procedure.version}")
        check_head(procedure, name, report)
        check_handling(procedure, agencies, name, report)
        workflow = workflows.get(procedure.workflow_id)
        if report.expect(workflow is not None, name, "WORKFLOW_UNKNOWN", f"no workflow {procedure.workflow_id!r}"):
            report.expect(workflow.procedure_code == procedure.code, name, "WORKFLOW_OF_OTHER",
                          f"{workflow.id} is for {workflow.procedure_code}")
        check_parts(procedure, name, report)
        check_fees(procedure, name, report)
        check_limits(procedure, name, report)
    report.expect(province.catalogue.procedures, "procedures", "PROCEDURES_MISSING", "there is none")
    check_versions(province, report)


def check_head(procedure, where, report):
    report.expect(words.PROCEDURE.fullmatch(procedure.code), where, "CODE_INVALID", "not a national code of two groups")
    report.expect(procedure.version >= 1, where, "VERSION_INVALID", "the version must be at least 1")
    words.check_dates(procedure, where, report)
    for field in ("name_vi", "field_vi", "result_vi"):
        report.expect(getattr(procedure, field).strip(), where, "NAME_MISSING", f"{field} is needed")
    for code in procedure.former_codes:
        report.expect(words.PROCEDURE.fullmatch(code) and code != procedure.code, where, "FORMER_CODE_INVALID",
                      f"{code!r} is not a former code of two groups")
    channels = words.shorts(procedure, "channels")
    report.expect(channels and len(set(channels)) == len(channels), where, "CHANNELS_INVALID",
                  "channels are named, once each")
    online = words.short(procedure, "online_level") != "UNSPECIFIED"
    report.expect(online == ("ONLINE" in channels), where, "ONLINE_LEVEL_INVALID",
                  "a level is given exactly for procedures with the online channel")


def check_handling(procedure, agencies, where, report):
    for code in procedure.handling_agencies:
        report.expect(code in agencies, where, "AGENCY_UNKNOWN", f"no such agency: {code}")
    levels = words.shorts(procedure, "handling_levels")
    report.expect("UNSPECIFIED" not in levels and "DISTRICT" not in levels, where, "LEVEL_INVALID",
                  "no agency of that level may handle anything")
    competent = [agency for agency in agencies.values()
                 if words.short(agency, "level") in levels or agency.code in procedure.handling_agencies]
    last = procedure.valid_to or "9999-12-31"
    for day in (procedure.valid_from, last):
        report.expect(any(words.in_force(agency, day) for agency in competent), where, "HANDLING_MISSING",
                      f"on {day} at least one agency must handle it")


def check_listed_channels(message, procedure, where, report):
    mine = words.shorts(message, "channels")
    report.expect(set(mine) <= set(words.shorts(procedure, "channels")), where, "CHANNEL_INVALID",
                  "it is for a channel that the procedure does not have")


def check_parts(procedure, name, report):
    ids = set()
    for index, part in enumerate(procedure.parts):
        where = f"{name}: parts[{index}]"
        report.expect(words.IDENTIFIER.fullmatch(part.id), where, "PART_ID_INVALID", f"{part.id!r} is not an identifier")
        report.expect(part.id not in ids, where, "PART_DUPLICATE", f"{part.id} is there twice")
        ids.add(part.id)
        report.expect(part.name_vi.strip(), where, "NAME_MISSING", "a name is required")
        report.expect(part.originals >= 0 and part.copies >= 0 and part.originals + part.copies > 0, where,
                      "COUNT_INVALID", "a part is at least one paper")
        report.expect(part.required != bool(part.condition_vi.strip()), where, "CONDITION_MISMATCH",
                      "a part is required, or has a condition")
        check_listed_channels(part, procedure, where, report)
    for channel in words.shorts(procedure, "channels"):
        asked = any(part.required and (not part.channels or channel in words.shorts(part, "channels"))
                    for part in procedure.parts)
        report.expect(asked, name, "PARTS_MISSING", f"nothing is asked of who files by {channel}")


def matches_all_of(first, second, fields):
    """True if everything that matches `second` also matches `first`; empty matches all."""
    channels = not first.channels or (second.channels and set(second.channels) <= set(first.channels))
    return channels and all(getattr(first, field) in ("", getattr(second, field)) for field in fields)


def check_fees(procedure, name, report):
    for index, fee in enumerate(procedure.fees):
        where = f"{name}: fees[{index}]"
        report.expect(words.IDENTIFIER.fullmatch(fee.code), where, "CODE_INVALID", f"{fee.code!r} is not an identifier")
        report.expect(fee.name_vi.strip(), where, "NAME_MISSING", "a name is required")
        timing = words.short(fee, "timing")
        report.expect(timing not in ("UNSPECIFIED", "UNKNOWN"), where, "FEE_INVALID", "the time when it is due is required")
        report.expect(fee.amount_vnd >= 0, where, "FEE_INVALID", "an amount must not be negative")
        report.expect((timing == "FREE") == (fee.amount_vnd == 0), where, "FEE_INVALID", "the amount must be 0 if and only if it is free")
        check_listed_channels(fee, procedure, where, report)
        # The first matching line of a code applies.
        shadow = [j for j, other in enumerate(procedure.fees[:index])
                  if other.code == fee.code and matches_all_of(other, fee, ("payer", "variant"))]
        report.expect(not shadow, where, "FEE_UNREACHABLE", f"line {shadow} is always taken before it")


def check_limits(procedure, name, report):
    for index, limit in enumerate(procedure.limits):
        where = f"{name}: limits[{index}]"
        unit = words.short(limit, "unit")
        if unit in COUNTED:
            report.expect(1 <= limit.value <= 3650, where, "LIMIT_VALUE_INVALID", f"{limit.value} of {unit}")
        else:
            report.expect(limit.value == 0 and unit != "UNKNOWN", where, "LIMIT_VALUE_INVALID",
                          "a value needs a unit")
        report.expect(limit.stage in (0, 1, 2), where, "LIMIT_STAGE_INVALID", "the stage is 1 or 2")
        report.expect(limit.legal_ground.strip(), where, "LEGAL_BASIS_MISSING", "a limit rests on law, or says not")
        for cut_off in limit.cut_offs:
            effect = words.short(cut_off, "effect")
            at = words.TIME_OF_DAY.fullmatch(cut_off.at) is not None
            before = 0 < cut_off.minutes_before_closing < 24 * 60
            report.expect(at != before and (at or not cut_off.at) and (before or not cut_off.minutes_before_closing),
                          where, "CUT_OFF_INVALID", "a time HH:MM, or minutes before closing")
            report.expect(effect in ("FORWARD_ONLY", "START_NEXT_WORKING_DAY")
                          or (effect == "RESULT_NEXT_WORKING_DAY" and unit == "SAME_DAY"), where, "CUT_OFF_INVALID",
                          "only a same-day result moves to the next day")
        kinds = words.shorts_of(limit.pauses, "kind")
        report.expect("UNSPECIFIED" not in kinds and len(kinds) == len(set(kinds)), where, "PAUSE_INVALID",
                      "kinds of pause are named, once each")
        report.expect(not kinds or all(pause.legal_ground.strip() for pause in limit.pauses), where, "PAUSE_INVALID",
                      "a pause rests on law")
        if words.short(limit, "supplement_policy") == "PAUSE":
            report.expect(not kinds or "SUPPLEMENT" in kinds, where, "PAUSE_INVALID",
                          "the policy is PAUSE and the list leaves the supplement out")
        check_listed_channels(limit, procedure, where, report)
        shadow = [j for j, other in enumerate(procedure.limits[:index])
                  if other.variant == limit.variant and max(other.stage, 1) == max(limit.stage, 1)
                  and matches_all_of(other, limit, ("place_class",))]
        report.expect(not shadow, where, "LIMIT_UNREACHABLE", f"line {shadow} is always taken before it")
    if procedure.limits:
        check_every_dossier_has_a_limit(procedure, name, report)


def check_every_dossier_has_a_limit(procedure, name, report):
    for variant in {"", *(limit.variant for limit in procedure.limits)}:
        for channel in words.shorts(procedure, "channels"):
            covered = any(limit.variant == variant and limit.stage <= 1 and not limit.place_class
                          and (not limit.channels or channel in words.shorts(limit, "channels"))
                          for limit in procedure.limits)
            report.expect(covered, name, "LIMIT_NOT_COVERING", f"none for {channel}, variant {variant!r}")


def check_versions(province, report):
    versions = {}
    for procedure in province.catalogue.procedures:
        versions.setdefault(procedure.code, []).append(procedure)
    for code, entries in versions.items():
        entries.sort(key=lambda procedure: procedure.version)
        for before, after in zip(entries, entries[1:]):
            where = f"procedures: {code} version {after.version}"
            report.expect(before.version < after.version, where, "CODE_DUPLICATE", "this version is listed twice")
            end = words.date(before.valid_to) if before.valid_to else None
            follows = end is not None and (end + datetime.timedelta(days=1)).isoformat() == after.valid_from
            report.expect(follows, where, "VERSIONS_NOT_JOINED",
                          f"it does not begin on the day after version {before.version} ends")
