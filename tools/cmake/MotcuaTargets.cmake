# Ten-line CMakeLists.txt files: everything they call stands here.

# motcua_add_library(NAME <lib> SOURCES ... [PUBLIC targets...] [PRIVATE targets...])
#   A library libs/<lib> with its own include directory, so that a header you don't link isn't found.
function(motcua_add_library)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(motcua_${ARG_NAME} STATIC ${ARG_SOURCES})
  add_library(motcua::${ARG_NAME} ALIAS motcua_${ARG_NAME})
  target_include_directories(motcua_${ARG_NAME} PUBLIC include PRIVATE src)
  target_link_libraries(motcua_${ARG_NAME}
    PUBLIC motcua::settings motcua::sanitizers ${ARG_PUBLIC}
    PRIVATE motcua::warnings ${ARG_PRIVATE})
endfunction()

# motcua_add_proto_library(NAME <target> PROTOS <paths below proto/> [GRPC])
#   Generated code: no warnings, no sanitizers, no optimisation that costs build time.
function(motcua_add_proto_library)
  cmake_parse_arguments(ARG "GRPC" "NAME" "PROTOS;PUBLIC" ${ARGN})
  set(root "${PROJECT_SOURCE_DIR}/proto")
  set(third "${root}/third_party")
  set(out "${PROJECT_BINARY_DIR}/gen")
  file(MAKE_DIRECTORY "${out}")
  set(generated)
  foreach(proto IN LISTS ARG_PROTOS)
    string(REGEX REPLACE "^third_party/" "" rel "${proto}")
    string(REGEX REPLACE "\\.proto$" "" stem "${rel}")
    set(files "${out}/${stem}.pb.cc" "${out}/${stem}.pb.h")
    set(plugin)
    if(ARG_GRPC)
      list(APPEND files "${out}/${stem}.grpc.pb.cc" "${out}/${stem}.grpc.pb.h")
      set(plugin "--grpc_out=${out}" "--plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>")
    endif()
    add_custom_command(
      OUTPUT ${files}
      COMMAND protobuf::protoc "--proto_path=${root}" "--proto_path=${third}" "--cpp_out=${out}" ${plugin} "${rel}"
      DEPENDS "${root}/${proto}" protobuf::protoc
      WORKING_DIRECTORY "${root}"
      COMMENT "protoc ${rel}" VERBATIM)
    list(APPEND generated ${files})
  endforeach()
  add_library(${ARG_NAME} STATIC ${generated})
  string(REGEX REPLACE "^motcua_" "" short "${ARG_NAME}")
  add_library(motcua::${short} ALIAS ${ARG_NAME})
  target_include_directories(${ARG_NAME} SYSTEM PUBLIC "${out}")
  target_compile_options(${ARG_NAME} PRIVATE -w)
  target_link_libraries(${ARG_NAME} PUBLIC protobuf::libprotobuf ${ARG_PUBLIC})
  if(ARG_GRPC)
    target_link_libraries(${ARG_NAME} PUBLIC gRPC::grpc++)
  endif()
endfunction()

# motcua_add_service(NAME <service> CORE ... ADAPTERS ... APP ... [CORE_LIBS ...] [ADAPTER_LIBS ...] [APP_LIBS ...])
#   Three libraries and a program motcua-<service>. The core (domain, use cases) links what CORE_LIBS names and
#   so cannot see gRPC, PostgreSQL, Kafka or Redis.
function(motcua_add_service)
  cmake_parse_arguments(ARG "" "NAME" "CORE;ADAPTERS;APP;CORE_LIBS;ADAPTER_LIBS;APP_LIBS" ${ARGN})
  set(p motcua_${ARG_NAME})
  set(chain)
  foreach(part IN ITEMS core adapters app)
    string(TOUPPER ${part} upper)
    if(ARG_${upper})
      add_library(${p}_${part} STATIC ${ARG_${upper}})
      target_include_directories(${p}_${part} PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
      target_link_libraries(${p}_${part} PUBLIC motcua::settings motcua::sanitizers ${chain}
                            PRIVATE motcua::warnings)
      list(PREPEND chain ${p}_${part})
    endif()
  endforeach()
  if(ARG_CORE)
    target_link_libraries(${p}_core PUBLIC ${ARG_CORE_LIBS})
  endif()
  if(ARG_ADAPTERS)
    target_link_libraries(${p}_adapters PUBLIC ${ARG_ADAPTER_LIBS})
  endif()
  target_link_libraries(${p}_app PUBLIC ${ARG_APP_LIBS})
  target_compile_definitions(${p}_app PRIVATE MOTCUA_VERSION="${PROJECT_VERSION}")
  add_executable(motcua-${ARG_NAME} main.cc)
  target_compile_definitions(motcua-${ARG_NAME} PRIVATE MOTCUA_VERSION="${PROJECT_VERSION}")
  target_link_libraries(motcua-${ARG_NAME} PRIVATE ${p}_app motcua::warnings)
endfunction()

# motcua_add_program(NAME <program> SOURCES ... LIBS ...)
function(motcua_add_program)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;LIBS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_include_directories(${ARG_NAME} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
  target_link_libraries(${ARG_NAME} PRIVATE motcua::settings motcua::sanitizers motcua::warnings ${ARG_LIBS})
endfunction()

# motcua_add_test(NAME <test> KIND unit|component|contract|e2e SOURCES ... LIBS ... [TIMEOUT seconds])
#   Unit tests are listed one by one; the others, which share a database or a running system, are one entry each.
function(motcua_add_test)
  cmake_parse_arguments(ARG "" "NAME;KIND;TIMEOUT" "SOURCES;LIBS" ${ARGN})
  if(NOT BUILD_TESTING)
    return()
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_include_directories(${ARG_NAME} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
  target_compile_definitions(${ARG_NAME} PRIVATE MOTCUA_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                             MOTCUA_BINARY_DIR="${PROJECT_BINARY_DIR}")
  target_link_libraries(${ARG_NAME} PRIVATE motcua::settings motcua::sanitizers motcua::warnings ${ARG_LIBS}
                        GTest::gmock GTest::gtest_main)
  if(ARG_KIND STREQUAL "unit")
    gtest_discover_tests(${ARG_NAME} TEST_PREFIX "${ARG_NAME}." DISCOVERY_MODE PRE_TEST
                         PROPERTIES LABELS unit TIMEOUT ${ARG_TIMEOUT})
  else()
    add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME})
    set_tests_properties(${ARG_NAME} PROPERTIES LABELS ${ARG_KIND} TIMEOUT ${ARG_TIMEOUT})
  endif()
endfunction()
