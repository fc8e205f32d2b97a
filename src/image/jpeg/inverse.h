// From the coefficients of a JPEG's blocks to samples, and from rows of samples to pixels: bit for bit what stb_image
// gives.
#pragma once

#include <cstddef>
#include <cstdint>

#include "image/jpeg/zigzag.h"

namespace media::image {

// Quantised coefficients of a block, row by row, and its steps, to 8 rows of samples `stride` apart: the inverse
// transform of ITU-T T.81, A.3.3, in 32 bits, columns first. Products and sums wrap at 16 bits, rows are clamped to
// them. Both inputs are aligned to 16 bytes.
void inverse_transform(const int16_t* coefficients, const int16_t* steps, uint8_t* out, size_t stride);

// The same where all but the first coefficient are 0; `level` is that one times its step.
void inverse_transform(int16_t level, uint8_t* out, size_t stride);

// Rows of Cb and Cr: the one that the pixels lie in, and the one next to them, which weighs a third of it (the same
// where colour is as high as luma).
struct ColourRows {
  const uint8_t *near[2], *far[2];
  bool halved_across = false;  // then columns are weighed as rows are
};

// A row of pixels (JFIF 1.02: samples of colour that are fewer lie between them). `luma` has up to 15 bytes more than
// `width`, which is any; rows of colour up to 16 more than it needs and, halved across, one before: at the edges what
// stands there is the sample beside.
void pixels_of(const uint8_t* luma, const ColourRows& colour, int width, uint8_t* rgba);

}  // namespace media::image
