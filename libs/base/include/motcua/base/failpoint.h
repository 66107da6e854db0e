#pragma once

// Named crash points on both sides of each durable step, so that "the process dies between commit
// and publish" is a test and not a story (reliability F2, R4.4).
//
//   MOTCUA_FAILPOINT("outbox.after_produce");
//
// With MOTCUA_FAILPOINTS=1 (preset dev) the environment variable MOTCUA_CRASH_AT=name:n makes the
// n-th pass end the process at once with status 137, as kill -9 would. In a release build the macro
// is empty.

namespace motcua::internal {
void PassFailpoint(const char* name);
}  // namespace motcua::internal

#ifdef MOTCUA_FAILPOINTS
#define MOTCUA_FAILPOINT(name) ::motcua::internal::PassFailpoint(name)
#else
#define MOTCUA_FAILPOINT(name) static_cast<void>(0)
#endif
