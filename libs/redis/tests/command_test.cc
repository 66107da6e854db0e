#include "command.h"

#include <gtest/gtest.h>

namespace motcua::redis {
namespace {

TEST(WireCommandTest, IsAnArrayOfBulkStringsOfAnyBytes) {
  EXPECT_EQ(WireCommand({"PING"}).bytes(), "*1\r\n$4\r\nPING\r\n");
  const std::string bytes("a\0\r\n$", 5);
  EXPECT_EQ(WireCommand({"SET", "", bytes}).bytes(),
            "*3\r\n$3\r\nSET\r\n$0\r\n\r\n$5\r\n" + bytes + "\r\n");
  const std::string large(123456, 'x');
  EXPECT_EQ(WireCommand({large}).bytes(), "*1\r\n$123456\r\n" + large + "\r\n");
}

}  // namespace
}  // namespace motcua::redis
