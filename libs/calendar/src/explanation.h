#pragma once

#include <chrono>
#include <vector>

#include "motcua/calendar/due_date.h"

namespace motcua::calendar {

/// The sentences of an explanation, in the order of the calculation. Vietnamese first.
class Explanation {
 public:
  void Received(StartEvent event, Instant at);
  void Restarted(Instant complete);
  void StartMoved(Instant start);
  void CutOffMissed(const CutOff& cut_off, Instant start);
  void SameDay(bool next_day, Instant due);
  void Limit(int value, LimitUnit unit, Convention convention, Instant due);
  void NoLimit();
  void SecondAppointment();
  void Waited(std::chrono::microseconds working_time, Instant due);
  void Extended(const Extension& extension, Instant due);
  void StillWaiting();
  void YearNotLoaded();

  std::vector<ExplanationLine> Take() { return std::move(lines_); }

 private:
  void Add(std::string vi, std::string en);

  std::vector<ExplanationLine> lines_;
};

}  // namespace motcua::calendar
