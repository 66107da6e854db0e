#pragma once

#include <utility>

#include "motcua/base/error.h"

// The two macros that propagate errors.
//
//   MOTCUA_RETURN_IF_ERROR(store.Insert(dossier));
//   MOTCUA_ASSIGN_OR_RETURN(const Dossier dossier, store.Find(id));

#define MOTCUA_RETURN_IF_ERROR(expr)                                \
  do {                                                              \
    if (absl::Status motcua_status = (expr); !motcua_status.ok()) { \
      return motcua_status;                                         \
    }                                                               \
  } while (false)

#define MOTCUA_CONCAT_INNER(a, b) a##b
#define MOTCUA_CONCAT(a, b) MOTCUA_CONCAT_INNER(a, b)
#define MOTCUA_ASSIGN_OR_RETURN(lhs, expr) \
  MOTCUA_ASSIGN_OR_RETURN_IMPL(MOTCUA_CONCAT(motcua_or_, __LINE__), lhs, expr)
#define MOTCUA_ASSIGN_OR_RETURN_IMPL(tmp, lhs, expr) \
  auto tmp = (expr);                                 \
  if (!tmp.ok()) {                                   \
    return std::move(tmp).status();                  \
  }                                                  \
  lhs = std::move(tmp).value()
