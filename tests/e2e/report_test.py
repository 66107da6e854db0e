"""Form II.06a and the targets, compared with the owners' histories by a recount that shares no code with reporting."""

import datetime
import random

from base import EndToEnd
from desk import AFTER, BEFORE
from motcua_client import actors, stubs
from system import wait_for

ONLINE, DIRECT = "CHANNEL_ONLINE", "CHANNEL_DIRECT"
COLUMNS = ("received_total", "received_online", "received_direct_post", "carried_over", "resolved_total",
           "resolved_early", "resolved_on_time", "resolved_overdue", "open_total", "open_in_limit", "open_overdue")


class Report(EndToEnd):
    def setUp(self):
        super().setUp()
        self.reporting = self.system.service("reporting", "office")
        self.messages = stubs.module("motcua/reporting/v1/reporting_service")

    def form(self, begin, end, grouping="AGENCY", agency=""):
        request = self.messages.GetForm06aRequest(
            period=self.messages.Period(**{"from": str(begin), "to": str(end)}),
            grouping=self.messages.Form06aGrouping.Value(f"FORM06A_GROUPING_{grouping}"), agency=agency)
        return self.reporting.GetForm06a(request)

    @staticmethod
    def numbers(row):
        return [getattr(row, column) for column in COLUMNS]

    def play(self):
        """A few dossiers of every kind, over several days."""
        desk = self.desk
        free = desk.case(ONLINE, lambda case: case.fee(BEFORE) == 0)
        plain = desk.case(DIRECT, lambda case: case.fee(AFTER) == 0)
        desk.file(free)
        desk.hand_over(desk.bring_result(desk.finish(desk.to_work(desk.receive(plain)))))
        asked = desk.ask_supplement(desk.to_work(desk.receive(plain)))
        late = desk.to_work(desk.receive(desk.case(DIRECT, lambda case: case.has_limit and case.fee(AFTER) == 0)))
        desk.move_past(late.dossier.due_at)
        desk.finish(late)
        desk.withdraw(desk.to_work(desk.accept(desk.file(free))))
        desk.by_counter(desk.send_supplement(asked), "ConfirmSupplement")
        self.system.wait_quiet()

    def identities(self, row):
        values = dict(zip(range(3, 14), self.numbers(row)))
        self.assertEqual(values[3], values[4] + values[5] + values[6], row)
        self.assertEqual(values[7], values[8] + values[9] + values[10], row)
        self.assertEqual(values[11], values[12] + values[13], row)
        self.assertEqual(values[3], values[7] + values[11], row)

    def test_01_the_four_identities_for_every_row_and_random_periods(self):
        self.play()
        chance = random.Random(self.id())
        today = self.desk.day
        for _ in range(20):
            end = today - datetime.timedelta(days=chance.randrange(60))
            begin = end - datetime.timedelta(days=chance.randrange(90))
            for grouping in ("AGENCY", "FIELD"):
                form = self.form(begin, end, grouping)
                for row in [*form.rows, form.total]:
                    self.identities(row)
                self.assertEqual(self.numbers(form.total),
                                 [sum(column) for column in zip(*map(self.numbers, form.rows))] or [0] * 11)

    def test_02_the_past_stays_as_it_was_reported(self):
        self.play()
        yesterday = self.desk.day - datetime.timedelta(days=1)
        before = self.form(yesterday - datetime.timedelta(days=30), yesterday)
        self.play()
        after = self.form(yesterday - datetime.timedelta(days=30), yesterday)
        self.assertEqual([self.numbers(row) for row in before.rows], [self.numbers(row) for row in after.rows])

    def test_03_re_emission_and_a_rebuild_change_nothing(self):
        self.play()
        begin, end = self.desk.day - datetime.timedelta(days=60), self.desk.day
        before = self.form(begin, end)
        operations = stubs.module("motcua/operations/v1/operations_service")
        keys = [row[0] for row in self.system.query("intake", "SELECT DISTINCT key FROM event_history WHERE stream ="
                                                    " 'dossier' ORDER BY key")]
        for _ in range(2):
            for key in keys:
                for program in ("intake", "processing"):
                    self.system.operations(program).ReEmit(operations.ReEmitRequest(stream="dossier", key=key))
        self.system.wait_quiet()
        self.assertEqual(self.numbers(self.form(begin, end).total), self.numbers(before.total))
        generation = self.reporting.StartRebuild(self.messages.StartRebuildRequest(
            actor=actors.officer(self.province.code))).generation

        def rebuilt():
            answer = self.reporting.GetRebuild(self.messages.GetRebuildRequest())
            self.assertEqual(answer.failure, "")
            return answer.active_generation == generation
        wait_for(rebuilt, 60, "the new counters have taken over")
        after = self.form(begin, end)
        self.assertEqual([self.numbers(row) for row in after.rows], [self.numbers(row) for row in before.rows])

    def shared_payments(self, page_size=200, **fields):
        """All pages."""
        lines, token = [], ""
        while True:
            page = self.reporting.ListSharedPayments(self.messages.ListSharedPaymentsRequest(
                page_size=page_size, page_token=token, **fields))
            lines.extend(page.payments)
            token = page.next_page_token
            if not token:
                return lines

    def test_04_two_dossiers_paid_with_one_reference_are_flagged(self):
        desk = self.desk
        before = desk.case(ONLINE, lambda case: case.fee(BEFORE) > 0)
        typed = f"FT-{desk.chance.randrange(10 ** 9):09} A"
        other = f" ft{typed[3:12]}a"
        paid = {}
        if before is not None:
            first = desk.at_counter(desk.file(before), "RequestPayment")
            desk.portal.confirm_payment(first.code, first.dossier.fee_vnd, typed)
            paid[first.code] = (first.dossier.fee_vnd, typed)
        while len(paid) < 2:  # in processing; both, in a province without a fee before acceptance
            second = desk.ask_payment(desk.to_work(desk.receive(desk.case(DIRECT))), amount=20000 + len(paid))
            spelling = other if paid else typed
            desk.portal.confirm_payment(second.code, 20000 + len(paid), spelling)
            paid[second.code] = (20000 + len(paid), spelling)
        self.system.wait_quiet()
        key = typed.lower().replace("-", "").replace(" ", "")
        for page_size in (1, 200):
            lines = [line for line in self.shared_payments(page_size) if line.reference_key == key]
            self.assertEqual({line.code: (line.amount_vnd, line.payment_reference) for line in lines}, paid)
            for line in lines:
                self.assertEqual((line.debts, line.total_vnd), (2, sum(amount for amount, _ in paid.values())))
        today = self.messages.Period(**{"from": str(desk.day), "to": str(desk.day)})
        self.assertEqual(len([line for line in self.shared_payments(period=today) if line.reference_key == key]), 2)

    def test_05_bad_input(self):
        today, past = self.desk.day, self.desk.day - datetime.timedelta(days=7)
        self.assert_refused("PERIOD_INVERTED", self.form, today, past)
        self.assert_refused("PERIOD_FUTURE", self.form, past, today + datetime.timedelta(days=1))
        self.assert_refused("PERIOD_INVALID", self.form, "2026-02-30", today)
        self.assert_refused("AGENCY_UNKNOWN", self.form, past, today, agency="X00.000")
        self.assert_refused("AGENCY_UNKNOWN", self.shared_payments, agency="X00.000")
        self.assert_refused("PAGE_SIZE", self.shared_payments, -1)
        self.assert_refused("PERIOD_INVERTED", self.shared_payments,
                            period=self.messages.Period(**{"from": str(today), "to": str(past)}))
