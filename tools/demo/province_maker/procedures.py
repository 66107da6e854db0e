"""Five kinds of procedure that always exist, and up to three more of any kind."""

from province_maker.agencies import BEGINNING
from province_maker.days import clock
from province_maker.files import source
from province_maker.names import ACTS, DATABASES, FIELDS, OBJECTS, PAPERS, SYLLABLES

DIRECT, ONLINE, POST = CHANNELS = ["CHANNEL_DIRECT", "CHANNEL_ONLINE", "CHANNEL_POST"]
LAW = "Quy định mẫu"


def make_procedures(chance, tree, afternoon):
    kinds = [prepaid, postpaid, unlimited, same_day, joint]
    kinds += chance.choices(kinds, k=chance.randint(0, 3))
    chance.shuffle(kinds)
    codes = set()
    while len(codes) < len(kinds):
        codes.add(f"{chance.randint(1, 3)}.{chance.randint(100000, 999999)}")
    procedures = []
    for code, kind in zip(sorted(codes), kinds):
        procedure = make_frame(chance, code)
        kind(chance, procedure, tree, afternoon)
        procedure["parts"] = make_parts(chance, procedure["channels"])
        procedure["workflow_id"] = f"quy-trinh-{code}"
        procedure["legal_basis"] = [LAW]
        procedure["source"] = source()
        procedures.append(procedure)
    return procedures


def make_frame(chance, code):
    thing = chance.choice(OBJECTS)
    field = chance.choice(FIELDS)
    return {
        "code": code,
        "version": chance.randint(1, 3),
        "valid_from": BEGINNING,
        "name_vi": f"{chance.choice(ACTS)} {thing} {chance.choice(SYLLABLES)} {chance.choice(SYLLABLES)}",
        "field_code": f"LV{FIELDS.index(field) + 1:02}",
        "field_vi": field,
        "result_vi": thing.capitalize(),
        "channels": CHANNELS,
        "online_level": chance.choice(["ONLINE_LEVEL_PARTLY", "ONLINE_LEVEL_FULLY"]),
        "non_boundary": True,
    }


def handle_by(chance, procedure, tree):
    """The communes, or one or two departments."""
    if chance.random() < 0.5:
        procedure["handling_levels"] = ["AGENCY_LEVEL_COMMUNE"]
    else:
        procedure["handling_agencies"] = chance.sample(tree.departments, chance.randint(1, 2))


def make_parts(chance, channels):
    parts = [{"id": "don", "name_vi": "Đơn đề nghị", "originals": 1, "required": True, "source": source()}]
    for number, paper in enumerate(chance.sample(PAPERS, chance.randint(1, 4)), start=1):
        part = {"id": f"giay-to-{number}", "name_vi": paper, "source": source()}
        part[chance.choice(["originals", "copies"])] = chance.randint(1, 3)
        if chance.random() < 0.5:
            part["required"] = True
        else:
            part["condition_vi"] = f"Trường hợp {number}"
        if chance.random() < 0.3:
            part["replaced_by"] = chance.choice(DATABASES)
        if chance.random() < 0.3:
            part["channels"] = chance.sample(channels, 1)
        parts.append(part)
    return parts


def fee(chance, timing, **more):
    amount = 0 if timing == "FREE" else chance.randint(1, 400) * 500
    return {"code": "phi", "name_vi": "Phí mẫu", "amount_vnd": amount, "timing": f"FEE_TIMING_{timing}", **more,
            "legal_ground": LAW, "source": source()}


def limit(unit, value=0, policy="RESTART", **more):
    line = {"unit": f"LIMIT_UNIT_{unit}", "start_event": "START_EVENT_FULL_DOSSIER",
            "supplement_policy": f"SUPPLEMENT_POLICY_{policy}", **more, "legal_ground": LAW}
    if value:
        line["value"] = value
    return line


