// Small files of every format for fuzzing to start from.
#pragma once

#include <string>
#include <vector>

#include "../image_samples.h"
#include "image/image.h"

namespace media::image {

namespace seeds {

inline void put(File& file, const std::string& text) { file.insert(file.end(), text.begin(), text.end()); }

// Least significant byte first, or most.
inline void little(File& file, uint64_t value, int count) {
  for (; count > 0; --count, value >>= 8) file.push_back(static_cast<uint8_t>(value));
}
inline void big(File& file, uint64_t value, int count) {
  for (int i = count - 1; i >= 0; --i) file.push_back(static_cast<uint8_t>(value >> (8 * i)));
}

inline Image picture(int colours, bool opaque) {
  Image image = std::move(*make_image(19, 13));
  for (size_t i = 0; i < image.pixels.size(); ++i) {
    bool is_alpha = i % 4 == 3;
    image.pixels[i] = static_cast<uint8_t>(is_alpha ? (opaque ? 255 : i)
                                                    : i / 4 % static_cast<size_t>(colours) * 37 + i % 4 * 11);
  }
  return image;
}

inline File copy(const Bytes& bytes) { return {bytes.data(), bytes.data() + bytes.size()}; }

inline File webp() {
  File file;
  put(file, "RIFF");
  little(file, 30, 4);
  put(file, "WEBPVP8X");
  little(file, 10, 4);
  little(file, 0x1a, 4);
  little(file, 639, 3);
  little(file, 479, 3);
  put(file, "ANMF");
  little(file, 0, 4);
  return file;
}

// With an orientation in EXIF before the first segment.
inline File turned(const File& jpeg) {
  File out(jpeg.begin(), jpeg.begin() + 2), exif;
  put(exif, std::string("Exif\0\0II*\0", 10));
  little(exif, 8, 4);
  little(exif, 1, 2);
  little(exif, 0x0112, 2);
  little(exif, 3, 2);
  little(exif, 1, 4);
  little(exif, 6, 4);
  little(exif, 0, 4);
  big(out, 0xffe1, 2);
  big(out, exif.size() + 2, 2);
  out.insert(out.end(), exif.begin(), exif.end());
  out.insert(out.end(), jpeg.begin() + 2, jpeg.end());
  return out;
}

}  // namespace seeds

inline std::vector<File> image_seeds() {
  using namespace seeds;
  std::vector<File> out;
  for (int colours : {2, 4, 16, 200}) {
    for (bool opaque : {false, true}) {
      out.push_back(copy(*encode_png(picture(colours, opaque))));
      out.push_back(copy(*encode_png(picture(colours, opaque), {true})));
    }
  }
  for (int quality : {30, 95}) out.push_back(copy(*encode_jpeg(picture(200, true), {.quality = quality})));
  out.push_back(turned(out.back()));
  for (const char* list : {"files", "avif", "webp"}) {
    for (const Sample& sample : image_samples(list)) out.push_back(sample.file);
  }
  out.push_back(webp());
  std::string svg =
      "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg width='3e1mm' viewBox='0 0 4 5'/>";
  out.emplace_back(svg.begin(), svg.end());
  return out;
}

}  // namespace media::image
