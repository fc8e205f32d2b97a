// PNG files made here, a chunk at a time: what the encoder never writes, and each rule of the rows by its definition.
#include <gtest/gtest.h>
#include <libdeflate.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "image/png/crc32.h"
#include "image/image.h"
#include "image/png/rows.h"

namespace media::image {
namespace {

using Octets = std::vector<uint8_t>;

void put32(Octets& to, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) to.push_back(static_cast<uint8_t>(value >> shift));
}

Octets chunk(std::string_view type, const Octets& data) {
  Octets out, checked(type.begin(), type.end());
  checked.insert(checked.end(), data.begin(), data.end());
  put32(out, static_cast<uint32_t>(data.size()));
  out.insert(out.end(), checked.begin(), checked.end());
  put32(out, Crc32().of(checked));
  return out;
}

Octets zlib(const Octets& data) {
  libdeflate_compressor* compressor = libdeflate_alloc_compressor(1);
  Octets out(libdeflate_zlib_compress_bound(compressor, data.size()));
  out.resize(libdeflate_zlib_compress(compressor, data.data(), data.size(), out.data(), out.size()));
  libdeflate_free_compressor(compressor);
  return out;
}

// `rows` with a filter before each; `extra` stands before the pixels.
Octets png(uint32_t width, uint32_t height, uint8_t depth, uint8_t colour, const Octets& rows, const Octets& extra = {},
           size_t part = SIZE_MAX) {
  Octets out{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, header;
  put32(header, width);
  put32(header, height);
  header.insert(header.end(), {depth, colour, 0, 0, 0});
  const auto add = [&](const Octets& more) { out.insert(out.end(), more.begin(), more.end()); };
  add(chunk("IHDR", header));
  add(extra);
  const Octets data = zlib(rows);
  for (size_t i = 0; i < data.size(); i += std::min(part, data.size() - i))
    add(chunk("IDAT", Octets(data.begin() + static_cast<ptrdiff_t>(i), data.begin() + static_cast<ptrdiff_t>(i + std::min(part, data.size() - i)))));
  add(chunk("IEND", {}));
  return out;
}

TEST(Png, AnUnknownChunkThatIsCriticalIsRefusedAndAnyOtherIsPassedOver) {
  const Octets rows{0, 10, 20, 30};
  EXPECT_TRUE(decode(png(3, 1, 8, 0, rows)));
  for (const char* type : {"abCd", "aBCD", "zzZz"}) EXPECT_TRUE(decode(png(3, 1, 8, 0, rows, chunk(type, {1, 2})))) << type;
  for (const char* type : {"AbCd", "ABCD", "IDAX"}) {
    const auto out = decode(png(3, 1, 8, 0, rows, chunk(type, {1, 2})));
    ASSERT_FALSE(out) << type;
    EXPECT_EQ(out.error().code, ErrorCode::corrupt_image) << type;
  }
}

TEST(Png, PixelDataInManyChunksAreTheSamePicture) {
  Octets rows;
  for (int y = 0; y < 20; ++y) {
    rows.push_back(0);
    for (int x = 0; x < 30; ++x) rows.push_back(static_cast<uint8_t>(x * 7 + y * 31));
  }
  const auto one = decode(png(30, 20, 8, 0, rows)), many = decode(png(30, 20, 8, 0, rows, {}, 5));
  ASSERT_TRUE(one && many);
  EXPECT_EQ(std::memcmp(one->image.pixels.data(), many->image.pixels.data(), one->image.pixels.size()), 0);
}

TEST(Png, AWrongChecksumOfThePixelsIsDamage) {
  const Octets rows{0, 10, 20, 30};
  Octets data = zlib(rows);
  data.back() ^= 1;
  Octets file = png(3, 1, 8, 0, rows);
  const Octets right = chunk("IDAT", zlib(rows)), wrong = chunk("IDAT", data);
  const auto at = std::search(file.begin(), file.end(), right.begin(), right.end());
  ASSERT_NE(at, file.end());
  std::copy(wrong.begin(), wrong.end(), at);
  EXPECT_EQ(decode(file).error().code, ErrorCode::corrupt_image);
}

TEST(Png, SixteenBitsAreRoundedToTheNearestOfEight) {
  Octets rows{0};
  for (int value = 0; value < 65536; ++value) rows.insert(rows.end(), {static_cast<uint8_t>(value >> 8), static_cast<uint8_t>(value)});
  // A row of 65536 would be wider than allowed: two rows of half.
  rows.insert(rows.begin() + 1 + 65536, 0);
  const auto out = decode(png(32768, 2, 16, 0, rows), {.limits = {.max_side = 40000}});
  ASSERT_TRUE(out) << out.error().message;
  for (int value = 0; value < 65536; ++value) {
    const auto expected = static_cast<int>(std::lround(value * 255.0 / 65535));
    ASSERT_EQ(out->image.pixels[static_cast<size_t>(value) * 4], expected) << value;
  }
}

TEST(Png, SamplesOfFewBitsFillTheRangeOfEight) {
  for (const int depth : {1, 2, 4}) {
    const int most = (1 << depth) - 1, each = 8 / depth;
    Octets rows{0};
    for (int value = 0; value <= most; value += each) {
      int byte = 0;
      for (int i = 0; i < each; ++i) byte = byte << depth | (value + i > most ? 0 : value + i);
      rows.push_back(static_cast<uint8_t>(byte));
    }
    const auto out = decode(png(static_cast<uint32_t>(most + 1), 1, static_cast<uint8_t>(depth), 0, rows));
    ASSERT_TRUE(out) << depth;
    for (int value = 0; value <= most; ++value)
      EXPECT_EQ(out->image.pixels[static_cast<size_t>(value) * 4], value * 255 / most) << depth;
  }
}

TEST(Png, OnlyTheColourOfTheKeyIsTransparent) {
  const Octets rows{0, 10, 20, 30, 10, 20, 31, 11, 20, 30, 10, 21, 30};
  const auto out = decode(png(4, 1, 8, 2, rows, chunk("tRNS", {0, 10, 0, 20, 0, 30})));
  ASSERT_TRUE(out);
  const int alphas[4] = {0, 255, 255, 255};
  for (size_t i = 0; i < 4; ++i) EXPECT_EQ(out->image.pixels[i * 4 + 3], alphas[i]) << i;
}

// Section 9.2 and 9.4, a byte at a time.
void unfilter_by_definition(int filter, uint8_t* row, const uint8_t* above, size_t bytes, size_t step) {
  for (size_t i = 0; i < bytes; ++i) {
    const int a = i >= step ? row[i - step] : 0, b = above != nullptr ? above[i] : 0,
              c = above != nullptr && i >= step ? above[i - step] : 0;
    const int p = a + b - c, pa = std::abs(p - a), pb = std::abs(p - b), pc = std::abs(p - c);
    const int paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    const int predicted = filter == 1 ? a : filter == 2 ? b : filter == 3 ? (a + b) / 2 : filter == 4 ? paeth : 0;
    row[i] = static_cast<uint8_t>(row[i] + predicted);
  }
}

TEST(Png, RowsAreUnfilteredAsDefinedWhateverThePixelsSize) {
  std::mt19937 random(3);
  // Extremes too: where differences are largest, and where they tie.
  const auto byte = [&] { return static_cast<uint8_t>(random() % 4 == 0 ? (random() % 2 ? 255 : 0) : random() % 8 == 0 ? 128 : random()); };
  for (const size_t step : {1, 2, 3, 4, 6, 8}) {
    for (size_t pixels = 1; pixels < 80; ++pixels) {
      const size_t bytes = pixels * step;
      Octets above(bytes), row(bytes);
      for (uint8_t& b : above) b = byte();
      for (uint8_t& b : row) b = byte();
      for (int filter = 0; filter <= 4; ++filter) {
        for (const uint8_t* before : {static_cast<const uint8_t*>(nullptr), static_cast<const uint8_t*>(above.data())}) {
          Octets expected = row, found = row, apart(bytes);
          unfilter_by_definition(filter, expected.data(), before, bytes, step);
          png_unfilter(filter, row.data(), apart.data(), before, bytes, step);
          png_unfilter(filter, found.data(), found.data(), before, bytes, step);
          ASSERT_EQ(found, expected) << "filter " << filter << ", " << pixels << " pixels of " << step << " bytes";
          ASSERT_EQ(apart, expected) << "filter " << filter << ", " << pixels << " pixels of " << step << " bytes, apart";
        }
      }
    }
  }
}

}  // namespace
}  // namespace media::image
