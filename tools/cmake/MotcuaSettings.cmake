# The two interface targets that every target of ours links: compiler options (motcua::settings) and warnings
# (motcua::warnings). Generated code links only the first.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

add_library(motcua_settings INTERFACE)
add_library(motcua::settings ALIAS motcua_settings)
target_compile_options(motcua_settings INTERFACE
  -fstack-protector-strong -pthread
  $<$<CONFIG:Debug>:-O1;-g1>
  $<$<CONFIG:RelWithDebInfo>:-D_FORTIFY_SOURCE=2>)
target_compile_definitions(motcua_settings INTERFACE
  $<$<BOOL:${MOTCUA_FAILPOINTS}>:MOTCUA_FAILPOINTS=1>
  # hiredis requires it where it is used; precompiled headers require it everywhere.
  _FILE_OFFSET_BITS=64
  _GLIBCXX_ASSERTIONS)
target_link_options(motcua_settings INTERFACE -Wl,-z,relro,-z,now)

# Optimising tests would cost more build time than it saves; optimised, g++ 12 also reports false overflows for
# long texts made by operator+ (GCC bug 105651).
add_library(motcua_test_settings INTERFACE)
add_library(motcua::test_settings ALIAS motcua_test_settings)
target_compile_options(motcua_test_settings INTERFACE -O0)
# Debian 13's protobuf defines it where it is linked; precompiled headers need it in every test.
target_compile_definitions(motcua_test_settings INTERFACE NOMINMAX)

add_library(motcua_warnings INTERFACE)
add_library(motcua::warnings ALIAS motcua_warnings)
target_compile_options(motcua_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wimplicit-fallthrough
  # Designated initializers deliberately leave out members that have a default.
  -Wno-missing-field-initializers
  $<$<BOOL:${MOTCUA_WARNINGS_AS_ERRORS}>:-Werror>)

add_library(motcua_sanitizers INTERFACE)
add_library(motcua::sanitizers ALIAS motcua_sanitizers)
if(MOTCUA_SANITIZE)
  target_compile_options(motcua_sanitizers INTERFACE -fsanitize=${MOTCUA_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(motcua_sanitizers INTERFACE -fsanitize=${MOTCUA_SANITIZE})
  if(MOTCUA_SANITIZE STREQUAL "thread")
    # Asio has fences, which the thread sanitizer does not support; its atomics are enough to order handlers. And with
    # the macro, protobuf and Abseil lay out their classes differently from Debian's libraries, which are built without.
    target_compile_options(motcua_sanitizers INTERFACE -Wno-tsan -U__SANITIZE_THREAD__)
  endif()
endif()
