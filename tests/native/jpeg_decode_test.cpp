// Baseline JPEGs are read by our own decoder, to the bit as stb_image reads them.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <random>

#include "image/decoders.h"
#include "image/jpeg/baseline.h"
#include "image/jpeg/huffman.h"
#include "image/jpeg/inverse.h"
#include "image/jpeg/layout.h"

namespace media::image {
namespace {

using File = std::vector<uint8_t>;
using Random = std::mt19937;

struct Kind {
  int width = 33, height = 17, components = 3, across = 1, down = 1;
  int interval = 0;
  int first_step = 3;
  double density = 0.2;  // of coefficients that are not 0
  int largest = 40;
  bool is_wide = false;  // steps of 16 bits
};

// A file of random coefficients, with codes made for them.
class Writer {
 public:
  Writer(const Kind& kind, Random& random) : kind_(kind), random_(random) {
    const int columns = parts(kind.width, kind.across), rows = parts(kind.height, kind.down);
    int means[3] = {};
    for (int unit = 0; unit < columns * rows; ++unit) {
      if (kind.interval > 0 && unit > 0 && unit % kind.interval == 0) {
        tokens_.push_back({kRestart, static_cast<uint32_t>(unit / kind.interval - 1) % 8, 0});
        std::fill(means, means + 3, 0);
      }
      for (int c = 0; c < kind.components; ++c) {
        const int blocks = c == 0 && kind.components > 1 ? kind.across * kind.down : 1;
        for (int i = 0; i < blocks; ++i) block(c == 0 ? 0 : 1, means[c]);
      }
    }
  }

  File file() {
    for (size_t i = 0; i < 4; ++i) tables_[i] = HuffmanTable::of(counts_[i]);
    out_ = {0xff, 0xd8};
    segment(0xdb, [&] {
      for (int table = 0; table < 2; ++table) {
        out_.push_back(static_cast<uint8_t>((kind_.is_wide ? 16 : 0) + table));
        for (int i = 0; i < 64; ++i) {
          const int step = i == 0 ? kind_.first_step : 1 + static_cast<int>(random_() % (kind_.is_wide ? 65535 : 255));
          if (kind_.is_wide) out_.push_back(static_cast<uint8_t>(step >> 8));
          out_.push_back(static_cast<uint8_t>(step));
        }
      }
    });
    segment(0xc0, [&] {
      put({8, kind_.height >> 8, kind_.height & 255, kind_.width >> 8, kind_.width & 255, kind_.components});
      for (int c = 0; c < kind_.components; ++c) put({c + 1, c == 0 ? kind_.across << 4 | kind_.down : 0x11, c == 0 ? 0 : 1});
    });
    for (size_t i = 0; i < 4; ++i) {
      segment(0xc4, [&] {
        put({static_cast<int>(i % 2 * 16 + i / 2)});
        out_.insert(out_.end(), tables_[i].lengths.begin() + 1, tables_[i].lengths.end());
        out_.insert(out_.end(), tables_[i].symbols.begin(), tables_[i].symbols.begin() + static_cast<ptrdiff_t>(tables_[i].count));
      });
    }
    if (kind_.interval > 0) segment(0xdd, [&] { put({kind_.interval >> 8, kind_.interval & 255}); });
    segment(0xda, [&] {
      put({kind_.components});
      for (int c = 0; c < kind_.components; ++c) put({c + 1, c == 0 ? 0 : 0x11});
      put({0, 63, 0});
    });
    for (const Token& token : tokens_) {
      if (token.table == kRestart) {
        fill();
        put({0xff, 0xd0 + static_cast<int>(token.symbol)});
        continue;
      }
      uint32_t code = 0, length = 0;
      find(tables_[token.table], token.symbol, code, length);
      bits(code, length);
      bits(token.bits, token.symbol & 15);
    }
    fill();
    put({0xff, 0xd9});
    return out_;
  }

 private:
  static constexpr size_t kRestart = 9;
  struct Token {
    size_t table;
    uint32_t symbol, bits;
  };

