#pragma once

#include <fstream>
#include <random>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "motcua/base/check.h"
#include "motcua/base/error.h"
#include "motcua/calendar/calendar_json.h"

namespace motcua::calendar {

inline std::string SampleCalendarText() {
  std::ifstream file(MOTCUA_SOURCE_DIR "/deploy/sample/calendar.json");
  MOTCUA_CHECK(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The calendar 2024-2026 of the sample province.
inline WorkingCalendar SampleCalendar() {
  absl::StatusOr<WorkingCalendar> calendar = ParseCalendarJson(SampleCalendarText());
  MOTCUA_CHECK(calendar.ok());
  return *std::move(calendar);
}

/// `2025-03-12T09:15` (or with seconds) in Viet Nam.
inline Instant At(const std::string& text) {
  const std::string seconds = text.size() == 16 ? ":00" : "";
  const absl::StatusOr<Instant> instant = ParseRfc3339(text + seconds + "+07:00");
  MOTCUA_CHECK(instant.ok());
  return *instant;
}

inline LocalTime LocalAt(const std::string& text) {
  return ToLocal(At(text));
}

inline LocalDate Day(const std::string& text) {
  const absl::StatusOr<LocalDate> date = ParseDate(text);
  MOTCUA_CHECK(date.ok());
  return *date;
}

/// A new seed on every run, or the one given by --gtest_random_seed (at most 99999). Print it with
/// SCOPED_TRACE.
inline std::uint32_t TestSeed() {
  const int given = testing::GTEST_FLAG(random_seed);
  return given != 0 ? static_cast<std::uint32_t>(given) : std::random_device{}() % 99999 + 1;
}

}  // namespace motcua::calendar
