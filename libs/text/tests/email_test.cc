#include "motcua/text/email.h"

#include <string>

#include <gtest/gtest.h>

namespace motcua::text {
namespace {

TEST(EmailTest, TakesAddressesToWhichMailCanBeSent) {
  for (const char* email : {"a@b.vn", "nguyen.van.a+1@mail.example.vn", "dân@tỉnh.vn",
                            "o'brien@example.org", "A_B-c@EXAMPLE.ORG", "1@2.vn"}) {
    EXPECT_TRUE(IsEmail(email)) << email;
  }
}

TEST(EmailTest, RefusesOthers) {
  for (const char* other : {"",
                            "@b.vn",
                            "a@b",
                            "a@b.",
                            "a@@b.vn",
                            "a b@c.vn",
                            "a@b.vn\n",
                            "a@b.vn;c@d.vn",
                            "a@.b",
                            "a@example..org",
                            "mailto:a@example.org",
                            "a\u200B@example.org",
                            "a@exam\u200Bple.org",
                            ".a@b.vn",
                            "a.@b.vn",
                            "a..b@c.vn",
                            "a@-b.vn",
                            "a@b_c.vn",
                            "a@b c.vn",
                            "<a@b.vn>",
                            "a@[127.0.0.1]",
                            "\"a\"@b.vn",
                            "a@b.vn.",
                            "\xFF@b.vn",
                            "a@\xFF.vn"}) {
    EXPECT_FALSE(IsEmail(other)) << other;
  }
}

TEST(EmailTest, KeepsTheLimitsOfMail) {
  EXPECT_TRUE(IsEmail(std::string(64, 'a') + "@b.vn"));
  EXPECT_FALSE(IsEmail(std::string(65, 'a') + "@b.vn"));
  EXPECT_TRUE(IsEmail("a@" + std::string(63, 'b') + ".vn"));
  EXPECT_FALSE(IsEmail("a@" + std::string(64, 'b') + ".vn"));
}

}  // namespace
}  // namespace motcua::text
