#include "verbs/verb.h"

namespace motcua::ctl {

std::vector<Verb> AllVerbs() {
  std::vector<Verb> all;
  for (const auto& verbs : {TakeInVerbs(), DecisionVerbs(), DossierViewVerbs(), ListVerbs(),
                            PetitionVerbs(), ReportVerbs(), LoadVerbs(), FlowVerbs(), TopicVerbs(),
                            ClockVerbs(), SmsVerbs(), PortalVerbs(), OfflineVerbs()}) {
    all.insert(all.end(), verbs.begin(), verbs.end());
  }
  return all;
}

}  // namespace motcua::ctl