def cut_off(chance, afternoon, effect):
    """A time of day, or minutes before closing: both in the afternoon."""
    begin, end = afternoon
    line = {"effect": f"CUT_OFF_EFFECT_{effect}"}
    if chance.random() < 0.5:
        line["at"] = clock(chance.randrange(begin + 15, end - 15, 5))
    else:
        line["minutes_before_closing"] = chance.choice([30, 60, 90])
    return line


def convention(chance):
    return chance.choice(["DUE_CONVENTION_KEEP_CLOCK_TIME", "DUE_CONVENTION_END_OF_DAY"])


def prepaid(chance, procedure, tree, afternoon):
    """Fee before acceptance; limit in working days that a supplement starts again."""
    handle_by(chance, procedure, tree)
    procedure["online_level"] = "ONLINE_LEVEL_FULLY"
    procedure["fees"] = [fee(chance, "FREE", payer="exempt"), fee(chance, "BEFORE_ACCEPTANCE")]
    procedure["limits"] = [limit("WORKING_DAY", chance.randint(2, 15), convention=convention(chance),
                                 cut_offs=[cut_off(chance, afternoon, "START_NEXT_WORKING_DAY")])]


def postpaid(chance, procedure, tree, afternoon):
    """Fee after acceptance by payer and channel; limit in days by place, which waits stop."""
    del afternoon
    handle_by(chance, procedure, tree)
    procedure["fees"] = [fee(chance, "AFTER_ACCEPTANCE", payer="organisation"),
                         fee(chance, "AFTER_ACCEPTANCE", payer="household", channels=[ONLINE]),
                         fee(chance, "AFTER_ACCEPTANCE", payer="household")]
    pauses = [{"kind": f"PAUSE_KIND_{kind}", "legal_ground": LAW} for kind in ("SUPPLEMENT", "PAYMENT", "STOP")]
    value = chance.randint(5, 30)
    how = {"policy": "PAUSE", "pauses": pauses, "convention": convention(chance)}
    procedure["limits"] = [limit("CALENDAR_DAY", value + chance.randint(5, 15), place_class="mountainous", **how),
                           limit("CALENDAR_DAY", value, **how)]


def unlimited(chance, procedure, tree, afternoon):
    """No legal limit, so no due date."""
    del afternoon
    handle_by(chance, procedure, tree)
    procedure["fees"] = [fee(chance, "FREE")]


def same_day(chance, procedure, tree, afternoon):
    """The result the same day, a complex case later; at the counter of the place only."""
    del tree
    procedure["handling_levels"] = ["AGENCY_LEVEL_COMMUNE"]
    if chance.random() < 0.5:
        procedure["channels"] = [DIRECT]
        del procedure["online_level"]
        del procedure["non_boundary"]
    procedure["fees"] = [fee(chance, "AFTER_ACCEPTANCE", variant="complex"), fee(chance, "AFTER_ACCEPTANCE")]
    procedure["limits"] = [
        limit("WORKING_DAY", chance.randint(1, 3), variant="complex", convention="DUE_CONVENTION_END_OF_DAY"),
        limit("SAME_DAY", cut_offs=[cut_off(chance, afternoon, "RESULT_NEXT_WORKING_DAY")])]


def joint(chance, procedure, tree, afternoon):
    """Several agencies at once; limit in working hours, another one online."""
    procedure["handling_agencies"] = chance.sample(tree.departments, 1)
    procedure["fees"] = [fee(chance, "BEFORE_ACCEPTANCE", channels=[ONLINE]), fee(chance, "AFTER_ACCEPTANCE")]
    value = chance.randint(16, 120)
    policy = chance.choice(["RESTART", "PAUSE"])
    procedure["limits"] = [
        limit("WORKING_HOUR", chance.randint(16, value), policy, channels=[ONLINE]),
        limit("WORKING_HOUR", value, policy, cut_offs=[cut_off(chance, afternoon, "FORWARD_ONLY")])]
