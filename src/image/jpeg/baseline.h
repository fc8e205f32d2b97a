// JPEGs as cameras and most programs write them: sound, baseline or extended with Huffman codes, in one scan.
#pragma once

#include <optional>

#include "image/image.h"

namespace media::image {

// A clean JPEG (see clean_jpeg), grey or YCbCr with colour as fine as luma or halved across, down or both: the pixels
// that stb_decode gives, in half its time and without planes of all its samples. Nothing for any other, for a damaged one,
// and where there is too little memory: that is stb_decode's to judge.
std::optional<Image> decode_baseline(ByteView jpeg);

}  // namespace media::image
