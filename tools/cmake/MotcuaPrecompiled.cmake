# Headers used by nearly every file, compiled once, which halves the time of a build. Three sets, because a file that
# must not use gRPC must not get it this way. Every file still includes what it uses: preset tsan builds without.
#
#   motcua_precompiled_base       the standard library and Status: libraries, cores of services
#   motcua_precompiled_rpc        the same and gRPC: adapters and applications of services
#   motcua_precompiled_test       the same and GoogleTest
# motcua_precompiled_generated  for generated code, which has separate compiler options
set(base <absl/status/statusor.h> <absl/strings/str_cat.h> <algorithm> <chrono> <condition_variable> <functional> <map>
         <memory> <mutex> <optional> <set> <string> <thread> <vector>)
set(rpc ${base} <grpcpp/grpcpp.h> <google/protobuf/message.h>)

function(motcua_precompile name)
  cmake_parse_arguments(ARG "" "" "HEADERS;LIBS" ${ARGN})
  add_library(motcua_precompiled_${name} OBJECT "${PROJECT_SOURCE_DIR}/tools/cmake/precompiled.cc")
  target_link_libraries(motcua_precompiled_${name} PRIVATE ${ARG_LIBS})
  target_precompile_headers(motcua_precompiled_${name} PRIVATE ${ARG_HEADERS})
endfunction()

set(how motcua::settings motcua::sanitizers motcua::warnings)
motcua_precompile(base HEADERS ${base} LIBS ${how} absl::statusor absl::strings)
motcua_precompile(rpc HEADERS ${rpc} LIBS ${how} gRPC::grpc++)
motcua_precompile(generated HEADERS <grpcpp/impl/codegen/service_type.h> <grpcpp/grpcpp.h> <google/protobuf/message.h>
                                    <google/protobuf/timestamp.pb.h> <google/protobuf/generated_message_reflection.h>
                            LIBS gRPC::grpc++)
if(BUILD_TESTING)
  motcua_precompile(test HEADERS ${rpc} <gmock/gmock.h> <gtest/gtest.h> LIBS ${how} motcua::test_settings gRPC::grpc++
                    GTest::gmock)
  # Tests are compiled with the options of executables.
  set_target_properties(motcua_precompiled_test PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(motcua_precompiled_test PRIVATE -fPIE)
endif()
