// Debts paid with a reference that paid others, too.
#include <algorithm>
#include <thread>

#include <gtest/gtest.h>

#include "motcua/testing/eventually.h"

#include "component/world.h"

namespace motcua::reporting::testing {
namespace {

using namespace std::chrono_literals;

constexpr char kRequest[] = "0193a000-0000-7000-8000-000000000001";

class SharedPayments : public ::testing::Test {
 protected:
  static Instant Day(const std::string& date) {
    return calendar::ParseRfc3339(date + "T09:00:00+07:00").value();
  }
  /// The whole list, one line per debt.
  std::vector<std::string> Listed(const SharedPaymentsQuestion& question = {}) {
    const auto list = world_.reports().ListSharedPayments({}, question, {}, 1000);
    EXPECT_TRUE(list.ok()) << list.status();
    std::vector<std::string> lines;
    for (const SharedPayment& line : *list) {
      lines.push_back(line.position.reference_key + " " + std::to_string(line.debts) + " " +
                      std::to_string(line.total_vnd) + ": " + Line(line.payment));
    }
    return lines;
  }
  static std::string Line(const Payment& payment) {
    return payment.code + " " + payment.debt + " " + payment.agency + " " +
           std::to_string(payment.amount_vnd) + " " + payment.reference + " " +
           calendar::FormatDate(calendar::DateOf(payment.confirmed_at));
  }
  /// What is listed of one reference.
  static std::vector<std::string> Expected(const std::string& head, std::vector<Payment> payments) {
    std::ranges::sort(payments, {}, [](const Payment& payment) {
      return std::tuple(payment.dossier_id, payment.debt);
    });
    std::vector<std::string> lines;
    for (const Payment& payment : payments) {
      lines.push_back(head + ": " + Line(payment));
    }
    return lines;
  }
  void Take(const std::vector<Payment>& payments) {
    for (const Payment& payment : payments) {
      world_.TakeAll(world_.PublishPayment(payment), 1);
    }
    world_.Settle();
  }
  World world_;
};

TEST_F(SharedPayments, OfTwoProgramsAreListedWithBothCodesAndAmounts) {
  const Payment before = world_.MakePayment("FT2611-0042", 15000, Day("2025-03-03"));
  const Payment after =
      world_.MakePayment(" ft 2611 0042", 20000, Day("2025-03-05"), AgencyName(1), kRequest);
  Take({before, after, world_.MakePayment("FT2611-0043", 15000, Day("2025-03-04"))});
  EXPECT_EQ(Listed(), Expected("ft26110042 2 35000", {before, after}));
}

TEST_F(SharedPayments, OfOneDossierAreItsDebts) {
  const Payment before = world_.MakePayment("BL 7", 15000, Day("2025-03-03"));
  Payment asked = before;
  asked.debt = kRequest;
  Payment receipt = before;
  receipt.debt = DebtAfterAcceptance("");
  Take({before, asked, receipt});
  EXPECT_EQ(Listed(), Expected("bl7 3 45000", {before, asked, receipt}));
}

TEST_F(SharedPayments, ADebtDeliveredAgainIsOneDebt) {
  const auto once = world_.PublishPayment(world_.MakePayment("BL 7", 15000, Day("2025-03-03")));
  for (int i = 0; i < 5; ++i) {
    world_.TakeAll(once, 2);
  }
  // Past the cursor, as after a restore of the owner.
  const outbox::Event event = outbox::FromMessage(once.back().message).value();
  DossierHandler handler(0);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(world_.pool()
                    .Run({}, "again",
                         [&](db::Transaction& transaction) {
                           return handler.Apply({}, transaction, event);
                         })
                    .ok());
  }
  EXPECT_EQ(Listed(), std::vector<std::string>{});
  EXPECT_EQ(world_.Number("SELECT sum(payments) FROM payment_references"), 1);
}

TEST_F(SharedPayments, TwoReplicasAtTheSameMomentSeeBothDebts) {
  const Payment first = world_.MakePayment("BL 7", 15000, Day("2025-03-03"));
  const Payment second = world_.MakePayment("bl-7", 20000, Day("2025-03-03"));
  const outbox::Event held =
      outbox::FromMessage(world_.PublishPayment(first).back().message).value();
  const auto other = world_.PublishPayment(second);
  DossierHandler handler(0);
  std::jthread replica;
  const absl::Status ended =
      world_.pool().Run({}, "hold", [&](db::Transaction& transaction) -> absl::Status {
        absl::Status applied = handler.Apply({}, transaction, held);
        applied.Update(transaction.Read({{"flush", "SELECT 1"}, {}}).status());
        replica = std::jthread([&] { world_.TakeAll(other, 1); });
        EXPECT_TRUE(motcua::testing::Eventually(
            [&] {
              return world_.Number(
                         "SELECT count(*) FROM pg_stat_activity WHERE datname ="
                         " current_database() AND wait_event_type = 'Lock'") == 1;
            },
            60s));
        return applied;
      });
  ASSERT_TRUE(ended.ok()) << ended;
  replica.join();
  EXPECT_EQ(Listed(), Expected("bl7 2 35000", {first, second}));
}

TEST_F(SharedPayments, ManyReplicasNeitherDeadlockNorLoseADebt) {
  std::vector<Delivery> all;
  for (int i = 0; i < 200; ++i) {
    const auto made = world_.PublishPayment(world_.MakePayment("BL " + std::to_string(i % 5), 1000,
                                                               Day("2025-03-03"), AgencyName(i % 3),
                                                               i % 2 == 0 ? "filing" : kRequest));
    all.insert(all.end(), made.begin(), made.end());
  }
  world_.TakeAll(all, 4);
  world_.Settle();
  EXPECT_EQ(Listed().size(), 200U);
  EXPECT_EQ(world_.Number("SELECT count(*) FROM payment_references WHERE payments = 40 AND"
                          " amount_vnd = 40000 AND cardinality(agencies) = 3"),
            5);
}

TEST_F(SharedPayments, TheRebuiltListIsTheSame) {
  std::vector<Delivery> all;
  for (int i = 0; i < 60; ++i) {
    const auto made = world_.PublishPayment(world_.MakePayment(
        "BL-" + std::to_string(i % 40), 1000 + i, Day("2025-03-0" + std::to_string(1 + i % 7)),
        AgencyName(i % 3), i % 2 == 0 ? "filing" : kRequest));
    all.insert(all.end(), made.begin(), made.end());
  }
  world_.TakeAll(all, 2);
  world_.Settle();
  const auto before = Listed();
  ASSERT_EQ(before.size(), 40U);
  for (const std::int64_t generation : {2, 3}) {
    ASSERT_EQ(world_.StartRebuild().value(), generation);
    world_.FinishRebuild(*world_.MakeRebuilder());
    EXPECT_EQ(Listed(), before);
    for (const std::string table : {"payments", "payment_references"}) {
      EXPECT_EQ(world_.Number("SELECT count(*) FROM " + table + " WHERE generation < " +
                              std::to_string(generation)),
                0);
    }
  }
}

TEST_F(SharedPayments, AreListedByAgencyAndByTheTimeOfTheNewest) {
  const Payment old = world_.MakePayment("A", 1000, Day("2025-02-20"), AgencyName(0));
  const Payment newer = world_.MakePayment("a", 2000, Day("2025-03-06"), AgencyName(1));
  const Payment b1 = world_.MakePayment("B", 3000, Day("2025-03-01"), AgencyName(1));
  const Payment b2 = world_.MakePayment("b", 4000, Day("2025-03-02"), AgencyName(1), kRequest);
  Take({newer, b2, b1, old});
  const auto a = Expected("a 2 3000", {old, newer});
  const auto b = Expected("b 2 7000", {b1, b2});
  auto both = a;
  both.insert(both.end(), b.begin(), b.end());
  EXPECT_EQ(Listed(), both);
  EXPECT_EQ(Listed({.agency = AgencyName(0)}), a);
  EXPECT_EQ(Listed({.agency = AgencyName(1)}), both);
  EXPECT_EQ(Listed({.agency = AgencyName(2)}), std::vector<std::string>{});
  EXPECT_EQ(Listed({.from = Day("2025-03-06")}), a);
  EXPECT_EQ(Listed({.until = Day("2025-03-06")}), b);
}

TEST_F(SharedPayments, AreFoundWithoutReadingTheOthers) {
  // 20,000 payments with references of their own; 20 that share theirs in pairs.
  world_.Number(
      "WITH made AS (INSERT INTO payment_references SELECT 1, 'r' || i, CASE WHEN i % 1000 = 0 THEN"
      " 2 ELSE 1 END, 1000, ARRAY['H99.11'], '2025-03-01'::timestamptz + make_interval(secs => i)"
      " FROM generate_series(1, 20000) i RETURNING 1) SELECT count(*) FROM made");
  world_.Number(
      "WITH made AS (INSERT INTO payments SELECT 1, 'r' || i, 'd' || i || n, 'filing', 'c',"
      " 'H99.11', 500, 'r', '2025-03-01' FROM generate_series(1, 20000) i, generate_series(1, 2) n"
      " WHERE n = 1 OR i % 1000 = 0 RETURNING 1) SELECT count(*) FROM made");
  // One connection, so that what it has read is counted when it is asked.
  const auto pool = *db::Pool::Create({.connection = {.dsn = world_.dsn()}, .size = 1});
  const auto ask = [&](const char* sql) {
    const auto connection = pool->Acquire({});
    return (*connection)->Execute({{"", sql}, {}});
  };
  ASSERT_TRUE(ask("ANALYZE payments, payment_references").ok());
  const auto rows_read = [&] {
    EXPECT_TRUE(ask("SELECT pg_stat_force_next_flush()").ok());
    return ask("SELECT sum(seq_tup_read + idx_tup_fetch)::bigint AS rows FROM pg_stat_user_tables"
               " WHERE relname IN ('payments', 'payment_references')")
        ->OnlyInt();
  };
  PgReports reports(*pool);
  const auto list = [&](const SharedPaymentsQuestion& question, const PaymentPosition& after) {
    return reports.ListSharedPayments({}, question, after, 10).value();
  };
  const std::int64_t before = rows_read();
  const auto first = list({}, {});
  ASSERT_EQ(first.size(), 10U);
  const auto second = list({}, first.back().position);
  ASSERT_EQ(second.size(), 10U);
  EXPECT_EQ(list({.agency = "H99.11", .from = Day("2025-01-01")}, {}).size(), 10U);
  const std::int64_t read = rows_read() - before;
  EXPECT_GE(read, 30);
  EXPECT_LE(read, 200) << "of 40,020";
}

}  // namespace
}  // namespace motcua::reporting::testing
