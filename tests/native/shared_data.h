// Test data that lies beside the project, not in it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <libdeflate.h>

inline std::filesystem::path shared_data() { return MEDIA_SHARED_DATA; }

// First statement of a test that reads shared data: fails in CI where they are missing, skips elsewhere.
#define NEEDS_SHARED_DATA()                                                                  \
  if (!std::filesystem::exists(shared_data())) {                                             \
    if (std::getenv("CI") != nullptr) FAIL() << "the shared test data are missing: " << shared_data(); \
    GTEST_SKIP() << "the shared test data are missing: " << shared_data();                   \
  }

inline std::vector<uint8_t> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The lines of a gzip file without name or comment, as Python's gzip writes them.
inline std::vector<std::string> gzip_lines(const std::filesystem::path& path) {
  const std::vector<uint8_t> file = read_file(path);
  const bool named = (file.at(3) & 8) != 0;
  size_t start = 10;
  if (named) {
    while (file.at(start) != 0) ++start;
    ++start;
  }
  const uint8_t* end = file.data() + file.size();
  const size_t size = end[-4] | size_t{end[-3]} << 8 | size_t{end[-2]} << 16 | size_t{end[-1]} << 24;
  std::string text(size, '\0');
  libdeflate_decompressor* inflater = libdeflate_alloc_decompressor();
  const auto result = libdeflate_deflate_decompress(inflater, file.data() + start, file.size() - start - 8,
                                                    text.data(), size, nullptr);
  libdeflate_free_decompressor(inflater);
  EXPECT_EQ(result, LIBDEFLATE_SUCCESS) << path;
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t newline = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, newline - at));
    at = newline + 1;
  }
  return lines;
}
