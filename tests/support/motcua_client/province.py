"""A province read from its directory (deploy/sample/README.md), and what may be filed there."""

import datetime
import json
import pathlib

from motcua_client import actors, stubs

SAMPLE = pathlib.Path(__file__).resolve().parents[3] / "deploy" / "sample"
CHANNELS = {"CHANNEL_DIRECT": 1, "CHANNEL_ONLINE": 2, "CHANNEL_POST": 3}
STANDS_FOR_PARENT = ("AGENCY_LEVEL_CENTRE", "AGENCY_LEVEL_BRANCH", "AGENCY_LEVEL_RECEPTION_POINT")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


class Province:
    """The documents of one directory, as dictionaries with proto's field names."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.head = self._read("province.json")
        self.code = self.head["province"]
        self.agencies = {row["code"]: row for row in self._read("agencies.json")["agencies"]}
        self.rule_sets = self._read("rule-sets.json")["rule_sets"]
        self.calendar = self._read("calendar.json")
        self.templates = self._read_or_sample("templates.json")["templates"]
        self.targets = self._read_or_sample("targets.json")["targets"]
        self.petition_rules = self._read_or_sample("petition-rules.json")
        if self.petition_rules["centre"] not in self.agencies:
            self.petition_rules["centre"] = next(code for code, row in self.agencies.items()
                                                 if row["level"] == "AGENCY_LEVEL_CENTRE")
        self.procedures = self._read_all("procedures")
        self.workflows = {row["id"]: row for row in self._read_all("workflows")}

    def _read(self, name):
        return json.loads((self.directory / name).read_text(encoding="utf-8"))

    def _read_or_sample(self, name):
        """Documents that do not depend on the place are those of the sample if the province has none."""
        path = self.directory / name
        return json.loads((path if path.exists() else SAMPLE / name).read_text(encoding="utf-8"))

    def _read_all(self, folder):
        return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((self.directory / folder).glob("*.json"))]

    # Rules in force on a day.

    def procedures_on(self, day):
        return [row for row in self.procedures if in_force(row, day)]

    def rule_set_on(self, day):
        return next(row for row in self.rule_sets if in_force(row, day))

    def agencies_on(self, day):
        return [row for row in self.agencies.values()
                if in_force(row, day) and row["level"] != "AGENCY_LEVEL_DISTRICT"]

    def handlers_of(self, procedure, day):
        """Agencies competent to decide, by code."""
        return sorted(row["code"] for row in self.agencies_on(day)
                      if row["level"] in procedure.get("handling_levels", ())
                      or row["code"] in procedure.get("handling_agencies", ()))

    def receivers_of(self, procedure, handling, day):
        """Counters that may receive it for that agency, by code."""
        counters = [row["code"] for row in self.agencies_on(day) if row.get("receives")]
        if not procedure.get("non_boundary"):
            counters = [code for code in counters if self._within_boundary(code, handling)]
        return sorted(counters)

    def _within_boundary(self, receiving, handling):
        if receiving == handling or self.agencies[handling]["level"] == "AGENCY_LEVEL_PARTNER":
            return True
        seat = receiving
        while self.agencies[seat]["level"] in STANDS_FOR_PARENT and self.agencies[seat].get("parent"):
            seat = self.agencies[seat]["parent"]
        while handling:
            if handling == seat:
                return True
            handling = self.agencies[handling].get("parent", "")
        return False

    # The working calendar.

    def office_hours(self, day):
        """[(from, to)] of a local date, earliest first; empty on a day off."""
        kinds = {row["kind"] for row in self.calendar["days"] if row["date"] == day.isoformat()}
        weekday = WEEKDAYS[day.weekday()]
        if "makeup_workday" in kinds:
            weekday = "fri"
        elif kinds:
            return []
        return sorted((clock(line["from"]), clock(line["to"])) for line in self.calendar["office_hours"]
                      if weekday in line["weekdays"])

    def opened(self, day):
        """20 minutes after the opening of the first working day from that date on: with any possible office hours, this
        is after the quiet hours of texts."""
        while not self.office_hours(day):
            day += datetime.timedelta(days=1)
        opening = datetime.datetime.combine(day, self.office_hours(day)[0][0], VIETNAM)
        return opening + datetime.timedelta(minutes=20)

    def moments(self, begin, end, minutes):
        """Every `minutes` of office time from one date to another, both included."""
        found = []
        day = begin
        while day <= end:
            for opening, closing in self.office_hours(day):
                at = datetime.datetime.combine(day, opening, VIETNAM)
                while at < datetime.datetime.combine(day, closing, VIETNAM):
                    found.append(at)
                    at += datetime.timedelta(minutes=minutes)
            day += datetime.timedelta(days=1)
        return found

    # As messages.

    def catalogue(self):
        """The motcua.catalogue.v1.Catalogue to load into intake."""
        from google.protobuf import json_format  # pylint: disable=import-outside-toplevel
        catalogue = stubs.module("motcua/catalogue/v1/catalogue").Catalogue()
        return json_format.ParseDict({**self.head, "agencies": list(self.agencies.values()),
                                      "rule_sets": self.rule_sets, "procedures": self.procedures}, catalogue)

    def workflow_messages(self):
        from google.protobuf import json_format  # pylint: disable=import-outside-toplevel
        workflow = stubs.module("motcua/workflow/v1/workflow").Workflow
        return [json_format.ParseDict(row, workflow()) for row in self.workflows.values()]

    def template_messages(self):
        from google.protobuf import json_format  # pylint: disable=import-outside-toplevel
        template = stubs.module("motcua/notification/v1/notification_service").Template
        return [json_format.ParseDict(row, template()) for row in self.templates]

    def calendar_document(self):
        return (self.directory / "calendar.json").read_text(encoding="utf-8")


class Case:
    """One combination that may be filed: procedure, agencies, channel, case and payer."""

    def __init__(self, province, procedure, handling, receiving, channel, variant="", payer=""):
        self.province = province
        self.procedure = procedure
        self.handling = handling
        self.receiving = receiving
        self.channel = channel
        self.variant = variant
        self.payer = payer

    @property
    def online(self):
        return self.channel == "CHANNEL_ONLINE"

    @property
    def workflow(self):
        return self.province.workflows[self.procedure["workflow_id"]]

    def fee(self, timing):
        """Sum of the fees of that timing; the first matching line of a code applies."""
        taken, total = set(), 0
        for line in self.procedure.get("fees", ()):
            matches = (self.channel in line.get("channels", [self.channel])
                       and line.get("payer", "") in ("", self.payer)
                       and line.get("variant", "") in ("", self.variant))
            if matches and line["code"] not in taken:
                taken.add(line["code"])
                if line["timing"] == timing:
                    total += int(line.get("amount_vnd", 0))
        return total

    @property
    def has_limit(self):
        place = self.province.agencies[self.handling].get("place_class", "")
        return any(self.channel in limit.get("channels", [self.channel])
                   and limit.get("place_class", "") in ("", place)
                   and limit.get("variant", "") in ("", self.variant)
                   for limit in self.procedure.get("limits", ()))

    def required_parts(self):
        return [part for part in self.procedure.get("parts", ())
                if part.get("required") and self.channel in part.get("channels", [self.channel])]

    def content(self, paper_ids=(), leave_out=(), applicant=None):
        """The motcua.intake.v1.DossierContent. Online every required part refers to a paper of `paper_ids`."""
        intake = stubs.module("motcua/intake/v1/intake_service")
        papers = list(paper_ids)
        parts = []
        for part in self.required_parts():
            if part["id"] in leave_out:
                continue
            filed = intake.FiledPart(part_id=part["id"])
            if part.get("replaced_by"):
                filed.replaced_by_data = True
            elif self.online:
                filed.paper_ids.append(papers.pop(0))
            else:
                filed.originals = part.get("originals", 0)
                filed.copies = part.get("copies", 0) or (0 if filed.originals else 1)
            parts.append(filed)
        return intake.DossierContent(
            procedure_code=self.procedure["code"], receiving_agency=self.receiving, handling_agency=self.handling,
            applicant=applicant or actors.applicant(), parts=parts,
            subject=self.procedure["name_vi"][:200], variant=self.variant, payer=self.payer)

    def papers_needed(self):
        return sum(1 for part in self.required_parts() if not part.get("replaced_by")) if self.online else 0


def choose_case(province, chance, day, channel, accept=lambda case: True):
    """A random Case of that channel accepted by `accept`, or None when the province has none."""
    procedures = [row for row in province.procedures_on(day) if channel in row["channels"]]
    chance.shuffle(procedures)
    for procedure in procedures:
        handlers = province.handlers_of(procedure, day)
        chance.shuffle(handlers)
        for handling in handlers[:8]:
            receivers = province.receivers_of(procedure, handling, day)
            if not receivers:
                continue
            # Usually the agency's own counter.
            at_home = handling in receivers and chance.random() < 0.6
            receiving = handling if at_home else chance.choice(receivers)
            case = Case(province, procedure, handling, receiving, channel, *choose_matter(procedure, chance))
            if accept(case):
                return case
    return None


def choose_matter(procedure, chance):
    """(variant, payer) of the procedure; mostly the default case."""
    lines = [*procedure.get("fees", ()), *procedure.get("limits", ())]
    variants = sorted({line.get("variant", "") for line in lines} | {""})
    variant = "" if chance.random() < 0.7 else chance.choice(variants)
    payers = sorted({line.get("payer", "") for line in procedure.get("fees", ())})
    return variant, chance.choice(payers) if payers else ""


def in_force(row, day):
    text = day.isoformat()
    return row.get("valid_from", "") <= text and (not row.get("valid_to") or text <= row["valid_to"])


def clock(text):
    hours, minutes = text.split(":")
    return datetime.time(int(hours), int(minutes))


def load(province, catalogue_service, rules_service):
    """Loads the owners' part over gRPC, as `motcuactl load` does: rules first, so that procedures find their
    workflow."""
    intake = stubs.module("motcua/intake/v1/catalogue_service")
    processing = stubs.module("motcua/processing/v1/rules_service")
    rules_service.LoadCalendar(processing.LoadCalendarRequest(document=province.calendar_document()))
    catalogue_service.LoadCatalogue(intake.LoadCatalogueRequest(catalogue=province.catalogue()))
    rules_service.LoadWorkflows(processing.LoadWorkflowsRequest(workflows=province.workflow_messages()))


def load_templates(province, notification_service):
    notification = stubs.module("motcua/notification/v1/notification_service")
    notification_service.LoadTemplates(notification.LoadTemplatesRequest(templates=province.template_messages()))


def load_petition_rules(province, feedback_service):
    from google.protobuf import json_format  # pylint: disable=import-outside-toplevel
    feedback = stubs.module("motcua/feedback/v1/feedback_service")
    feedback_service.LoadPetitionRules(feedback.LoadPetitionRulesRequest(
        rules=json_format.ParseDict(province.petition_rules, feedback.PetitionRules())))


def load_targets(province, reporting_service):
    from google.protobuf import json_format  # pylint: disable=import-outside-toplevel
    reporting = stubs.module("motcua/reporting/v1/reporting_service")
    reporting_service.LoadTargets(reporting.LoadTargetsRequest(
        targets=[json_format.ParseDict(row, reporting.Target()) for row in province.targets]))
