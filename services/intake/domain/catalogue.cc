#include "domain/catalogue.h"

#include <algorithm>
#include <set>

namespace motcua::intake {

std::string NormaliseProcedureCode(const std::string& code) {
  const std::size_t begin = code.find_first_not_of(" \t");
  if (begin == std::string::npos) {
    return {};
  }
  const std::size_t last = code.find_last_not_of(" \t");
  const std::string trimmed = code.substr(begin, last - begin + 1);
  const std::size_t first = trimmed.find('.');
  if (first == std::string::npos) {
    return trimmed;
  }
  return trimmed.substr(0, trimmed.find('.', first + 1));
}

bool ForChannel(const std::vector<Channel>& channels, Channel channel) {
  return channels.empty() || std::find(channels.begin(), channels.end(), channel) != channels.end();
}

std::int64_t FeeDue(const Procedure& procedure, FeeTiming timing, Channel channel,
                    const std::string& payer, const std::string& variant) {
  std::set<std::string> taken;
  std::int64_t sum = 0;
  for (const Fee& fee : procedure.fees) {
    const bool matches = ForChannel(fee.channels, channel) &&
                         (fee.payer.empty() || fee.payer == payer) &&
                         (fee.variant.empty() || fee.variant == variant);
    // The first matching line applies even if it is free or due at another time.
    if (matches && taken.insert(fee.code).second && fee.timing == timing) {
      sum += fee.amount_vnd;
    }
  }
  return sum;
}

int CountUnverified(const Catalogue& catalogue) {
  int count = 0;
  const auto add = [&count](const Source& source) { count += source.verified ? 0 : 1; };
  for (const Agency& agency : catalogue.agencies) {
    add(agency.source);
  }
  for (const RuleSet& rule_set : catalogue.rule_sets) {
    add(rule_set.source);
  }
  for (const Procedure& procedure : catalogue.procedures) {
    add(procedure.source);
    for (const Part& part : procedure.parts) {
      add(part.source);
    }
    for (const Fee& fee : procedure.fees) {
      add(fee.source);
    }
  }
  return count;
}

}  // namespace motcua::intake
