#include "history.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::inbox {
namespace {

using Events = std::vector<outbox::Event>;

outbox::Event At(std::int32_t epoch, std::int64_t sequence) {
  return {.key = "k", .epoch = epoch, .sequence = sequence};
}

// An owner that answers two events at a time.
class Owner {
 public:
  explicit Owner(Events events) : events_(std::move(events)) {}
  PullHistory pull() {
    return [this](const CallContext&, const std::string&, const std::string&,
                  std::int64_t after) -> absl::StatusOr<Events> {
      asked_.push_back(after);
      Events page;
      for (const outbox::Event& event : events_) {
        if (event.sequence > after && page.size() < 2) {
          page.push_back(event);
        }
      }
      return page;
    };
  }
  const std::vector<std::int64_t>& asked() const { return asked_; }

 private:
  Events events_;
  std::vector<std::int64_t> asked_;
};

std::vector<Position> Places(const std::vector<Link>& history) {
  std::vector<Position> places;
  for (const Link& link : history) {
    places.push_back(PositionOf(link.event));
  }
  return places;
}

TEST(HistoryTest, ReadsAllPagesBehindTheCursor) {
  Owner owner({At(1, 1), At(1, 2), At(1, 3), At(1, 4), At(1, 5)});
  const auto history = ReadHistory(owner.pull(), {}, "dossier", "k", {1, 2}, 1);
  ASSERT_TRUE(history.ok()) << history.status();
  EXPECT_EQ(Places(*history), (std::vector<Position>{{1, 3}, {1, 4}, {1, 5}}));
  EXPECT_EQ(history->front().predecessor, (Position{1, 2}));
  EXPECT_EQ(history->back().predecessor, (Position{1, 4}));
  EXPECT_EQ(owner.asked(), (std::vector<std::int64_t>{2, 4, 5}));
}

TEST(HistoryTest, StartsAtTheBeginningForANewKey) {
  Owner owner({At(1, 1), At(2, 2)});
  const auto history = ReadHistory(owner.pull(), {}, "dossier", "k", {}, 2);
  ASSERT_TRUE(history.ok()) << history.status();
  EXPECT_EQ(Places(*history), (std::vector<Position>{{1, 1}, {2, 2}}));
  EXPECT_EQ(history->front().predecessor, Position{});
  EXPECT_EQ(owner.asked().front(), 0);
}

TEST(HistoryTest, ReadsEverythingWhenTheOwnerIsInAnotherEpoch) {
  Owner owner({At(1, 1), At(1, 2), At(2, 3)});
  const auto seen = ReadHistory(owner.pull(), {}, "dossier", "k", {1, 4}, 2);
  ASSERT_TRUE(seen.ok()) << seen.status();
  EXPECT_EQ(Places(*seen), (std::vector<Position>{{1, 1}, {1, 2}, {2, 3}}));
  EXPECT_EQ(seen->back().predecessor, (Position{1, 2}));

  const auto found_out = ReadHistory(owner.pull(), {}, "dossier", "k", {1, 2}, 0);
  ASSERT_TRUE(found_out.ok()) << found_out.status();
  EXPECT_EQ(found_out->size(), 3u);
}

TEST(HistoryTest, RefusesABrokenHistory) {
  for (const Events& broken :
       {Events{At(1, 1), At(1, 3)}, Events{At(2, 1), At(1, 2)}, Events{At(1, 1), At(1, 1)}}) {
    Owner owner(broken);
    const auto history = ReadHistory(owner.pull(), {}, "dossier", "k", {}, 0);
    EXPECT_TRUE(IsRetryable(history.status()));
    EXPECT_EQ(Reason(history.status()), "HISTORY_INVALID");
  }
}

}  // namespace
}  // namespace motcua::inbox
