#include <map>

#include <gtest/gtest.h>

#include "domain/dossier_count.h"
#include "domain/form06a.h"
#include "domain/petition_count.h"
#include "support/histories.h"

namespace motcua::reporting {
namespace {

using dossier::NationalState;

Instant At(const std::string& local) {
  return calendar::ParseRfc3339(local + ":00+07:00").value();
}
calendar::LocalDate Day(const std::string& text) {
  return calendar::ParseDate(text).value();
}

/// Counters in memory: what the store's tables hold for one agency.
class Counters {
 public:
  void Take(CountedDossier& dossier, const Happening& happening) {
    for (const DayChange& change : Count(dossier, happening)) {
      days_[change.day] += change.sums;
    }
  }
  Form06aRow Row(const Period& period) const {
    GroupSums group;
    for (const auto& [day, sums] : days_) {
      if (day < period.from) {
        group.before += sums;
      }
      if (day <= period.to) {
        group.through += sums;
      }
    }
    return MakeRow(group);
  }
  std::size_t days() const { return days_.size(); }

 private:
  std::map<calendar::LocalDate, Sums> days_;
};

class LifeOfOne : public ::testing::Test {
 protected:
  Happening Accepted() {
    Happening happening{.state = NationalState::kReceived,
                        .occurred_at = At("2025-03-12T09:15"),
                        .received_at = At("2025-03-12T09:15"),
                        .due_at = At("2025-03-19T09:15"),
                        .channel = 2,
                        .agency = "H99.1",
                        .procedure = "1.001",
                        .procedure_version = 1};
    return happening;
  }
  void Happen(const std::string& local, NationalState state, const std::string& due = "") {
    last_.occurred_at = At(local);
    last_.state = state;
    if (!due.empty()) {
      last_.due_at = At(due);
    }
    counters_.Take(dossier_, last_);
  }
  void Accept() { counters_.Take(dossier_, last_ = Accepted()); }
  Form06aRow On(const std::string& day) {
    return counters_.Row({.from = Day(day), .to = Day(day)});
  }

