// The fuzz target over its seeds: whole, cut off anywhere, and with bytes changed. The same ones every time.
#include <gtest/gtest.h>

#include "../fuzz/image_seeds.h"
#include "../fuzz/image_target.h"

namespace media::image {

TEST(Fuzz, EverySeedIsAnImage) {
  int decoded = 0;
  for (const File& file : image_seeds()) {
    EXPECT_TRUE(probe(file));
    if (decode(file)) ++decoded;
  }
  EXPECT_EQ(decoded, 57);  // all but WebP, AVIF and SVG
}

TEST(Fuzz, SeedsCutOffOrChangedDoNoHarm) {
  uint32_t state = 1;
  auto random = [&](size_t below) {
    state = state * 1664525u + 1013904223u;
    return static_cast<size_t>(state >> 8) % below;
  };
  for (const File& file : image_seeds()) {
    for (size_t length = 0; length <= file.size(); length += 1 + file.size() / 200) {
      File cut(file.begin(), file.begin() + static_cast<ptrdiff_t>(length));
      probe_and_decode(cut.data(), cut.size());
    }
    for (int round = 0; round < 200; ++round) {
      File changed = file;
      for (size_t changes = 1 + random(4); changes > 0; --changes) {
        changed[random(changed.size())] = random(3) == 0 ? 0xff : static_cast<uint8_t>(random(256));
      }
      probe_and_decode(changed.data(), changed.size());
    }
  }
}

}  // namespace media::image
