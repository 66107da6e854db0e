#include <algorithm>

#include <gtest/gtest.h>

#include "motcua/feedback/events/v1/feedback_events.pb.h"
#include "motcua/intake/events/v1/catalogue_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/wire/time.h"

#include "component/world.h"

namespace motcua::reporting::testing {
namespace {

using namespace std::chrono_literals;

constexpr int kDossiers = 60;
constexpr std::chrono::days kOneDay{1};

std::vector<Delivery> FiveTimes(const std::vector<Delivery>& once, std::mt19937& random) {
  std::vector<Delivery> all;
  for (int i = 0; i < 5; ++i) {
    all.insert(all.end(), once.begin(), once.end());
  }
  std::shuffle(all.begin(), all.end(), random);
  return all;
}

// Every event five times, in random order, both topics mixed, by three threads.
TEST(Counting, IsTheDefinitionWhateverTheOrderOfTheEvents) {
  const unsigned seed = Seed();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  World world;
  const auto histories = MakeHistories(seed, kDossiers);
  const auto once = world.Publish(histories);
  world.TakeAll(FiveTimes(once, random), 3);
  world.Settle();

  EXPECT_EQ(world.Number("SELECT sum(events) FROM event_counts"),
            static_cast<std::int64_t>(once.size()));
  EXPECT_EQ(world.Number("SELECT count(*) FROM dead_letters"), 0);
  std::vector<Period> periods;
  for (calendar::LocalDate day = WholeSpan().from; day <= WholeSpan().to; day += kOneDay) {
    periods.push_back({.from = day, .to = day});
  }
  for (int i = 0; i < 50; ++i) {
    periods.push_back(RandomPeriod(random));
  }
  for (const Period& period : periods) {
    const auto expected = Recount(histories, period);
    const auto form = world.Form(period);
    ASSERT_TRUE(form.ok()) << form.status();
    ASSERT_NO_FATAL_FAILURE(ExpectEqual(*form, expected));
    // The report of one agency has the same row as that of all.
    const std::string agency = AgencyName(static_cast<int>(random() % kAgencies));
    const auto one = world.Form(period, Grouping::kAgency, agency);
    ASSERT_TRUE(one.ok()) << one.status();
    ASSERT_EQ(one->rows.size(), 1U);
    const auto row = expected.find(agency);
    EXPECT_EQ(one->rows[0].received_total, row == expected.end() ? 0 : row->second.received_total);
    // All fields together have all dossiers.
    const auto by_field = world.Form(period, Grouping::kField);
    ASSERT_TRUE(by_field.ok()) << by_field.status();
    EXPECT_EQ(by_field->total, form->total);
    ASSERT_FALSE(::testing::Test::HasFailure());
  }
}

TEST(Counting, AFieldIsThatOfTheVersionUnderWhichADossierWasReceived) {
  World world;
  const auto histories = MakeHistories(7, kDossiers);
  world.TakeAll(world.Publish(histories), 2);
  world.Settle();
  std::map<std::string, std::int64_t> expected;
  for (const History& history : histories) {
    const Happening& last = history.happenings.back();
    if (last.received_at.has_value()) {
      ++expected[last.procedure == "1.003" && last.procedure_version == 2 ? "Đất đai" : "Hộ tịch"];
    }
  }
  const auto form = world.Form(WholeSpan(), Grouping::kField);
  ASSERT_TRUE(form.ok()) << form.status();
  std::map<std::string, std::int64_t> counted;
  for (const Form06aRow& row : form->rows) {
    counted[row.name_vi] = row.received_total;
  }
  EXPECT_EQ(counted, expected);
}

// A report of a day does not change later.
TEST(Counting, LaterEventsLeaveAPastPeriodAlone) {
  const unsigned seed = Seed();
  SCOPED_TRACE(seed);
  World world;
  const auto histories = MakeHistories(seed, kDossiers);
  auto deliveries = world.Publish(histories);
  std::ranges::stable_sort(deliveries, {}, [](const Delivery& delivery) {
    return outbox::FromMessage(delivery.message).value().occurred_at;
  });
  std::vector<Form06a> reported;
  const Period span = WholeSpan();
  std::size_t next = 0;
  for (calendar::LocalDate day = span.from; day <= span.to; day += 7 * kOneDay) {
    const Instant midnight = calendar::ToInstant(calendar::LocalTime(day + kOneDay));
    for (; next < deliveries.size() &&
           outbox::FromMessage(deliveries[next].message)->occurred_at < midnight;
         ++next) {
      ASSERT_TRUE(world.Take(deliveries[next]).ok());
    }
    reported.push_back(world.Form({.from = span.from, .to = day}).value());
  }
  for (const Form06a& then : reported) {
    const Form06a now = world.Form(then.period).value();
    EXPECT_EQ(now.rows, then.rows) << calendar::FormatDate(then.period.to);
    EXPECT_GE(now.events, then.events);
  }
}

TEST(Counting, TheOverdueListIsColumn13OfToday) {
  World world;
  const auto histories = MakeHistories(Seed(), 150);
  world.TakeAll(world.Publish(histories), 3);
  world.Settle();
  const calendar::LocalDate today = WholeSpan().to;
  const Instant midnight = calendar::ToInstant(calendar::LocalTime(today));
  const Form06a form = world.Form({.from = today, .to = today}).value();
  ASSERT_GT(form.total.open_overdue, 0);
  // By pages of 3, over all agencies.
  std::vector<OverdueRow> all;
  OverduePosition place;
  while (true) {
    const auto page = world.reports().ListOverdue({}, "", midnight, place, 3);
    ASSERT_TRUE(page.ok()) << page.status();
    if (page->empty()) {
      break;
    }
    all.insert(all.end(), page->begin(), page->end());
    place = page->back().position;
  }
  EXPECT_EQ(static_cast<std::int64_t>(all.size()), form.total.open_overdue);
  EXPECT_TRUE(std::ranges::is_sorted(all, {}, [](const OverdueRow& row) {
    return std::tuple(row.agency, row.due_at, row.position.dossier_id);
  }));
  for (const Form06aRow& row : form.rows) {
    const auto own = world.reports().ListOverdue({}, row.code, midnight, {}, 1000);
    ASSERT_TRUE(own.ok()) << own.status();
    EXPECT_EQ(static_cast<std::int64_t>(own->size()), row.open_overdue);
  }
}

TEST(Counting, AnEventThatCannotBeCountedHoldsItsDossierOnly) {
  World world;
  auto histories = MakeHistories(3, 20);
  const auto broken = std::ranges::find_if(
      histories, [](const History& history) { return history.happenings.size() > 3; });
  ASSERT_NE(broken, histories.end());
  for (Happening& happening : broken->happenings) {
    happening.agency.clear();
  }
  world.TakeAll(world.Publish(histories), 1);
  EXPECT_EQ(world.Number("SELECT count(*) FROM dead_letters WHERE reason = 'EVENT_INCOMPLETE'"), 1);
  histories.erase(broken);
  ExpectEqual(world.Form(WholeSpan()).value(), Recount(histories, WholeSpan()));
}

class Petitions : public ::testing::Test {
 protected:
  outbox::Event Event(const std::string& petition, std::int64_t sequence, const std::string& state,
                      const std::string& answered = "") {
    feedback::events::v1::PetitionChanged message;
    message.set_petition_id(petition);
    message.set_sequence(sequence);
    message.set_state(state);
    *message.mutable_occurred_at() = wire::ToProto(At(answered.empty() ? "2025-03-12" : answered));
    *message.mutable_answer_due_at() = wire::ToProto(At("2025-03-20"));
    if (!answered.empty()) {
      *message.mutable_answered_at() = wire::ToProto(At(answered));
    }
    return {.event_id = ids_.NewId(),
            .stream = "petition",
            .key = petition,
            .type = message.GetDescriptor()->full_name(),
            .epoch = 1,
            .sequence = sequence,
            .occurred_at = wire::ToInstant(message.occurred_at()),
            .payload = message.SerializeAsString()};
  }
  static Instant At(const std::string& date) {
    return calendar::ParseRfc3339(date + "T17:00:00+07:00").value();
  }
  Ratio Count(const std::string& from, const std::string& to) {
    return world_.reports()
        .CountPetitions({}, {calendar::ParseDate(from).value(), calendar::ParseDate(to).value()})
        .value();
  }
  RandomIdGenerator ids_;
  World world_;
};

TEST_F(Petitions, CountOnTheDayTheirAnswerIsDue) {
  std::vector<Delivery> deliveries;
  for (const auto& [petition, answered] : {std::pair<const char*, const char*>{"p1", "2025-03-18"},
                                           {"p2", "2025-03-25"},
                                           {"p3", ""}}) {
    deliveries.push_back(world_.PublishPetition(Event(petition, 1, "new")));
    if (*answered != '\0') {
      deliveries.push_back(world_.PublishPetition(Event(petition, 2, "answered", answered)));
    }
  }
  deliveries.push_back(world_.PublishPetition(Event("p4", 1, "refused")));
  deliveries.push_back(world_.PublishPetition(Event("p5", 1, "joined")));
  std::ranges::reverse(deliveries);
  deliveries.insert(deliveries.end(), deliveries.begin(), deliveries.end());
  world_.TakeAll(deliveries, 1);
  world_.Settle();
  const Ratio due = Count("2025-03-20", "2025-03-20");
  EXPECT_EQ(due.of, 3);
  EXPECT_EQ(due.reached, 1);
  EXPECT_EQ(Count("2025-03-01", "2025-03-19").of, 0);
}

TEST(Catalogue, CountsWhatIsInForceAndPublishedWhole) {
  World world;
  const Ratio before =
      world.reports().CountProcedures({}, calendar::ParseDate("2025-02-28").value()).value();
  EXPECT_EQ(before.of, 3);
  EXPECT_EQ(before.reached, 2);  // the first one has no fee line
  EXPECT_EQ(
      world.reports().CountProcedures({}, calendar::ParseDate("2023-12-31").value()).value().of, 0);
}

TEST(Catalogue, TakesACorrectionAfterARestoreOfIntake) {
  World world;
  const calendar::LocalDate day = calendar::ParseDate("2024-06-01").value();
  motcua::intake::events::v1::AgencyPublished agency;
  agency.mutable_agency()->set_code(AgencyName(0));
  motcua::intake::events::v1::ProcedurePublished procedure;
  procedure.mutable_procedure()->set_code("1.001");
  procedure.mutable_procedure()->set_version(1);
  const auto publish = [&](const std::string& name, const std::string& to, int epoch,
                           std::int64_t sequence) {
    agency.mutable_agency()->set_name_vi(name);
    procedure.mutable_procedure()->set_valid_to(to);
    world.TakeFact(agency, epoch, sequence);
    world.TakeFact(procedure, epoch, sequence);
  };
  publish("Before", "", 1, 5);
  // A restored database counts again from an earlier sequence, in a higher epoch.
  publish("Corrected", "2024-05-31", 2, 3);
  publish("Late", "", 1, 6);
  EXPECT_EQ(world.reports().FindAgencyName({}, AgencyName(0)).value(), "Corrected");
  EXPECT_EQ(world.reports().CountProcedures({}, day).value().of, 2);
}

TEST(Catalogue, TheChangeOfTablesKeepsWhatIsStored) {
  const std::string service = "services/reporting/";
  const auto database = motcua::testing::TempDatabase::Create(
      {service + "db/deploy/event_flow.sql", service + "db/deploy/catalogue.sql",
       service + "tests/component/facts_before.sql", service + "db/deploy/fact_epochs.sql"});
  const auto pool = *db::Pool::Create({.connection = {.dsn = database.dsn()}, .size = 1});
  PgReports reports(*pool);
  EXPECT_EQ(reports.FindAgencyName({}, "H99.20").value(), "Sở");
  const auto count = [&](const char* day) {
    return reports.CountProcedures({}, calendar::ParseDate(day).value()).value().of;
  };
  EXPECT_EQ(count("2025-02-28"), 2);
  EXPECT_EQ(count("2025-03-01"), 1);
}

TEST(WrongQuestions, HaveClearAnswers) {
  World world;
  EXPECT_EQ(Reason(world.Form(WholeSpan(), Grouping::kAgency, "H99.99").status()),
            "AGENCY_UNKNOWN");
  const auto quiet = world.Form(WholeSpan(), Grouping::kAgency, AgencyName(kAgencies));
  ASSERT_TRUE(quiet.ok()) << quiet.status();
  ASSERT_EQ(quiet->rows.size(), 1U);  // asked for, so shown
  EXPECT_EQ(quiet->rows[0].received_total, 0);
  EXPECT_TRUE(world.Form(WholeSpan()).value().rows.empty());
  EXPECT_EQ(Reason(world.Form({.from = WholeSpan().to, .to = WholeSpan().from}).status()),
            "PERIOD_INVERTED");
  EXPECT_EQ(Reason(world.Form({.from = WholeSpan().to, .to = WholeSpan().to + kOneDay}).status()),
            "PERIOD_FUTURE");
}

}  // namespace
}  // namespace motcua::reporting::testing
