// Resampling of bytes, in Pillow's arithmetic.
#pragma once

#include "image/resize_weights.h"

namespace media::image {

// Weights of one axis in 22-bit fixed point, cut into two 11-bit halves so that 16-bit products
// sum up exactly, and laid out for pairs of samples: output i takes the samples from first[i],
// which is even, in pairs[i] pairs; pair k's weights are at weights[2 × (i × most_pairs + k)],
// upper halves, and next to it the lower ones.
struct PairWeights {
  int most_pairs = 0;
  Buffer<int> first;
  Buffer<int> pairs;
  Buffer<int32_t> weights;
};
Result<PairWeights> pair_weights(int from, int to, Filter filter);

// Lines are what the first pass reads: for each two neighbouring pixels the four channels' samples in pairs,
// r0 r1 g0 g1 b0 b1 a0 a1, in 16 bits; an odd width is filled up with zeros.
size_t line_length(int width);
// From straight RGBA, premultiplied (rounded to nearest).
void rgba_to_line(const uint8_t* rgba, int width, int16_t* line);
// From up to four rows of one channel, which take the places of the channels.
void grey_to_line(const uint8_t* grey, size_t stride, int rows, int width, int16_t* line);

// First pass: a line to `outputs` pixels of four bytes.
void resize_line(const int16_t* line, const PairWeights& axis, int outputs, uint8_t* to);
// The same for four lines, one behind the other, to four rows. Quicker: weights are fetched once.
void resize_four_lines(const int16_t* lines, size_t length, const PairWeights& axis, int outputs,
                       uint8_t* const to[4]);

// Second pass: output i of the axis from the rows that it takes (rows[0] is row first[i]; rows beyond the
// image may be any readable memory). Rows must be readable up to a multiple of 16 bytes.
void resize_rows(const uint8_t* const* rows, const PairWeights& axis, int i, size_t bytes, uint8_t* to);

// Straight RGBA from premultiplied, rounded down as Pillow does.
void unpremultiply(uint8_t* pixel, size_t pixels);

}  // namespace media::image
