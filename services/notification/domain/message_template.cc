#include "domain/message_template.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/sms/segments.h"
#include "motcua/sms/unaccented.h"
#include "motcua/text/text.h"

namespace motcua::notification {
namespace {

constexpr std::array<std::string_view, 6> kPlaceholders = {"code",       "due_at", "items",
                                                           "amount_vnd", "agency", "contact"};
constexpr std::size_t kMaxText = 1000;
constexpr std::size_t kMaxId = 64;
constexpr int kMaxValidityHours = 24 * 30;
// A message held at 21:00 is released at 07:15 at the latest.
constexpr int kLeastValidityOverNight = 11;

// `15.000`, the Vietnamese way of writing amounts.
std::string Money(std::int64_t vnd) {
  std::string digits = std::to_string(vnd);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ".");
  }
  return digits;
}

std::string ValueOf(std::string_view name, const Values& values, const std::string& items) {
  if (name == "code") {
    return values.code;
  }
  if (name == "due_at") {
    return values.due_at.empty() ? "theo quy định" : values.due_at;
  }
  if (name == "items") {
    return items;
  }
  if (name == "amount_vnd") {
    return Money(values.amount_vnd);
  }
  return name == "agency" ? values.agency : values.contact;
}

// Calls `text` for the text between placeholders and `placeholder` for their names; false at a
// brace that does not belong to a placeholder.
template <typename OnText, typename OnPlaceholder>
bool Scan(std::string_view pattern, OnText text, OnPlaceholder placeholder) {
  while (!pattern.empty()) {
    const std::size_t open = pattern.find_first_of("{}");
    text(pattern.substr(0, open));
    if (open == std::string_view::npos) {
      return true;
    }
    const std::size_t close = pattern.find('}', open);
    if (pattern[open] != '{' || close == std::string_view::npos) {
      return false;
    }
    const std::string_view name = pattern.substr(open + 1, close - open - 1);
    if (std::find(kPlaceholders.begin(), kPlaceholders.end(), name) == kPlaceholders.end()) {
      return false;
    }
    placeholder(name);
    pattern.remove_prefix(close + 1);
  }
  return true;
}

std::string Fill(std::string_view pattern, const Values& values, const std::string& items) {
  std::string filled;
  Scan(
      pattern, [&](std::string_view text) { filled += text; },
      [&](std::string_view name) { filled += ValueOf(name, values, items); });
  return filled;
}

std::string Join(const std::vector<std::string>& items, std::size_t shown) {
  std::string joined;
  for (std::size_t i = 0; i < shown; ++i) {
    joined += (i == 0 ? "" : "; ") + items[i];
  }
  if (shown < items.size()) {
    joined += shown == 0 ? "xem giấy báo" : "; ...";
  }
  return joined;
}

absl::StatusOr<Rendered> Cost(const Template& text, std::string filled) {
  if (!text.send_accented) {
    MOTCUA_ASSIGN_OR_RETURN(sms::Unaccented plain, sms::RemoveAccents(filled));
    filled = std::move(plain.text);
  }
  MOTCUA_ASSIGN_OR_RETURN(const sms::Segments cost, sms::CountSegments(filled));
  return Rendered{.text = std::move(filled), .parts = static_cast<int>(cost.parts)};
}

Values SampleValues() {
  return {.code = "H19.151.11-250312-00012",
          .due_at = "17/03/2025 16:30",
          .items = {"Ban ve mat bang"},
          .amount_vnd = 1500000,
          .agency = "H19.151.11",
          .contact = "02511022"};
}

void CheckTexts(const Template& text, std::vector<std::pair<std::string, std::string>>& faults) {
  const auto check = [&](const char* field, const std::string& pattern) {
    if (text::IsBlank(pattern) || text::CountCharacters(pattern) > kMaxText) {
      faults.emplace_back(field, "1 to 1000 characters");
      return false;
    }
    if (!sms::CountSegments(pattern).ok()) {
      faults.emplace_back(field, "not UTF-8");
      return false;
    }
    const auto ignore = [](std::string_view) {};
    if (!Scan(pattern, ignore, ignore)) {
      faults.emplace_back(field, "an unknown placeholder, or a brace outside one");
      return false;
    }
    return true;
  };
  if (check("accented_vi", text.accented)) {
    const auto cost =
        sms::CountSegments(Fill(text.accented, SampleValues(), Join(SampleValues().items, 0)));
    if (cost.ok() && cost->parts > sms::kMaxParts) {
      faults.emplace_back("accented_vi", "longer than six messages with usual values");
    }
  }
  if (!check("unaccented_vi", text.unaccented)) {
    return;
  }
  const std::string sample = Fill(text.unaccented, SampleValues(), Join(SampleValues().items, 1));
  const auto cost = sms::CountSegments(sample);
  if (!cost.ok() || cost->encoding != sms::Encoding::kGsm7) {
    faults.emplace_back("unaccented_vi", "a character that is not in GSM-7");
  } else if (cost->units > sms::kGsm7Single) {
    faults.emplace_back("unaccented_vi", "longer than one message with usual values");
  }
}

