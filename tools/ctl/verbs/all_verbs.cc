#include <map>

#include "verbs/verb.h"

namespace motcua::ctl {

std::vector<Verb> AllVerbs() {
  std::vector<Verb> all;
  for (const auto& verbs :
       {TakeInVerbs(), DecisionVerbs(), DossierViewVerbs(), ListVerbs(), PetitionVerbs(),
        ReportVerbs(), LoadVerbs(), FlowVerbs(), SetAsideVerbs(), TopicVerbs(), ClockVerbs(),
        SmsVerbs(), PortalVerbs(), OfflineVerbs()}) {
    all.insert(all.end(), verbs.begin(), verbs.end());
  }
  return all;
}

std::string HeadingOf(const std::string& words) {
  static const std::map<std::string, std::string> kHeadings = {
      {"clock", "Giờ của hệ thống mô phỏng. Simulated time."},
      {"petition-rules", "Thời hạn trả lời phản ánh, kiến nghị. Limits for answers to petitions."},
      {"petitions", "Phản ánh, kiến nghị. Petitions."},
      {"portal", "Cổng Dịch vụ công quốc gia. The National Portal."},
      {"ratings", "Đánh giá của công dân. Ratings given by citizens."},
      {"report", "Báo cáo và chỉ tiêu. Reports and targets."},
      {"report rebuild", "Đếm lại từ lịch sử. Recounting from the histories."},
      {"report targets", "Chỉ tiêu của tỉnh. The province's targets."},
      {"set-aside", "Việc nền để riêng những gì. What background work has set aside."},
      {"sms", "Tin nhắn đi và đến. Outgoing and incoming text messages."},
      {"sms templates", "Mẫu tin nhắn. Templates of text messages."},
      {"topics", "Chủ đề Kafka. Kafka's topics."},
  };
  const auto found = kHeadings.find(words);
  return found == kHeadings.end() ? std::string() : found->second;
}

}  // namespace motcua::ctl
