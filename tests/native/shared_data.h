// Test data that lies beside the project, not in it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

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
