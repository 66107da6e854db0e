#include "motcua/testing/stack.h"

#include <cstdlib>
#include <random>

#include "fatal.h"

namespace motcua::testing {
namespace {

std::string Address(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr || *value == '\0') {
    Fatal(std::string(variable) +
          " is not set: this test needs real servers. Run it with tools/test, or start them with "
          "`tools/stack up` and export the variables in .motcua/stack/env");
  }
  return value;
}

}  // namespace

std::string PostgresAdminDsn() {
  return Address("MOTCUA_STACK_POSTGRES_ADMIN_DSN");
}

std::string RedisAddress() {
  return Address("MOTCUA_STACK_REDIS_ADDRESS");
}

std::string KafkaBrokers() {
  return Address("MOTCUA_STACK_KAFKA_BROKERS");
}

std::string UniqueName(std::string_view prefix) {
  static constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device random;
  std::uniform_int_distribution<std::size_t> character(0, kAlphabet.size() - 1);
  std::string name(prefix);
  for (int i = 0; i < 12; ++i) {
    name += kAlphabet[character(random)];
  }
  return name;
}

int NumberFromEnvironment(const char* name, int otherwise) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') {
    return otherwise;
  }
  char* end = nullptr;
  const long number = std::strtol(value, &end, 10);
  if (*end != '\0' || number < 1 || number > 1'000'000) {
    Fatal(std::string(name) + "=" + value + " is not a whole number from 1 to 1000000");
  }
  return static_cast<int>(number);
}

}  // namespace motcua::testing
