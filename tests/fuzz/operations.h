// Stands for a module's exports where bindings are built natively: keeps the numeric operations by name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace media::fuzz {

struct Operation {
  std::string name;
  double (*call)(uintptr_t in, uint32_t count, uintptr_t out, uint32_t room);
};

inline std::vector<Operation>& operations() {
  static std::vector<Operation> all;
  return all;
}

}  // namespace media::fuzz

#define MEDIA_NUMERIC(room, name) \
  static const bool keeps_##name = (media::fuzz::operations().push_back({#room "_" #name, &compute<&name>}), true);
