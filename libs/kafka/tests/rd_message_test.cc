#include "rd_message.h"

#include <gtest/gtest.h>

#include "handle.h"

namespace motcua::kafka {
namespace {

TEST(MessageTest, FindsTheFirstHeaderOfAName) {
  const Message message{.headers = {{"a", "1"}, {"b", "2"}, {"a", "3"}}};
  EXPECT_EQ(Header(message, "a"), "1");
  EXPECT_EQ(Header(message, "b"), "2");
  EXPECT_EQ(Header(message, "c"), "");
}

TEST(MessageTest, HeadersKeepOrderRepeatsAndBytes) {
  const Owned<rd_kafka_headers_t, rd_kafka_headers_destroy> list(
      ToRd({{"a", std::string("\0x", 2)}, {"empty", ""}, {"a", "again"}}));
  ASSERT_EQ(rd_kafka_header_cnt(list.get()), 3u);
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  ASSERT_EQ(rd_kafka_header_get_all(list.get(), 0, &name, &value, &size),
            RD_KAFKA_RESP_ERR_NO_ERROR);
  EXPECT_STREQ(name, "a");
  EXPECT_EQ(std::string(static_cast<const char*>(value), size), std::string("\0x", 2));
}

}  // namespace
}  // namespace motcua::kafka
