// Empty: what is compiled here are the headers that MotcuaPrecompiled.cmake names.
