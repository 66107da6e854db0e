#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/calendar/time_zone.h"

#include "domain/moment.h"

namespace motcua::notification {

/// One version of a text (data, loaded by LoadTemplates). `channels` holds the national numbers;
/// empty matches all.
struct Template {
  std::string id;
  int version = 0;
  calendar::LocalDate valid_from{};
  Moment moment = Moment::kReply;
  std::vector<int> channels;
  std::string accented;
  std::string unaccented;
  bool send_accented = false;
  bool urgent = false;
  bool obligatory = false;
  int validity_hours = 0;
  bool enabled = false;
};

/// The values of placeholders. All are public or concern only the citizen; no names.
struct Values {
  std::string code;
  /// `17/03/2025 16:30`; empty when the procedure has no limit.
  std::string due_at;
  std::vector<std::string> items;
  std::int64_t amount_vnd = 0;
  std::string agency;
  std::string contact;
};

/// A text ready to send.
struct Rendered {
  std::string text;
  int parts = 1;
};

/// Fills in the values. The unaccented form is always GSM-7: accents of the values are removed. A
/// list of items is cut so that the text fits into one message if possible, and always into six.
/// INVALID_ARGUMENT / TEXT_TOO_LONG beyond six parts (R3.10).
absl::StatusOr<Rendered> Render(const Template& text, const Values& values);

/// The faults of a version as pairs of field and message; empty if there are none. The unaccented
/// text must be GSM-7 and fit one message with values of usual length (R3.10).
std::vector<std::pair<std::string, std::string>> FindFaults(const Template& text);

/// Warnings for an operator; not faults.
std::vector<std::string> FindWarnings(const std::vector<Template>& loaded);

/// The template for a moment and a channel on a day: of each id the newest version in force; of
/// these, one that names the channel is preferred to one for all channels, then the first by id.
/// Nullopt when there is none, or it is disabled.
std::optional<Template> Choose(const std::vector<Template>& all, Moment moment, int channel,
                               calendar::LocalDate day);

}  // namespace motcua::notification
