// The second bytes of a JPEG's markers (ITU-T T.81, table B.1), and of those that programs added.
#pragma once

namespace media::image {

constexpr int kBaselineFrame = 0xc0, kExtendedFrame = 0xc1, kProgressiveFrame = 0xc2, kHuffman = 0xc4;
constexpr int kStartOfImage = 0xd8, kEndOfImage = 0xd9, kStartOfScan = 0xda, kQuantisers = 0xdb, kRestarts = 0xdd;
constexpr int kJfif = 0xe0, kAdobe = 0xee;

constexpr bool is_restart(int marker) { return marker >= 0xd0 && marker <= 0xd7; }

}  // namespace media::image
