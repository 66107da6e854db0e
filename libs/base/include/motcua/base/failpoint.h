#pragma once

// Named crash points on both sides of each durable step, so that tests can kill the process
// between, for example, commit and publish (reliability F2, R4.4).
//
//   MOTCUA_FAILPOINT("outbox.after_produce");
//
// With MOTCUA_FAILPOINTS=1 (preset dev) the environment variable MOTCUA_CRASH_AT=name:n ends the
// process with status 137 at the n-th pass, as kill -9 would. In a release build the macro is
// empty.

namespace motcua::internal {
void PassFailpoint(const char* name);
}  // namespace motcua::internal

#ifdef MOTCUA_FAILPOINTS
#define MOTCUA_FAILPOINT(name) ::motcua::internal::PassFailpoint(name)
#else
#define MOTCUA_FAILPOINT(name) static_cast<void>(0)
#endif