  int parts(int all, int factor) const {
    const int side = kind_.components == 1 ? 8 : 8 * factor;
    return (all + side - 1) / side;
  }
  void put(std::initializer_list<int> bytes) {
    for (const int byte : bytes) out_.push_back(static_cast<uint8_t>(byte));
  }
  template <class Body>
  void segment(int marker, const Body& body) {
    put({0xff, marker, 0, 0});
    const size_t from = out_.size() - 2;
    body();
    out_[from] = static_cast<uint8_t>((out_.size() - from) >> 8);
    out_[from + 1] = static_cast<uint8_t>(out_.size() - from);
  }
  void token(size_t table, uint32_t run, int value) {
    const auto size = static_cast<uint32_t>(std::bit_width(static_cast<uint32_t>(std::abs(value))));
    const uint32_t symbol = run << 4 | size;
    tokens_.push_back({table, symbol, static_cast<uint32_t>(value < 0 ? value - 1 : value) & ((1u << size) - 1)});
    ++counts_[table][symbol];
  }
  int value() { return static_cast<int>(random_() % static_cast<uint32_t>(2 * kind_.largest + 1)) - kind_.largest; }
  void block(size_t table, int& mean) {
    const int next = value();
    token(2 * table, 0, next - mean);
    mean = next;
    uint32_t run = 0;
    const bool is_plain = random_() % 4 == 0;
    for (int i = 1; i < 64; ++i) {
      const int coefficient = !is_plain && std::generate_canonical<double, 20>(random_) < kind_.density ? value() : 0;
      if (coefficient == 0) {
        ++run;
        continue;
      }
      for (; run > 15; run -= 16) token(2 * table + 1, 15, 0);
      token(2 * table + 1, run, coefficient);
      run = 0;
    }
    if (run > 0) token(2 * table + 1, 0, 0);
  }
  static void find(const HuffmanTable& table, uint32_t symbol, uint32_t& code, uint32_t& length) {
    size_t at = 0;
    code = 0;
    for (length = 1;; ++length, code <<= 1) {
      for (size_t i = 0; i < table.lengths[length]; ++i, ++at, ++code) {
        if (table.symbols[at] == symbol) return;
      }
    }
  }
  void bits(uint32_t value, uint32_t count) {
    while (count-- > 0) {
      byte_ = byte_ << 1 | (value >> count & 1);
      if (++have_ < 8) continue;
      out_.push_back(static_cast<uint8_t>(byte_));
      if (byte_ == 255) out_.push_back(0);
      byte_ = have_ = 0;
    }
  }
  void fill() {
    while (have_ != 0) bits(1, 1);
  }

