#include "domain/likeness.h"

#include <functional>

#include <gtest/gtest.h>

#include "support/builders.h"

namespace motcua::feedback {
namespace {

using namespace feedback::testing;  // NOLINT(google-build-using-namespace)

bool Alike(const Petition& one, const Petition& other) {
  for (const std::string& likeness : LikenessesOf(one)) {
    for (const std::string& another : LikenessesOf(other)) {
      if (likeness == another) {
        return true;
      }
    }
  }
  return false;
}

Petition Changed(const std::function<void(Petition&)>& change) {
  Petition petition = AnEarlierOne(TheRules());
  change(petition);
  return petition;
}

TEST(Likeness, IsOfWhatPeopleReadAndOfAnyContactInCommon) {
  const Petition petition = AnEarlierOne(TheRules());
  for (const auto& same : std::vector<std::function<void(Petition&)>>{
           [](Petition& p) { p.title = "Việc khác"; },
           [](Petition& p) { p.channel = PetitionChannel::kPost; },
           [](Petition& p) { p.content = "HỒ SƠ  quá hẹn ba ngày.\r\n\nXin giải thích. "; },
           [](Petition& p) { p.content = "Ho so qua hen ba ngay. Xin giai thich."; },
           [](Petition& p) { p.sender = {.full_name = "NV A", .phone = p.sender.phone}; },
           [](Petition& p) { p.sender = {.full_name = "NV A", .email = "A@Example.vn"}; },
           [](Petition& p) { p.sender = {.full_name = "NGUYEN VAN A", .address = "ấp 1."}; }}) {
    const Petition other = Changed(same);
    EXPECT_TRUE(Alike(petition, other)) << other.sender.full_name << other.content;
    EXPECT_TRUE(IsSameSender(petition.sender, other.sender));
  }
}

TEST(Likeness, IsNotOfAnotherTextDossierOrPerson) {
  const Petition petition = AnEarlierOne(TheRules());
  for (const auto& other : std::vector<std::function<void(Petition&)>>{
           [](Petition& p) { p.content += " Lần hai."; },
           [](Petition& p) { p.about_dossier = "H19.12-261001-0001"; }}) {
    EXPECT_FALSE(Alike(petition, Changed(other)));
    EXPECT_TRUE(IsSameSender(petition.sender, Changed(other).sender));
  }
  for (const auto& other : std::vector<std::function<void(Petition&)>>{
           // A namesake, and a neighbour of one household number.
           [](Petition& p) {
             p.sender = {.full_name = "Nguyễn Văn A", .phone = "0907654321", .address = "Ấp 2"};
           },
           [](Petition& p) { p.sender = {.full_name = "Trần Thị B", .address = "Ấp 1"}; },
           // Contacts are compared with their kind.
           [](Petition& p) { p.sender = {.full_name = "Trần Thị B", .email = "0901234567"}; }}) {
    EXPECT_FALSE(Alike(petition, Changed(other)));
    EXPECT_FALSE(IsSameSender(petition.sender, Changed(other).sender));
  }
}

}  // namespace
}  // namespace motcua::feedback
