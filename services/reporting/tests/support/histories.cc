#include "support/histories.h"

#include <optional>

#include <gtest/gtest.h>

namespace motcua::reporting::testing {
namespace {

using namespace std::chrono_literals;
using calendar::LocalDate;
using dossier::NationalState;

const LocalDate kStart{2025y / 1 / 20};

int Pick(std::mt19937& random, int below) {
  return std::uniform_int_distribution(0, below - 1)(random);
}

bool Chance(std::mt19937& random, int per_cent) {
  return Pick(random, 100) < per_cent;
}

/// Version and variant in place, the rest random.
std::string Uuid(std::mt19937& random) {
  std::string text = "0195xxxx-xxxx-7xxx-8xxx-xxxxxxxxxxxx";
  for (char& digit : text) {
    digit = digit == 'x' ? "0123456789abcdef"[Pick(random, 16)] : digit;
  }
  return text;
}

/// Mostly within the same day or the next ones.
std::chrono::microseconds Pause(std::mt19937& random) {
  return Chance(random, 35) ? std::chrono::minutes(Pick(random, 200))
                            : std::chrono::minutes(Pick(random, 9 * 24 * 60));
}

std::vector<NationalState> NextStates(NationalState state) {
  using enum NationalState;
  switch (state) {
    case kReceived:
    case kInProcess:
      return {kInProcess, kInProcess, kSupplementRequested, kPaymentRequested, kStopped,
              kFinished,  kFinished,  kWithdrawn,           kNotAccepted};
    case kSupplementRequested:
      return {kInProcess, kInProcess, kPaymentRequested, kNotAccepted, kWithdrawn};
    case kPaymentRequested:
      return {kInProcess, kSupplementRequested, kWithdrawn};
    case kStopped:
      return {kInProcess, kStopped};
    case kFinished:
      return {kFinished, kHandedOver};
    default:
      return {};
  }
}

void AppendProcessing(std::mt19937& random, History& history) {
  Happening next = history.happenings.back();
  for (int steps = Pick(random, 9); steps > 0; --steps) {
    const std::vector<NationalState> states = NextStates(next.state);
    if (states.empty()) {
      return;
    }
    next.occurred_at += Pause(random);
    next.state = states[static_cast<std::size_t>(Pick(random, static_cast<int>(states.size())))];
    if (next.due_at.has_value() && Chance(random, 30)) {
      // An extension, a pause that ended, or a new calendar, which may also bring it forward.
      *next.due_at += std::chrono::minutes(Pick(random, 12 * 24 * 60) - 4 * 24 * 60);
    }
    history.happenings.push_back(next);
  }
}

History MakeHistory(std::mt19937& random) {
  History history{.dossier_id = Uuid(random), .intake_events = 0, .happenings = {}};
  Happening filed;
  filed.state = NationalState::kFiled;
  filed.occurred_at = calendar::ToInstant(calendar::LocalTime(kStart)) +
                      std::chrono::minutes(Pick(random, 40 * 24 * 60));
  filed.channel = 1 + Pick(random, 3);
  filed.agency = AgencyName(Pick(random, kAgencies));
  filed.procedure = "1.00" + std::to_string(1 + Pick(random, 3));
  filed.procedure_version = 1 + Pick(random, 2);
  history.happenings.push_back(filed);
  Happening accepted = filed;
  if (Chance(random, 10)) {
    accepted.state = Chance(random, 50) ? NationalState::kNotAccepted : NationalState::kWithdrawn;
    accepted.occurred_at += Pause(random);
    history.happenings.push_back(accepted);
  } else if (!Chance(random, 8)) {
    accepted.state = NationalState::kReceived;
    accepted.occurred_at += Pause(random);
    accepted.received_at = accepted.occurred_at;
    if (!Chance(random, 10)) {
      accepted.due_at = accepted.occurred_at + std::chrono::minutes(Pick(random, 12 * 24 * 60));
    }
    history.happenings.push_back(accepted);
  }
  history.intake_events = history.happenings.size();
  if (accepted.received_at.has_value()) {
    AppendProcessing(random, history);
  }
  return history;
}

/// The last thing that happened by the end of a day.
const Happening* AsOf(const History& history, LocalDate day) {
  const Happening* last = nullptr;
  for (const Happening& happening : history.happenings) {
    if (calendar::DateOf(happening.occurred_at) <= day) {
      last = &happening;
    }
  }
  return last;
}

bool Ends(NationalState state) {
  return state == NationalState::kNotAccepted || state == NationalState::kWithdrawn ||
         state == NationalState::kFinished || state == NationalState::kHandedOver;
}

/// The first event that ends it after its receipt.
const Happening* EndOf(const History& history) {
  for (const Happening& happening : history.happenings) {
    if (happening.received_at.has_value() && Ends(happening.state)) {
      return &happening;
    }
  }
  return nullptr;
}

void CountOpen(const Happening& now, LocalDate day, Form06aRow& row) {
  ++row.open_total;
  const bool paused = now.state == NationalState::kSupplementRequested ||
                      now.state == NationalState::kPaymentRequested ||
                      now.state == NationalState::kStopped;
  const bool late = now.due_at.has_value() && calendar::DateOf(*now.due_at) < day;
  ++(late && !paused ? row.open_overdue : row.open_in_limit);
}

void CountEnd(const Happening& end, Form06aRow& row) {
  ++row.resolved_total;
  const bool result =
      end.state == NationalState::kFinished || end.state == NationalState::kHandedOver;
  if (!result || !end.due_at.has_value()) {
    ++row.resolved_on_time;
    return;
  }
  const LocalDate due = calendar::DateOf(*end.due_at);
  const LocalDate day = calendar::DateOf(end.occurred_at);
  ++(day < due ? row.resolved_early : day == due ? row.resolved_on_time : row.resolved_overdue);
}

}  // namespace

unsigned Seed() {
  const int given = ::testing::GTEST_FLAG(random_seed);
  return given != 0 ? static_cast<unsigned>(given) : std::random_device{}() % 99999 + 1;
}

std::vector<History> MakeHistories(unsigned seed, int count) {
  std::mt19937 random(seed);
  std::vector<History> histories;
  for (int i = 0; i < count; ++i) {
    histories.push_back(MakeHistory(random));
  }
  return histories;
}

std::string AgencyName(int number) {
  return "H99.1" + std::to_string(number + 1);
}

Period WholeSpan() {
  return {.from = kStart - std::chrono::days(3), .to = kStart + std::chrono::days(130)};
}

Period RandomPeriod(std::mt19937& random) {
  const Period span = WholeSpan();
  const auto days = static_cast<int>((span.to - span.from).count()) + 1;
  const int first = Pick(random, days);
  return {.from = span.from + std::chrono::days(first),
          .to = span.from + std::chrono::days(first + Pick(random, days - first))};
}

std::map<std::string, Form06aRow> Recount(const std::vector<History>& histories,
                                          const Period& period) {
  std::map<std::string, Form06aRow> rows;
  for (const History& history : histories) {
    const Happening* const now = AsOf(history, period.to);
    if (now == nullptr || !now->received_at.has_value()) {
      continue;
    }
    const LocalDate received = calendar::DateOf(*now->received_at);
    const Happening* const end = EndOf(history);
    const bool ended = end != nullptr && calendar::DateOf(end->occurred_at) <= period.to;
    if (ended && calendar::DateOf(end->occurred_at) < period.from) {
      continue;
    }
    Form06aRow& row = rows[now->agency];
    row.code = now->agency;
    ++row.received_total;
    ++(received < period.from ? row.carried_over
       : now->channel == 2    ? row.received_online
                              : row.received_direct_post);
    if (ended) {
      CountEnd(*end, row);
    } else {
      CountOpen(*now, period.to, row);
    }
  }
  return rows;
}

bool IdentitiesHold(const Form06aRow& row) {
  return row.received_total == row.received_online + row.received_direct_post + row.carried_over &&
         row.resolved_total == row.resolved_early + row.resolved_on_time + row.resolved_overdue &&
         row.open_total == row.open_in_limit + row.open_overdue &&
         row.received_total == row.resolved_total + row.open_total;
}

}  // namespace motcua::reporting::testing
