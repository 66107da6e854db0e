#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <utility>

#include "motcua/catalogue/facts.h"
#include "motcua/db/pool.h"

#include "usecase/ports.h"

namespace motcua::processing {

/// The rules as PostgreSQL keeps them, with what was read once kept in memory. Versions of
/// workflows and calendars never change, so they are kept for good; which calendar is in force,
/// rule sets and agencies may be corrected by others, and are kept for `fresh_for`. A document that
/// can't be read, or is of another id than its row, is INTERNAL / RULES_UNREADABLE and not kept: it
/// is read again the next time. Thread-safe.
///
/// Takes a pool of its own: it is asked in the middle of commands, which hold a connection already,
/// and a shared pool could then wait for itself.
class PgRuleBook final : public RuleBook {
 public:
  using Duration = std::chrono::steady_clock::duration;

  explicit PgRuleBook(db::Pool& pool, Duration fresh_for = std::chrono::seconds(1))
      : pool_(pool), fresh_for_(fresh_for) {}

  absl::StatusOr<std::shared_ptr<const Workflow>> FindWorkflow(const std::string& id,
                                                               int version) override;
  absl::StatusOr<std::shared_ptr<const RuleSet>> FindRuleSet(const std::string& id) override;
  absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> CurrentCalendar() override;
  absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> FindCalendar(
      const std::string& version) override;
  absl::Status CheckAgency(const std::string& field, const std::string& code, Instant now) override;

  /// Forgets which calendar is in force: after a new one was loaded here.
  void Refresh();

 private:
  template <typename Value>
  struct Kept {
    Value value;
    std::chrono::steady_clock::time_point read_at;
  };
  template <typename Key, typename Value>
  using Cache = std::map<Key, Kept<Value>>;

  /// What `cache` holds of the key and has read within `fresh_for`; else what `read` makes of the
  /// rows, which is kept unless it is an error.
  template <typename Key, typename Value, typename Read>
  absl::StatusOr<Value> Find(Cache<Key, Value>& cache, const Key& key, Duration fresh_for,
                             const db::Query& query, const Read& read);

  db::Pool& pool_;
  const Duration fresh_for_;
  std::mutex mutex_;
  Cache<std::pair<std::string, int>, std::shared_ptr<const Workflow>> workflows_;
  Cache<std::string, std::shared_ptr<const RuleSet>> rule_sets_;
  Cache<std::string, std::shared_ptr<const calendar::WorkingCalendar>> calendars_;
  Cache<std::string, catalogue::Agency> agencies_;
  /// The version in force, under an empty key.
  Cache<std::string, std::string> current_calendar_;
};

}  // namespace motcua::processing