  CountedDossier dossier_;
  Counters counters_;
  Happening last_;
};

TEST_F(LifeOfOne, IsOverdueFromTheDayAfterItsDueDay) {
  Accept();
  EXPECT_EQ(On("2025-03-12").received_online, 1);
  EXPECT_EQ(On("2025-03-11").received_total, 0);
  EXPECT_EQ(On("2025-03-19").open_in_limit, 1);
  EXPECT_EQ(On("2025-03-20").open_overdue, 1);
  EXPECT_EQ(On("2025-03-20").carried_over, 1);
}

TEST_F(LifeOfOne, APauseTakesItOutOfTheOverdueFromItsDayOn) {
  Accept();
  Happen("2025-03-21T10:00", NationalState::kSupplementRequested);
  EXPECT_EQ(On("2025-03-20").open_overdue, 1);
  EXPECT_EQ(On("2025-03-21").open_overdue, 0);
  EXPECT_EQ(On("2025-03-21").open_in_limit, 1);
  // Back on the same day: the end of the day decides.
  Happen("2025-03-21T16:00", NationalState::kInProcess);
  EXPECT_EQ(On("2025-03-21").open_overdue, 1);
}

TEST_F(LifeOfOne, ALaterDueDateEndsTheOverdueTimeAndLeavesThePastAlone) {
  Accept();
  Happen("2025-03-24T10:00", NationalState::kInProcess, "2025-03-27T17:00");
  EXPECT_EQ(On("2025-03-23").open_overdue, 1);
  EXPECT_EQ(On("2025-03-24").open_overdue, 0);
  EXPECT_EQ(On("2025-03-27").open_overdue, 0);
  EXPECT_EQ(On("2025-03-28").open_overdue, 1);
}

TEST_F(LifeOfOne, EndsEarlyOnTimeOrLateByTheLocalDay) {
  Accept();
  const auto end_on = [&](const std::string& local, NationalState state) {
    CountedDossier dossier = dossier_;
    Happening end = Accepted();
    end.occurred_at = At(local);
    end.state = state;
    Counters counters;
    counters.Take(dossier, end);
    return counters.Row({.from = Day("2025-03-01"), .to = Day("2025-04-30")});
  };
  EXPECT_EQ(end_on("2025-03-18T23:59", NationalState::kFinished).resolved_early, 1);
  // Late by the clock, on time by the day: the form compares days.
  EXPECT_EQ(end_on("2025-03-19T17:00", NationalState::kFinished).resolved_on_time, 1);
  EXPECT_EQ(end_on("2025-03-20T00:01", NationalState::kFinished).resolved_overdue, 1);
  EXPECT_EQ(end_on("2025-03-25T08:00", NationalState::kWithdrawn).resolved_on_time, 1);
  EXPECT_EQ(end_on("2025-03-25T08:00", NationalState::kNotAccepted).resolved_on_time, 1);
}

TEST_F(LifeOfOne, HandingOverDoesNotMoveItsEnd) {
  Accept();
  Happen("2025-03-18T10:00", NationalState::kFinished);
  const Form06aRow before = On("2025-03-28");
  Happen("2025-03-28T10:00", NationalState::kHandedOver);
  EXPECT_EQ(On("2025-03-28"), before);
  EXPECT_EQ(On("2025-03-18").resolved_early, 1);
}

TEST_F(LifeOfOne, WithoutADueDateItIsNeverLate) {
  last_ = Accepted();
  last_.due_at.reset();
  counters_.Take(dossier_, last_);
  EXPECT_EQ(On("2026-03-12").open_in_limit, 1);
  Happen("2026-03-13T10:00", NationalState::kFinished);
  EXPECT_EQ(On("2026-03-13").resolved_on_time, 1);
}

TEST_F(LifeOfOne, NeverReceivedItIsInNoColumn) {
  last_ = Accepted();
  last_.received_at.reset();
  last_.due_at.reset();
  for (const NationalState state :
       {NationalState::kFiled, NationalState::kSupplementRequested,
        NationalState::kPaymentRequested, NationalState::kNotAccepted, NationalState::kWithdrawn}) {
    last_.state = state;
    counters_.Take(dossier_, last_);
  }
  EXPECT_EQ(counters_.days(), 0U);
}

TEST_F(LifeOfOne, ItsRowIsThatOfItsReceipt) {
  Accept();
  last_.agency = "H99.2";
  Happen("2025-03-18T10:00", NationalState::kInProcess);
  EXPECT_EQ(dossier_.agency, "H99.1");
}

TEST_F(LifeOfOne, AnEventThatChangesNothingAddsNothing) {
  Accept();
  last_.occurred_at = At("2025-03-13T10:00");
  EXPECT_TRUE(Count(dossier_, last_).empty());
  last_.occurred_at = At("2025-04-13T10:00");  // overdue by then, and still so
  EXPECT_TRUE(Count(dossier_, last_).empty());
}

TEST(FaultOfAnEvent, AReceivedDossierNeedsItsRow) {
  Happening happening{
      .received_at = At("2025-03-12T09:15"), .channel = 1, .agency = "H99.1", .procedure = "1.001"};
  EXPECT_EQ(FaultOf(happening), "");
  happening.agency.clear();
  EXPECT_NE(FaultOf(happening), "");
  happening.received_at.reset();
  EXPECT_EQ(FaultOf(happening), "");
  happening = {.received_at = At("2025-03-12T09:15"), .agency = "a", .procedure = "b"};
  EXPECT_NE(FaultOf(happening), "");
}

// Compares the counters with the definition, for every day and many periods of random lives.
TEST(CountersAndDefinition, AgreeOnEveryDayAndPeriod) {
  const auto seed = testing::Seed();
  const auto histories = testing::MakeHistories(seed, 400);
  std::map<std::string, Counters> counters;
  for (const testing::History& history : histories) {
    CountedDossier dossier;
    for (const Happening& happening : history.happenings) {
      counters[happening.agency].Take(dossier, happening);
    }
  }
  std::vector<Period> periods;
  for (calendar::LocalDate day = testing::WholeSpan().from; day <= testing::WholeSpan().to;
       day += std::chrono::days(1)) {
    periods.push_back({.from = day, .to = day});
  }
  std::mt19937 random(seed + 1);
  for (int i = 0; i < 100; ++i) {
    periods.push_back(testing::RandomPeriod(random));
  }
  std::int64_t overdue = 0;
  for (const Period& period : periods) {
    auto expected = testing::Recount(histories, period);
    for (const auto& [agency, counted] : counters) {
      Form06aRow row = counted.Row(period);
      row.code = expected[agency].code = agency;
      ASSERT_EQ(row, expected[agency])
          << "seed " << seed << ", " << agency << ", " << calendar::FormatDate(period.from)
          << " to " << calendar::FormatDate(period.to);
      ASSERT_TRUE(testing::IdentitiesHold(row));
      overdue += row.open_overdue;
    }
  }
  EXPECT_GT(overdue, 1000) << "the histories must have something to find";
}

TEST(CountersAndDefinition, LaterEventsNeverTouchAPastDay) {
  const auto seed = testing::Seed();
  for (const testing::History& history : testing::MakeHistories(seed, 400)) {
    CountedDossier dossier;
    for (const Happening& happening : history.happenings) {
      for (const DayChange& change : Count(dossier, happening)) {
        ASSERT_GE(change.day, calendar::DateOf(happening.occurred_at)) << "seed " << seed;
      }
    }
  }
}

TEST(WorthOfAPetition, FollowsItsAnswerAndItsEnd) {
  CountedPetition petition;
  EXPECT_EQ(WorthOf(petition).due, 0);
  petition.due_at = At("2025-03-19T17:00");
  EXPECT_EQ(WorthOf(petition).day, Day("2025-03-19"));
  EXPECT_EQ(WorthOf(petition).due, 1);
  EXPECT_EQ(WorthOf(petition).in_time, 0);
  petition.answered_at = At("2025-03-19T17:00");
  EXPECT_EQ(WorthOf(petition).in_time, 1);
  petition.answered_at = At("2025-03-19T17:01");
  EXPECT_EQ(WorthOf(petition).in_time, 0);
  petition.answered_at.reset();
  petition.closed_at = At("2025-03-18T17:00");
  EXPECT_EQ(WorthOf(petition).due, 0);
  petition.closed_at = At("2025-03-20T17:00");
  EXPECT_EQ(WorthOf(petition).due, 1);
}

}  // namespace
}  // namespace motcua::reporting
