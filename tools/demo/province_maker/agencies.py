"""A tree of agencies on two levels, with partners outside it."""

import dataclasses

from province_maker.files import source
from province_maker.names import places

BEGINNING = "2024-01-01"
LAST_DAY_OF_OLD = "2025-06-30"
FIRST_DAY_OF_NEW = "2025-07-01"


@dataclasses.dataclass
class Tree:
    code: str
    name_vi: str
    rows: list
    departments: list  # codes of those open on every day
    communes: list
    partners: list


def make_tree(chance):
    code = f"H{chance.choice([n for n in range(1, 64) if n != 19]):02}"  # H19 is the sample's
    name = places(chance)
    tree = Tree(code, f"tỉnh {next(name)}", [], [], [], [])

    def add(row_code, name_vi, level, parent, **more):
        row = {"code": row_code, "name_vi": name_vi, "level": f"AGENCY_LEVEL_{level}", "valid_from": BEGINNING}
        if parent:
            row["parent"] = parent
        tree.rows.append({**row, **more, "source": source()})
        return row_code

    add(code, f"UBND {tree.name_vi}", "PROVINCE", "", former_codes=[f"000.00.00.{code}"])
    # Groups of one length: no two codes are equal without dots.
    numbers = chance.sample(range(100, 1000), 40)
    add(f"{code}.{numbers.pop()}", "Trung tâm Phục vụ hành chính công", "CENTRE", code, receives=True)
    for _ in range(chance.randint(3, 6)):
        department = add(f"{code}.{numbers.pop()}", f"Sở {next(name)}", "DEPARTMENT", code, receives=True)
        tree.departments.append(department)
        for number in range(1, chance.randint(1, 3)):
            kind, level = chance.choice([("Phòng", "DIVISION"), ("Chi nhánh", "BRANCH")])
            add(f"{department}.{number:02}", f"{kind} {next(name)}", level, department)
    add_communes(chance, tree, add, name, numbers)
    for kind in ("THUE", "CA"):
        tree.partners.append(add(f"{kind}.{code}", f"{kind} {tree.name_vi}", "PARTNER", ""))
    return tree


def add_communes(chance, tree, add, name, numbers):
    code = tree.code
    for _ in range(chance.randint(4, 10)):
        more = {"place_class": "mountainous"} if chance.random() < 0.3 else {}
        commune = add(f"{code}.{numbers.pop()}", f"UBND {chance.choice(['xã', 'phường'])} {next(name)}", "COMMUNE",
                      code, receives=True, **more)
        tree.communes.append(commune)
    # One that existed under a district until 30/6/2025, and its successor.
    district = add(f"{code}.{numbers.pop()}", f"UBND huyện {next(name)}", "DISTRICT", code, valid_to=LAST_DAY_OF_OLD)
    heir = add(f"{code}.{numbers.pop()}", f"UBND xã {next(name)}", "COMMUNE", code, receives=True,
               valid_from=FIRST_DAY_OF_NEW)
    add(f"{code}.{numbers.pop()}", f"UBND xã {next(name)}", "COMMUNE", district, receives=True,
        valid_to=LAST_DAY_OF_OLD, successor=heir, former_codes=[f"000.{numbers.pop() % 90 + 10}.01.{code}"])
