#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "domain/form06a.h"

namespace motcua::reporting::testing {

/// A new seed on every run, or the one given by --gtest_random_seed; print it with every failure.
unsigned Seed();

/// A made-up dossier: all its events, in order. The first `intake_events` are intake's, the others
/// processing's.
struct History {
  std::string dossier_id;
  std::size_t intake_events = 0;
  std::vector<Happening> happenings;
};

/// Random walks along the national transition table (domain 2.1) over about ten weeks from `start`,
/// sometimes several events a day, due dates that move, some without a due date. The same seed
/// gives the same histories.
std::vector<History> MakeHistories(unsigned seed, int count);

inline constexpr int kAgencies = 4;
/// `H99.11` ...
std::string AgencyName(int number);
/// The span in which everything happens, with a margin: brute force looks at every day of it.
Period WholeSpan();
Period RandomPeriod(std::mt19937& random);

/// Form II.06a by its definition (domain 5.2): looks at every dossier and its state at the end of a
/// day. Does not share code with the counters.
std::map<std::string, Form06aRow> Recount(const std::vector<History>& histories,
                                          const Period& period);

/// The four identities of domain 5.2.
bool IdentitiesHold(const Form06aRow& row);

}  // namespace motcua::reporting::testing
