"""Workflows: reception, work in stages, hand-over, within the limit."""

from sample_check import words

HOURS = {"WORKING_DAY": 8, "CALENDAR_DAY": 8, "WORKING_HOUR": 1}  # decisions count 8 hours for any kind of day
HOURS_OF_SAME_DAY = 8


def check(province, report):
    agencies = {agency.code: agency for agency in province.catalogue.agencies}
    procedures = {}
    for procedure in province.catalogue.procedures:
        procedures.setdefault(procedure.workflow_id, []).append(procedure)
    ids = set()
    for name, workflow in zip(province.workflow_files, province.workflows):
        report.expect(name == f"workflows/{workflow.id}.json", name, "FILE_NAME", f"it holds {workflow.id}")
        report.expect(words.IDENTIFIER.fullmatch(workflow.id), name, "CODE_INVALID", "no identifier")
        report.expect(workflow.id not in ids, name, "CODE_DUPLICATE", "this workflow is listed twice")
        ids.add(workflow.id)
        report.expect(workflow.version >= 1, name, "VERSION_INVALID", "the version must be at least 1")
        report.expect(workflow.name_vi.strip(), name, "NAME_MISSING", "a name is required")
        users = procedures.get(workflow.id, [])
        report.expect(users, name, "WORKFLOW_UNUSED", "no procedure names it")
        check_approval(workflow, name, report)
        check_stages(workflow, name, report)
        check_named_agencies(workflow, users, agencies, name, report)
        for procedure in users:
            check_hours(workflow, procedure, name, report)


def check_approval(workflow, name, report):
    complete = workflow.approval_document.strip() and workflow.approved_by.strip()
    report.expect(complete and words.date(workflow.approved_on), name, "APPROVAL_MISSING",
                  "document, signer and date of the approval are required")


def check_stages(workflow, name, report):
    last = len(workflow.stages) - 1
    report.expect(last >= 2, name, "STAGES_INVALID", "reception, one or more stages of processing, hand-over")
    ids = set()
    for i, stage in enumerate(workflow.stages):
        expected = "RECEPTION" if i == 0 else "HAND_OVER" if i == last else "PROCESSING"
        where = f"{name}: stages[{i}]"
        report.expect(stage.steps and (expected == "PROCESSING" or len(stage.steps) == 1), where, "STAGES_INVALID",
                      "a stage must have steps; reception and hand-over exactly one")
        for j, step in enumerate(stage.steps):
            check_step(step, expected, f"{where}.steps[{j}]", report)
            report.expect(step.id not in ids, f"{where}.steps[{j}]", "STEP_DUPLICATE", f"{step.id} is there twice")
            ids.add(step.id)
        # Two parallel tasks of one agency would be one task.
        seats = [(step.agency, step.agency_code) for step in stage.steps]
        report.expect(len(seats) == len(set(seats)), where, "STAGE_SAME_AGENCY",
                      "parallel steps must belong to different agencies")


def check_step(step, expected, where, report):
    kind = words.short(step, "kind")
    agency = words.short(step, "agency")
    report.expect(words.IDENTIFIER.fullmatch(step.id), where, "CODE_INVALID", f"{step.id!r} is not an identifier")
    report.expect(step.name_vi.strip() and step.name_en.strip(), where, "NAME_MISSING", "names are needed")
    report.expect(step.role_vi.strip(), where, "ROLE_MISSING", "the role that does it is required (sáu rõ)")
    report.expect(kind == expected, where, "STEP_KIND_INVALID", f"{kind} where {expected} is")
    report.expect(agency in ("RECEIVING", "HANDLING", "NAMED"), where, "STEP_AGENCY_INVALID", "the step must say which agency handles it")
    report.expect(expected == "PROCESSING" or agency == "RECEIVING", where, "STEP_AGENCY_INVALID",
                  "reception and hand-over must fall to the counter")
    report.expect((agency == "NAMED") == bool(step.agency_code), where, "STEP_AGENCY_INVALID",
                  "an agency code must be given if and only if the step falls to a named agency")
    report.expect(0 <= step.hours <= 10000, where, "HOURS_INVALID", f"{step.hours} hours")


def check_named_agencies(workflow, users, agencies, name, report):
    for stage in workflow.stages:
        for step in stage.steps:
            if not step.agency_code:
                continue
            agency = agencies.get(step.agency_code)
            where = f"{name}: {step.id}"
            if report.expect(agency is not None, where, "AGENCY_UNKNOWN", f"no such agency: {step.agency_code}"):
                for procedure in users:
                    report.expect(words.covers(agency, procedure), where, "AGENCY_CLOSED",
                                  f"{agency.code} does not exist as long as {procedure.code} version "
                                  f"{procedure.version} is in force")


def hours_in_limit(workflow):
    """Of parallel steps the longest counts."""
    return sum(max((step.hours for step in stage.steps if step.in_limit), default=0) for stage in workflow.stages)


def check_hours(workflow, procedure, name, report):
    total = hours_in_limit(workflow)
    for limit in procedure.limits:
        unit = words.short(limit, "unit")
        allowed = HOURS_OF_SAME_DAY if unit == "SAME_DAY" else HOURS.get(unit, 0) * limit.value
        if limit.stage > 1 or allowed == 0 or limit.variant:
            continue  # the steps are those of the plain case
        where = f"{name}: for {procedure.code} version {procedure.version}"
        report.expect(total <= allowed, where, "HOURS_OVER_LIMIT", f"steps of {total} h, limit of {allowed} h")
        if workflow.source.verified and not limit.place_class:
            report.expect(total == allowed, where, "HOURS_NOT_LIMIT",
                          f"approved steps of {total} h do not make up the limit of {allowed} h")
