#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <utility>

#include "motcua/db/pool.h"

#include "usecase/ports.h"

namespace motcua::processing {

/// The rules as PostgreSQL keeps them, with what was read once kept in memory: versions are
/// immutable. Which calendar is in force, and whether an agency is open, may be a second old. A
/// document that can't be read, or is of another id than its row, is INTERNAL / RULES_UNREADABLE
/// and not kept: it is read again the next time. Thread-safe.
///
/// Takes a pool of its own: it is asked in the middle of commands, which hold a connection already,
/// and a shared pool could then wait for itself.
class PgRuleBook final : public RuleBook {
 public:
  explicit PgRuleBook(db::Pool& pool) : pool_(pool) {}

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
  struct Agency {
    std::string valid_from;  // YYYY-MM-DD, empty: always
    std::string valid_to;
    std::chrono::steady_clock::time_point read_at;
  };
  absl::StatusOr<db::Result> Read(const db::Query& query);
  absl::StatusOr<Agency> FindAgency(const std::string& field, const std::string& code);

  db::Pool& pool_;
  std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::shared_ptr<const Workflow>> workflows_;
  std::map<std::string, std::shared_ptr<const RuleSet>> rule_sets_;
  std::map<std::string, std::shared_ptr<const calendar::WorkingCalendar>> calendars_;
  std::map<std::string, Agency> agencies_;
  std::string current_calendar_;
  std::chrono::steady_clock::time_point current_read_at_;
};

}  // namespace motcua::processing
