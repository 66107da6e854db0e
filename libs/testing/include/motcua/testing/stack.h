#pragma once

#include <string>
#include <string_view>

namespace motcua::testing {

/// Addresses of the real servers that component tests run against (`tools/stack up` starts them and
/// writes them to `.motcua/stack/env`; `tools/test` does both). If one is missing, the test program
/// ends with a message that says what to do, so that a component test never passes by being
/// skipped. Thread-safe.

/// MOTCUA_STACK_POSTGRES_ADMIN_DSN: a role that may create databases.
std::string PostgresAdminDsn();
/// MOTCUA_STACK_REDIS_ADDRESS, `host:port`.
std::string RedisAddress();
/// MOTCUA_STACK_KAFKA_BROKERS, `host:port[,host:port...]`.
std::string KafkaBrokers();

/// `prefix` + 12 random characters of a-z and 0-9: for databases, topics, groups and key prefixes,
/// so that tests can run in parallel.
std::string UniqueName(std::string_view prefix);

/// A number from the environment (such as the duration of an experiment), or `otherwise`.
int NumberFromEnvironment(const char* name, int otherwise);

}  // namespace motcua::testing
