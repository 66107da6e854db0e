#include "output/words.h"

#include <gtest/gtest.h>

namespace motcua::ctl {
namespace {

TEST(WordsTest, ATimeIsVietnameseLocalTime) {
  google::protobuf::Timestamp time;
  EXPECT_EQ(Words(time), "");
  time.set_seconds(1742203800);  // 2025-03-17T09:30:00Z
  EXPECT_EQ(Words(time), "17/03/2025 16:30");
}

TEST(WordsTest, AStateHasItsNationalNumber) {
  EXPECT_EQ(Words(type::v1::DOSSIER_STATE_IN_PROCESS), "4 Đang xử lý");
  EXPECT_EQ(Words(type::v1::DOSSIER_STATE_HANDED_OVER), "10 Đã trả kết quả");
  EXPECT_EQ(Words(static_cast<type::v1::DossierState>(77)), "77 ?");
}

TEST(WordsTest, MoneyIsGroupedByThousands) {
  EXPECT_EQ(Money(0), "");
  EXPECT_EQ(Money(500), "500 đồng");
  EXPECT_EQ(Money(15000), "15.000 đồng");
  EXPECT_EQ(Money(1234567890), "1.234.567.890 đồng");
  EXPECT_EQ(Money(-123456), "-123.456 đồng");
}

TEST(WordsTest, AnActorHasKindAndAgency) {
  type::v1::Actor actor;
  actor.set_kind(type::v1::ACTOR_KIND_OFFICER);
  actor.set_id("0123");
  actor.set_agency("H19.901");
  EXPECT_EQ(Words(actor), "cán bộ 0123 (H19.901)");
  actor.set_kind(type::v1::ACTOR_KIND_CITIZEN);
  actor.clear_agency();
  EXPECT_EQ(Words(actor), "công dân 0123");
}

}  // namespace
}  // namespace motcua::ctl
