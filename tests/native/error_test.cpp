#include "base/error.h"

#include <gtest/gtest.h>

#include "base/buffer.h"

namespace media {

TEST(Result, CarriesAValueOrAnError) {
  Result<int> value = 3;
  ASSERT_TRUE(value);
  EXPECT_EQ(*value, 3);
  Result<int> error = Error{ErrorCode::corrupt_image, "No."};
  ASSERT_FALSE(error);
  EXPECT_EQ(error_name(error.error().code), "corrupt_image");
}

TEST(Buffer, RefusesSizesThatCannotBeHad) {
  auto impossible = Buffer<double>::make(SIZE_MAX / 2);
  ASSERT_FALSE(impossible);
  EXPECT_EQ(impossible.error().code, ErrorCode::out_of_memory);
}

}  // namespace media