bool IsIdCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

}  // namespace

absl::StatusOr<Rendered> Render(const Template& text, const Values& values) {
  const std::string& pattern = text.send_accented ? text.accented : text.unaccented;
  // As many items as fit into one message; otherwise as many as may be sent at all.
  std::optional<Rendered> rendered;
  for (std::size_t shown = values.items.size() + 1; shown-- > 0;) {
    MOTCUA_ASSIGN_OR_RETURN(Rendered candidate,
                            Cost(text, Fill(pattern, values, Join(values.items, shown))));
    if (candidate.parts == 1) {
      return candidate;
    }
    if (!rendered.has_value() && candidate.parts <= static_cast<int>(sms::kMaxParts)) {
      rendered = std::move(candidate);
    }
  }
  if (!rendered.has_value()) {
    return Error(absl::StatusCode::kInvalidArgument, "TEXT_TOO_LONG",
                 "the text needs more parts than may be sent");
  }
  return *std::move(rendered);
}

std::vector<std::pair<std::string, std::string>> FindFaults(const Template& text) {
  std::vector<std::pair<std::string, std::string>> faults;
  if (text.id.empty() || text.id.size() > kMaxId ||
      !std::all_of(text.id.begin(), text.id.end(), IsIdCharacter)) {
    faults.emplace_back("id", "1 to 64 of a-z, 0-9, _ and .");
  }
  if (text.version < 1) {
    faults.emplace_back("version", "from 1 on");
  }
  if (std::find(kDossierMoments.begin(), kDossierMoments.end(), text.moment) ==
      kDossierMoments.end()) {
    faults.emplace_back("moment", "not a moment of a dossier");
  }
  for (const int channel : text.channels) {
    if (channel < 1 || channel > 3) {
      faults.emplace_back("channels", "no channel");
    }
  }
  if (text.validity_hours < 1 || text.validity_hours > kMaxValidityHours) {
    faults.emplace_back("validity_hours", "1 to 720");
  }
  CheckTexts(text, faults);
  return faults;
}

std::vector<std::string> FindWarnings(const std::vector<Template>& loaded) {
  std::vector<std::string> warnings;
  std::set<Moment> told;
  for (const Template& text : loaded) {
    if (text.enabled) {
      told.insert(text.moment);
    }
    const std::string name = text.id + " version " + std::to_string(text.version);
    if (!text.urgent && text.validity_hours < kLeastValidityOverNight) {
      warnings.push_back(name + ": expires during the quiet hours at night");
    }
    if (text.obligatory && !text.enabled) {
      warnings.push_back(name + ": required by law but switched off");
    }
  }
  for (const Moment moment : kDossierMoments) {
    if (!told.contains(moment)) {
      warnings.push_back("no template in this load is for " + std::string(ToString(moment)));
    }
  }
  return warnings;
}

std::optional<Template> Choose(const std::vector<Template>& all, Moment moment, int channel,
                               calendar::LocalDate day) {
  std::map<std::string, const Template*> in_force;
  for (const Template& text : all) {
    if (text.moment != moment || text.valid_from > day) {
      continue;
    }
    const Template*& newest = in_force[text.id];
    if (newest == nullptr ||
        std::pair(newest->valid_from, newest->version) < std::pair(text.valid_from, text.version)) {
      newest = &text;
    }
  }
  const Template* chosen = nullptr;
  for (const auto& [id, text] : in_force) {
    const bool named =
        std::find(text->channels.begin(), text->channels.end(), channel) != text->channels.end();
    if (named) {
      chosen = text;
      break;
    }
    if (chosen == nullptr && text->channels.empty()) {
      chosen = text;
    }
  }
  if (chosen == nullptr || !chosen->enabled) {
    return std::nullopt;
  }
  return *chosen;
}

}  // namespace motcua::notification
