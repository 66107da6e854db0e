"""Reception, work in series and at once, hand-over: within the limit."""

from province_maker.agencies import BEGINNING
from province_maker.files import source

HOURS_OF_DAY = 8
HOURS = {"LIMIT_UNIT_WORKING_DAY": HOURS_OF_DAY, "LIMIT_UNIT_CALENDAR_DAY": HOURS_OF_DAY,
         "LIMIT_UNIT_WORKING_HOUR": 1}


def make_workflow(chance, tree, procedure):
    left = shortest_limit(procedure)
    stages = [[step("tiep-nhan", "RECEPTION", "RECEIVING", min(left, 1))]]
    left -= min(left, 1)
    own = step("tham-dinh", "PROCESSING", "HANDLING", left // 2)
    stages.append([own])
    left -= own.get("hours", 0)
    if needs_joint_work(procedure):
        # Two named agencies at once; the longest of them counts.
        first, second = chance.sample([code for code in tree.departments + tree.partners
                                       if code not in procedure.get("handling_agencies", [])], 2)
        longest = left // 2
        pair = [step("y-kien-1", "PROCESSING", "NAMED", longest, first),
                step("y-kien-2", "PROCESSING", "NAMED", chance.randint(0, longest), second)]
        stages.append(pair)
        left -= longest
    for number in range(1, chance.randint(1, 4)):
        hours = chance.randint(0, left)
        agency, code = ("HANDLING", "") if chance.random() < 0.6 else ("NAMED", chance.choice(tree.departments))
        stages.append([step(f"xu-ly-{number}", "PROCESSING", agency, hours, code)])
        left -= hours
    stages.append([step("tra-ket-qua", "HAND_OVER", "RECEIVING", chance.randint(0, left))])
    return {
        "id": procedure["workflow_id"],
        "version": chance.randint(1, 3),
        "procedure_code": procedure["code"],
        "name_vi": f"Quy trình: {procedure['name_vi']}",
        "stages": [{"steps": steps} for steps in stages],
        "approval_document": "Phê duyệt mẫu, không có thật",
        "approved_by": "Không có thật",
        "approved_on": BEGINNING,
        "source": source(),
    }


def shortest_limit(procedure):
    """In working hours; 0 when there is none."""
    hours = [HOURS_OF_DAY if limit["unit"] == "LIMIT_UNIT_SAME_DAY" else HOURS[limit["unit"]] * limit["value"]
             for limit in procedure.get("limits", [])]
    return min(hours, default=0)


def needs_joint_work(procedure):
    """Procedures of one handling department whose limit runs in hours (`joint`)."""
    return any(limit["unit"] == "LIMIT_UNIT_WORKING_HOUR" for limit in procedure.get("limits", []))


def step(step_id, kind, agency, hours, code=""):
    row = {"id": step_id, "name_vi": f"Bước {step_id}", "name_en": f"Step {step_id}", "kind": f"STEP_KIND_{kind}",
           "agency": f"STEP_AGENCY_{agency}", "role_vi": "Người được phân công", "in_limit": True}
    if code:
        row["agency_code"] = code
    if hours:
        row["hours"] = hours
    return row
