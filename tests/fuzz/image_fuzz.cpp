#include <cstring>

#include "image_seeds.h"
#include "image_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  media::image::probe_and_decode(data, size);
  return 0;
}

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t most);

// Starts from our own files: an input of one byte stands for a seed.
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t most, unsigned seed) {
  static const auto seeds = media::image::image_seeds();
  const auto& file = seeds[seed % seeds.size()];
  if (size <= 1 && file.size() <= most) {
    std::memcpy(data, file.data(), file.size());
    return file.size();
  }
  return LLVMFuzzerMutate(data, size, most);
}
