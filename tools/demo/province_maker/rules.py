"""Two rule sets, which change on 1/7/2025."""

from province_maker.agencies import FIRST_DAY_OF_NEW, LAST_DAY_OF_OLD
from province_maker.files import source


def make_rule_sets(chance):
    rule_sets = []
    for number, dates in enumerate([{"valid_from": "2018-01-01", "valid_to": LAST_DAY_OF_OLD},
                                    {"valid_from": FIRST_DAY_OF_NEW}], start=1):
        acceptance = chance.randint(4, 16)
        rule_sets.append({
            "id": f"luat-{number}-{chance.randint(100, 999)}", **dates,
            "acceptance_limit_hours": acceptance,
            "acceptance_alert_hours": chance.randint(1, acceptance - 1),
            "supplement_limit_days": chance.randint(5, 30),
            "payment_limit_days": chance.randint(3, 20),
            "max_supplement_requests": chance.randint(1, 2),
            "max_extensions": chance.randint(1, 2),
            "resume_allowed": chance.random() < 0.5,
            "legal_basis": [f"Nghị định mẫu số {chance.randint(1, 400)}"],
            "source": source(),
        })
    return rule_sets
