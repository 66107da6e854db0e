"""Every value has a source; unverified values say so, and why."""


def rows(province):
    """(where, source) of every row that must have one."""
    for agency in province.catalogue.agencies:
        yield f"agencies.json: {agency.code}", agency.source
    for rules in province.catalogue.rule_sets:
        yield f"rule-sets.json: {rules.id}", rules.source
    for name, procedure in zip(province.procedure_files, province.catalogue.procedures):
        yield name, procedure.source
        for index, part in enumerate(procedure.parts):
            yield f"{name}: parts[{index}]", part.source
        for index, fee in enumerate(procedure.fees):
            yield f"{name}: fees[{index}]", fee.source
    for name, workflow in zip(province.workflow_files, province.workflows):
        yield name, workflow.source
        for i, stage in enumerate(workflow.stages):
            for j, step in enumerate(stage.steps):
                if step.HasField("source"):  # a step without one stands under its workflow's
                    yield f"{name}: stages[{i}].steps[{j}]", step.source


def check(province, report):
    for where, source in rows(province):
        if source.verified:
            report.expect(source.document.strip(), where, "DOCUMENT_MISSING", "a verified value must name its document")
        else:
            report.expect(source.note.strip(), where, "NOTE_MISSING", "an unverified value needs a note with what and why")


def count_unverified(province):
    return sum(1 for _, source in rows(province) if not source.verified)
