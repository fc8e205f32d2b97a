// Stands for embind where bindings are built natively: keeps the numeric operations by name, and nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace emscripten {

using Numeric = double (*)(uintptr_t in, uint32_t count, uintptr_t out, uint32_t room);

struct Operation {
  std::string name;
  Numeric call;
};

inline std::vector<Operation>& operations() {
  static std::vector<Operation> all;
  return all;
}

inline void function(const char* name, Numeric call) { operations().push_back({name, call}); }
template <class Other>
void function(const char*, Other*) {}

}  // namespace emscripten

#define EMSCRIPTEN_BINDINGS(name)                     \
  struct Binds_##name {                               \
    Binds_##name();                                   \
  };                                                  \
  static const Binds_##name binds_##name;             \
  Binds_##name::Binds_##name()
