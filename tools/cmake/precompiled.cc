// Empty: compiles only the headers named in MotcuaPrecompiled.cmake.
