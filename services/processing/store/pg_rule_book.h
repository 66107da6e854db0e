#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <utility>

#include "motcua/catalogue/facts.h"
#include "motcua/db/pool.h"

#include "usecase/ports.h"

namespace motcua::processing {

/// The rules as stored in PostgreSQL, cached in memory. Versions of
/// workflows and calendars never change and are cached forever; the calendar in force,
/// rule sets and agencies may be corrected by others, and are cached for `fresh_for`. A document
/// that can't be read, or has another id than its row, is INTERNAL / RULES_UNREADABLE and not
/// cached. Thread-safe.
///
/// Needs its own pool: it is asked during commands, which already hold a connection, and a shared
/// pool could deadlock.
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

  /// Forgets which calendar is in force; call it after a new one was loaded here.
  void Refresh();

 private:
  template <typename Value>
  struct Kept {
    Value value;
    std::chrono::steady_clock::time_point read_at;
  };
  template <typename Key, typename Value>
  using Cache = std::map<Key, Kept<Value>>;

  /// Returns what `cache` has under the key, read within `fresh_for`; otherwise converts the rows
  /// with `read` and caches the result unless it is an error.
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
