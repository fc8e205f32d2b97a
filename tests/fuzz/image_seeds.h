// Small files of every format, made here, for fuzzing to start from.
#pragma once

#include <string>
#include <vector>

#include "image/image.h"

namespace media::image {

using File = std::vector<uint8_t>;

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
    image.pixels[i] = static_cast<uint8_t>(is_alpha ? (opaque ? 255 : i) : i / 4 % static_cast<size_t>(colours) * 37 + i % 4 * 11);
  }
  return image;
}

inline File copy(const Bytes& bytes) { return {bytes.data(), bytes.data() + bytes.size()}; }

// 4 × 4 in four colours; the codes are nine-bit literals, with a clear code between them.
inline File gif(bool interlaced) {
  File file;
  put(file, "GIF89a");
  little(file, 4, 2);
  little(file, 4, 2);
  file.insert(file.end(), {0x81, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9});
  file.insert(file.end(), {0x21, 0xf9, 4, 1, 0, 0, 3, 0});
  file.insert(file.end(), {0x2c, 0, 0, 0, 0, 4, 0, 4, 0, static_cast<uint8_t>(interlaced ? 0x40 : 0), 8});
  File packed;
  uint32_t held = 0;
  int bits = 0;
  auto code = [&](uint32_t value) {
    held |= value << bits;
    for (bits += 9; bits >= 8; bits -= 8, held >>= 8) packed.push_back(static_cast<uint8_t>(held));
  };
  for (uint32_t i = 0; i < 16; ++i) {
    if (i % 5 == 0) code(256);
    code(i % 4);
  }
  code(257);
  packed.push_back(static_cast<uint8_t>(held));
  file.push_back(static_cast<uint8_t>(packed.size()));
  file.insert(file.end(), packed.begin(), packed.end());
  file.insert(file.end(), {0, 0x3b});
  return file;
}

inline File bmp(int bits) {
  File file;
  int row = (5 * bits + 31) / 32 * 4;
  put(file, "BM");
  little(file, 0, 8);
  little(file, static_cast<uint64_t>(54 + (bits <= 8 ? 4 << bits : 0)), 4);
  little(file, 40, 4);
  little(file, 5, 4);
  little(file, 3, 4);
  little(file, 1, 2);
  little(file, static_cast<uint64_t>(bits), 2);
  little(file, 0, 24);
  for (int i = 0; bits <= 8 && i < 4 << bits; ++i) file.push_back(static_cast<uint8_t>(i * 5));
  for (int i = 0; i < row * 3; ++i) file.push_back(static_cast<uint8_t>(i * 29));
  return file;
}

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

inline void box(File& file, const char* type, const File& data) {
  big(file, data.size() + 8, 4);
  put(file, type);
  file.insert(file.end(), data.begin(), data.end());
}

inline File avif() {
  File out, pitm, ispe, irot, ipco, ipma, iprp, meta;
  put(out, std::string("\0\0\0\x14" "ftypavif\0\0\0\0avif", 20));
  big(pitm, 1, 6);
  big(ispe, 0, 4);
  big(ispe, 64, 4);
  big(ispe, 48, 4);
  irot.push_back(1);
  box(ipco, "ispe", ispe);
  box(ipco, "irot", irot);
  big(ipma, 0, 4);
  big(ipma, 1, 4);
  big(ipma, 1, 2);
  ipma.insert(ipma.end(), {2, 1, 2});
  box(iprp, "ipco", ipco);
  box(iprp, "ipma", ipma);
  big(meta, 0, 4);
  box(meta, "pitm", pitm);
  box(meta, "iprp", iprp);
  box(out, "meta", meta);
  return out;
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
  out.push_back(gif(false));
  out.push_back(gif(true));
  for (int bits : {1, 4, 8, 16, 24, 32}) out.push_back(bmp(bits));
  out.push_back(webp());
  out.push_back(avif());
  std::string svg = "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg width='3e1mm' viewBox='0 0 4 5'/>";
  out.emplace_back(svg.begin(), svg.end());
  return out;
}

}  // namespace media::image
