"""Legal rules by date."""

import datetime

from sample_check import words

RANGES = {
    "acceptance_limit_hours": (1, 400),
    "acceptance_alert_hours": (1, 400),
    "supplement_limit_days": (1, 400),
    "payment_limit_days": (1, 400),
    "max_supplement_requests": (1, 100),
    "max_extensions": (0, 100),
}


def check(province, report):
    rule_sets = sorted(province.catalogue.rule_sets, key=lambda rules: rules.valid_from)
    report.expect(rule_sets, "rule-sets.json", "RULE_SET_MISSING", "at least one rule set is required")
    ids = set()
    for rules in rule_sets:
        where = f"rule-sets.json: {rules.id}"
        report.expect(words.IDENTIFIER.fullmatch(rules.id), where, "CODE_INVALID", "no identifier")
        report.expect(rules.id not in ids, where, "CODE_DUPLICATE", "this rule set is listed twice")
        ids.add(rules.id)
        words.check_dates(rules, where, report)
        for field, (least, most) in RANGES.items():
            report.expect(least <= getattr(rules, field) <= most, where, "RULE_VALUE_INVALID",
                          f"{field} is {getattr(rules, field)}, not {least} to {most}")
        report.expect(rules.acceptance_alert_hours <= rules.acceptance_limit_hours, where, "RULE_VALUE_INVALID",
                      "the alert comes after the limit")
        report.expect(rules.legal_basis, where, "LEGAL_BASIS_MISSING", "rules rest on law")
    for before, after in zip(rule_sets, rule_sets[1:]):
        end = words.date(before.valid_to) if before.valid_to else None
        follows = end is not None and (end + datetime.timedelta(days=1)).isoformat() == after.valid_from
        report.expect(follows, f"rule-sets.json: {after.id}", "RULE_SETS_NOT_JOINED",
                      f"it does not begin on the day after {before.id} ends")
    if rule_sets:
        report.expect(not rule_sets[-1].valid_to, f"rule-sets.json: {rule_sets[-1].id}", "RULE_SETS_END",
                      "the last rule set has an end")