  const Kind kind_;
  Random& random_;
  std::vector<Token> tokens_;
  std::array<std::array<uint32_t, 256>, 4> counts_{};
  std::array<HuffmanTable, 4> tables_;
  File out_;
  uint32_t byte_ = 0, have_ = 0;
};

// What both make of it; true where ours takes it.
bool same(const File& file, bool allow_truncated) {
  const JpegLayout headers = read_jpeg(file);
  auto clean = clean_jpeg(file, headers, allow_truncated, int64_t{1} << 26);
  if (!clean) return false;
  auto ours = decode_baseline(clean->span());
  if (!ours) return false;
  auto theirs = stb_decode(clean->span(), allow_truncated);
  EXPECT_TRUE(theirs);
  if (!theirs) return true;
  EXPECT_EQ(ours->width, theirs->width);
  EXPECT_EQ(ours->height, theirs->height);
  const auto a = ours->pixels.span(), b = theirs->pixels.span();
  const auto off = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
  EXPECT_EQ(off, static_cast<ptrdiff_t>(a.size())) << "at " << off / 4 % ours->width << ", " << off / 4 / ours->width;
  return true;
}

std::vector<Kind> kinds() {
  std::vector<Kind> out;
  for (const auto& [across, down] : {std::pair{1, 1}, {2, 1}, {1, 2}, {2, 2}}) {
    for (const auto& [width, height] : {std::pair{1, 1}, {2, 3}, {8, 8}, {15, 9}, {16, 16}, {17, 33}, {31, 1}, {1, 31}, {50, 40}, {257, 24}})
      out.push_back({.width = width, .height = height, .across = across, .down = down});
    for (const int interval : {1, 2, 7}) out.push_back({.width = 70, .height = 50, .across = across, .down = down, .interval = interval});
    out.push_back({.width = 90, .height = 70, .across = across, .down = down, .density = 0.9, .largest = 900});
    out.push_back({.width = 90, .height = 70, .across = across, .down = down, .first_step = 255, .density = 0.02, .largest = 127});
    out.push_back({.width = 40, .height = 40, .components = 1, .across = across, .down = down, .interval = across + down});
  }
  out.push_back({.width = 64, .height = 64, .first_step = 700, .largest = 46, .is_wide = true});
  out.push_back({.width = 300, .height = 200, .components = 1, .density = 1, .largest = 1000});
  out.push_back({.width = 300, .height = 200, .across = 2, .down = 2, .density = 1, .largest = 16000, .is_wide = false});
  out.back().first_step = 1;
  return out;
}

TEST(DecodeJpeg, GivesThePixelsOfStbImageForEverySizeKindOfColourAndInterval) {
  Random random(3);
  for (const Kind& kind : kinds()) {
    SCOPED_TRACE(testing::Message() << kind.width << " × " << kind.height << ", " << kind.components << " of " << kind.across << " × " << kind.down << ", "
                                    << kind.interval << ", " << kind.density << ", " << kind.largest);
    EXPECT_TRUE(same(Writer(kind, random).file(), false));
  }
}

TEST(DecodeJpeg, LeavesWhatIsDamagedToStbImageOrGivesTheSame) {
  Random random(4);
  int taken = 0, left = 0;
  for (const Kind& kind : kinds()) {
    if (kind.width > 100) continue;
    const File whole = Writer(kind, random).file();
    for (int i = 0; i < 40; ++i) {
      File file = whole;
      const size_t at = 2 + random() % (file.size() - 2);  // what begins otherwise is no JPEG
      switch (random() % 4) {
        case 0: file.resize(at); break;
        case 1: file.erase(file.begin() + static_cast<ptrdiff_t>(at)); break;
        case 2: file.insert(file.begin() + static_cast<ptrdiff_t>(at), static_cast<uint8_t>(random())); break;
        default: file[at] = random() % 4 == 0 ? 0xff : static_cast<uint8_t>(random());
      }
      if (read_jpeg(file).width > 500 || read_jpeg(file).height > 500) continue;
      ++(same(file, i % 2 == 0) ? taken : left);
    }
  }
  EXPECT_GT(taken, 200);
  EXPECT_GT(left, 200);
}

TEST(DecodeJpeg, OfAnotherKindIsStbImages) {
  Random random(5);
  const auto taken = [&](const File& file) { return same(file, false); };
  const File whole = Writer({.across = 2, .down = 2}, random).file();
  ASSERT_TRUE(taken(whole));
  constexpr uint8_t start[] = {0xff, 0xc0, 0, 17};
  const auto frame = std::search(whole.begin(), whole.end(), std::begin(start), std::end(start)) - whole.begin();
  const auto with = [&](std::initializer_list<std::pair<int, int>> changes) {
    File out = whole;
    for (const auto& [at, byte] : changes) out[static_cast<size_t>(frame + at)] = static_cast<uint8_t>(byte);
    return out;
  };
  EXPECT_TRUE(taken(with({{1, 0xc1}})));                       // extended
  EXPECT_FALSE(taken(with({{11, 0x41}})));                     // a quarter of colour
  EXPECT_FALSE(taken(with({{14, 0x12}})));                     // more of one colour than of the other
  EXPECT_FALSE(taken(with({{10, 'R'}, {13, 'G'}, {16, 'B'}})));  // and a scan of others
  constexpr uint8_t scan[] = {0xff, 0xda, 0, 12};
  File twice(whole.begin(), whole.end() - 2);
  twice.insert(twice.end(), std::search(whole.begin(), whole.end(), std::begin(scan), std::end(scan)), whole.end());
  EXPECT_FALSE(taken(twice));
  EXPECT_TRUE(decode(twice));
  File surplus = whole;
  surplus.insert(surplus.end() - 2, 12, 0x55);
  EXPECT_FALSE(taken(surplus));
  EXPECT_TRUE(decode(surplus));
}

TEST(DecodeJpeg, ColourIsWeighedByDistanceAndTurnedToRgbInSixteenths) {
  Random random(6);
  const auto factor = [](double value) { return static_cast<int>(value * 4096 + 0.5); };
  const auto byte = [](int value) { return static_cast<uint8_t>(std::clamp(value, 0, 255)); };
  for (const bool across : {false, true}) {
    for (const bool down : {false, true}) {
      for (const int width : {1, 2, 15, 16, 17, 31, 32, 33, 48, 4000}) {
        const int samples = across ? (width + 1) / 2 : width;
        uint8_t rows[4][4100], luma[4100];  // Cb near and far, Cr near and far
        for (auto& row : rows) {
          for (int i = 16; i < 16 + samples; ++i) row[i] = static_cast<uint8_t>(random());
          row[15] = row[16];
          std::fill(row + 16 + samples, row + 32 + samples, row[15 + samples]);
        }
        for (uint8_t& y : luma) y = static_cast<uint8_t>(random());
        const auto sample = [&](int channel, int x) {
          const auto rows_at = [&](int i) { return down ? 3 * rows[2 * channel][16 + i] + rows[2 * channel + 1][16 + i] : rows[2 * channel][16 + i]; };
          const int i = across ? x / 2 : x, shift = (across ? 2 : 0) + (down ? 2 : 0);
          const int sum = across ? 3 * rows_at(i) + rows_at(x % 2 == 0 ? i - 1 : i + 1) : rows_at(i);
          return ((sum + (1 << shift >> 1)) >> shift) - 128;
        };
        std::vector<uint8_t> out(static_cast<size_t>(width) * 4 + 1, 99);
        const int far = down ? 1 : 0;
        pixels_of(luma, {{rows[0] + 16, rows[2] + 16}, {rows[far] + 16, rows[2 + far] + 16}, across}, width, out.data());
        for (int x = 0; x < width; ++x) {
          const int y = luma[x], blue = sample(0, x), red = sample(1, x);
          const auto at = static_cast<size_t>(x) * 4;
          ASSERT_EQ(out[at], byte((y * 4096 + 2048 + red * factor(1.402)) >> 12)) << x;
          ASSERT_EQ(out[at + 1], byte((y * 4096 + 2048 - red * factor(0.71414) + (-blue * factor(0.34414) & ~255)) >> 12)) << x;
          ASSERT_EQ(out[at + 2], byte((y * 4096 + 2048 + blue * factor(1.772)) >> 12)) << x;
          ASSERT_EQ(out[at + 3], 255) << x;
        }
        EXPECT_EQ(out.back(), 99);
      }
    }
  }
  for (int blue = 0; blue < 256; ++blue) {  // all colours
    uint8_t rows[3][272], out[1024];
    for (int i = 0; i < 272; ++i) rows[0][i] = 100, rows[1][i] = static_cast<uint8_t>(blue), rows[2][i] = static_cast<uint8_t>(i);
    pixels_of(rows[0], {{rows[1], rows[2]}, {rows[1], rows[2]}}, 256, out);
    for (int red = 0; red < 256; ++red) {
      ASSERT_EQ(out[4 * red], byte((100 * 4096 + 2048 + (red - 128) * factor(1.402)) >> 12));
      ASSERT_EQ(out[4 * red + 1], byte((100 * 4096 + 2048 - (red - 128) * factor(0.71414) + (-(blue - 128) * factor(0.34414) & ~255)) >> 12));
    }
  }
}

TEST(DecodeJpeg, TransformsAsTheDefinitionDoes) {
  Random random(7);
  const auto wave = [](int at, int k) { return std::cos((2 * at + 1) * k * std::acos(-1.0) / 16) / (k == 0 ? std::sqrt(8) : 2); };
  for (int i = 0; i < 300; ++i) {
    alignas(16) int16_t block[kBlock] = {}, steps[kBlock];
    for (int16_t& step : steps) step = static_cast<int16_t>(1 + random() % 12);
    const uint32_t count = i < 64 ? 0 : 1 + random() % 20;
    if (i < 64) block[i] = 20;
    for (uint32_t n = 0; n < count; ++n) block[random() % kBlock] = static_cast<int16_t>(static_cast<int>(random() % 61) - 30);
    uint8_t out[8 * 11];
    std::fill(std::begin(out), std::end(out), uint8_t{77});
    inverse_transform(block, steps, out, 11);
    for (int y = 0; y < 8; ++y) {
      for (int x = 0; x < 8; ++x) {
        double sum = 128;
        for (int k = 0; k < 64; ++k) sum += block[k] * steps[k] * wave(y, k / 8) * wave(x, k % 8);
        ASSERT_NEAR(out[y * 11 + x], std::clamp(sum, 0.0, 255.0), 0.6) << i;
      }
      ASSERT_EQ(out[y * 11 + 8], 77);
    }
    uint8_t flat[2][64];
    alignas(16) const int16_t mean[kBlock] = {static_cast<int16_t>(i * 31 - 4500)};
    steps[0] = 1;
    inverse_transform(mean, steps, flat[0], 8);
    inverse_transform(mean[0], flat[1], 8);
    ASSERT_EQ(std::memcmp(flat[0], flat[1], 64), 0) << mean[0];
  }
}

}  // namespace
}  // namespace media::image
