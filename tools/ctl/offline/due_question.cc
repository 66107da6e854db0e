#include "due_question.h"

#include <array>
#include <string>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/calendar/json_reader.h"

namespace motcua::ctl {
namespace {

using calendar::AtField;
using calendar::CutOff;
using calendar::CutOffEffect;
using calendar::JsonObject;
using calendar::LimitRule;
using calendar::LimitUnit;
using calendar::Pause;

// The names of an enum in the order of its values.
constexpr std::array<std::string_view, 4> kUnits = {"working_day", "working_hour", "calendar_day",
                                                    "same_day"};
constexpr std::array<std::string_view, 2> kConventions = {"keep_clock_time", "end_of_day"};
constexpr std::array<std::string_view, 2> kPauseEffects = {"extend", "restart"};
constexpr std::array<std::string_view, 3> kCutOffEffects = {
    "forward_only", "start_next_working_day", "result_next_working_day"};
constexpr std::array<std::string_view, 4> kStartEvents = {"full_dossier", "full_dossier_and_fee",
                                                          "receipt_sent", "electronic_dossier"};

template <typename Enum, std::size_t size>
absl::StatusOr<Enum> ReadWord(const JsonObject& object, std::string_view key,
                              const std::array<std::string_view, size>& words,
                              std::string_view reason) {
  MOTCUA_ASSIGN_OR_RETURN(const std::string word, object.String(key));
  std::string all;
  for (std::size_t i = 0; i < size; ++i) {
    if (words[i] == word) {
      return static_cast<Enum>(i);
    }
    all += (i == 0 ? "" : ", ") + std::string(words[i]);
  }
  return FieldError(object.PathOf(key), reason, "the field must be one of: " + all);
}

absl::StatusOr<Instant> ReadTime(const JsonObject& object, std::string_view key) {
  MOTCUA_ASSIGN_OR_RETURN(const std::string text, object.String(key));
  const absl::StatusOr<Instant> time = calendar::ParseRfc3339(text);
  return time.ok() ? time : AtField(time.status(), object.PathOf(key));
}

absl::StatusOr<LimitUnit> ReadUnit(const JsonObject& object) {
  return ReadWord<LimitUnit>(object, "unit", kUnits, "UNIT_INVALID");
}

absl::StatusOr<CutOff> ReadCutOff(const JsonObject& object) {
  MOTCUA_RETURN_IF_ERROR(object.Allow({"at", "minutes_before_closing", "effect"}));
  CutOff cut_off;
  if (object.Has("at") == object.Has("minutes_before_closing")) {
    return FieldError(object.PathOf("at"), "CUT_OFF_AMBIGUOUS",
                      "a cut-off must have either at or minutes_before_closing");
  }
  if (object.Has("at")) {
    MOTCUA_ASSIGN_OR_RETURN(const std::string text, object.String("at"));
    const absl::StatusOr<std::chrono::minutes> at = calendar::ParseTimeOfDay(text);
    if (!at.ok()) {
      return AtField(at.status(), object.PathOf("at"));
    }
    cut_off.at = *at;
  } else {
    MOTCUA_ASSIGN_OR_RETURN(const int minutes, object.Int("minutes_before_closing"));
    cut_off.basis = CutOff::Basis::kBeforeClosing;
    cut_off.at = std::chrono::minutes(minutes);
  }
  MOTCUA_ASSIGN_OR_RETURN(
      cut_off.effect, ReadWord<CutOffEffect>(object, "effect", kCutOffEffects, "EFFECT_INVALID"));
  return cut_off;
}

absl::StatusOr<Pause> ReadPause(const JsonObject& object) {
  MOTCUA_RETURN_IF_ERROR(object.Allow({"from", "to", "effect", "kind"}));
  Pause pause;
  MOTCUA_ASSIGN_OR_RETURN(pause.from, ReadTime(object, "from"));
  if (object.Has("to")) {
    MOTCUA_ASSIGN_OR_RETURN(pause.to, ReadTime(object, "to"));
  }
  MOTCUA_ASSIGN_OR_RETURN(pause.effect, ReadWord<calendar::PauseEffect>(
                                            object, "effect", kPauseEffects, "EFFECT_INVALID"));
  if (object.Has("kind")) {
    MOTCUA_ASSIGN_OR_RETURN(pause.kind, object.String("kind"));
  }
  return pause;
}

template <typename Item, typename Read>
absl::Status ReadList(const JsonObject& object, std::string_view key, Read read,
                      std::vector<Item>& items) {
  if (!object.Has(key)) {
    return absl::OkStatus();
  }
  MOTCUA_ASSIGN_OR_RETURN(const boost::json::array* array, object.Array(key));
  for (std::size_t i = 0; i < array->size(); ++i) {
    MOTCUA_ASSIGN_OR_RETURN(const JsonObject element,
                            JsonObject::From((*array)[i], object.PathOf(key, i)));
    MOTCUA_ASSIGN_OR_RETURN(Item item, read(element));
    items.push_back(std::move(item));
  }
  return absl::OkStatus();
}

absl::StatusOr<LimitRule> ReadLimit(const JsonObject& object) {
  MOTCUA_RETURN_IF_ERROR(object.Allow({"value", "unit", "cut_offs", "start_event", "stage"}));
  LimitRule limit;
  MOTCUA_ASSIGN_OR_RETURN(limit.unit, ReadUnit(object));
  // A missing value must not mean "no legal limit", which must be an explicit null.
  const bool without_value = limit.unit == LimitUnit::kSameDay && !object.Has("value");
  if (!without_value && !object.IsNull("value")) {
    MOTCUA_ASSIGN_OR_RETURN(limit.value, object.Int("value"));
  }
  MOTCUA_RETURN_IF_ERROR(ReadList(object, "cut_offs", ReadCutOff, limit.cut_offs));
  if (object.Has("start_event")) {
    MOTCUA_ASSIGN_OR_RETURN(
        limit.start_event,
        ReadWord<calendar::StartEvent>(object, "start_event", kStartEvents, "START_EVENT_INVALID"));
  }
  if (object.Has("stage")) {
    MOTCUA_ASSIGN_OR_RETURN(limit.stage, object.Int("stage"));
  }
  return limit;
}

absl::StatusOr<calendar::Extension> ReadExtension(const JsonObject& object) {
  MOTCUA_RETURN_IF_ERROR(object.Allow({"value", "unit"}));
  calendar::Extension extension;
  MOTCUA_ASSIGN_OR_RETURN(extension.value, object.Int("value"));
  MOTCUA_ASSIGN_OR_RETURN(extension.unit, ReadUnit(object));
  return extension;
}

}  // namespace

absl::StatusOr<calendar::DueInput> ReadDueQuestion(const boost::json::value& document) {
  MOTCUA_ASSIGN_OR_RETURN(const JsonObject root, JsonObject::From(document, ""));
  MOTCUA_RETURN_IF_ERROR(root.Allow({"received", "limit", "convention", "pauses", "extension"}));
  calendar::DueInput input;
  MOTCUA_ASSIGN_OR_RETURN(input.received, ReadTime(root, "received"));
  if (!root.IsNull("limit")) {
    MOTCUA_ASSIGN_OR_RETURN(const JsonObject limit, root.Object("limit"));
    MOTCUA_ASSIGN_OR_RETURN(input.limit, ReadLimit(limit));
  }
  if (root.Has("convention")) {
    MOTCUA_ASSIGN_OR_RETURN(
        input.limit.convention,
        ReadWord<calendar::Convention>(root, "convention", kConventions, "CONVENTION_INVALID"));
  }
  MOTCUA_RETURN_IF_ERROR(ReadList(root, "pauses", ReadPause, input.pauses));
  if (root.Has("extension")) {
    MOTCUA_ASSIGN_OR_RETURN(const JsonObject extension, root.Object("extension"));
    MOTCUA_ASSIGN_OR_RETURN(input.extension, ReadExtension(extension));
  }
  return input;
}

}  // namespace motcua::ctl
