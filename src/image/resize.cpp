// Separable resampling, rows before columns.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "image/resize_weights.h"

namespace media::image {
namespace {

// 8-bit samples are summed in fixed point: 8 bits of value, 2 of headroom for overshoot, the rest precision.
constexpr int precision = 32 - 8 - 2;

Result<Buffer<int32_t>> fixed_point(const Weights& weights) {
  auto out = Buffer<int32_t>::make(weights.weights.size());
  if (!out) return out;
  for (size_t i = 0; i < out->size(); ++i) {
    (*out)[i] = static_cast<int32_t>(std::lround(weights.weights[i] * (1 << precision)));
  }
  return out;
}

uint8_t to_byte(int32_t sum) { return static_cast<uint8_t>(std::clamp(sum >> precision, 0, 255)); }

// One row of Channels interleaved bytes.
template <int Channels>
void resize_row(const uint8_t* from, uint8_t* to, int outputs, const Weights& axis, const int32_t* weights) {
  for (int i = 0; i < outputs; ++i, weights += axis.taps, to += Channels) {
    int32_t sum[Channels];
    std::fill_n(sum, Channels, 1 << (precision - 1));
    const uint8_t* sample = from + axis.first[static_cast<size_t>(i)] * Channels;
    for (int k = 0; k < axis.count[static_cast<size_t>(i)]; ++k, sample += Channels) {
      for (int c = 0; c < Channels; ++c) sum[c] += sample[c] * weights[k];
    }
    for (int c = 0; c < Channels; ++c) to[c] = to_byte(sum[c]);
  }
}

// One row of the result from `count` rows that lie `stride` bytes apart.
void resize_column(const uint8_t* from, size_t stride, int count, uint8_t* to, const int32_t* weights, int32_t* sums) {
  std::fill_n(sums, stride, 1 << (precision - 1));
  for (int k = 0; k < count; ++k, from += stride) {
    for (size_t i = 0; i < stride; ++i) sums[i] += from[i] * weights[k];
  }
  for (size_t i = 0; i < stride; ++i) to[i] = to_byte(sums[i]);
}

// Multiplies colour by alpha, rounded to nearest.
void premultiply(const uint8_t* from, uint8_t* to, int pixels) {
  for (int i = 0; i < pixels; ++i, from += 4, to += 4) {
    for (int c = 0; c < 3; ++c) {
      uint32_t n = uint32_t{from[c]} * from[3] + 128;
      to[c] = static_cast<uint8_t>((n + (n >> 8)) >> 8);
    }
    to[3] = from[3];
  }
}

void unpremultiply(uint8_t* pixel, size_t pixels) {
  for (size_t i = 0; i < pixels; ++i, pixel += 4) {
    uint32_t alpha = pixel[3];
    if (alpha == 0 || alpha == 255) continue;
    for (int c = 0; c < 3; ++c) pixel[c] = static_cast<uint8_t>(std::min(255u, pixel[c] * 255u / alpha));
  }
}

template <int Channels>
void nearest(const uint8_t* from, int width, int height, uint8_t* to, int to_width, int to_height) {
  for (int y = 0; y < to_height; ++y) {
    auto row = static_cast<size_t>((y + 0.5) * height / to_height) * static_cast<size_t>(width);
    for (int x = 0; x < to_width; ++x, to += Channels) {
      std::memcpy(to, from + (row + static_cast<size_t>((x + 0.5) * width / to_width)) * Channels, Channels);
    }
  }
}

struct Size {
  int width, height;
  size_t pixels() const { return static_cast<size_t>(width) * static_cast<size_t>(height); }
};

// Both passes over Channels interleaved bytes; RGBA is premultiplied row by row on the way in.
template <int Channels>
Result<bool> resize_bytes(const uint8_t* from, Size in, uint8_t* to, Size out, Filter filter) {
  auto columns = resize_weights(in.width, out.width, filter), rows = resize_weights(in.height, out.height, filter);
  if (!columns) return columns.error();
  if (!rows) return rows.error();
  auto column_weights = fixed_point(*columns), row_weights = fixed_point(*rows);
  if (!column_weights) return column_weights.error();
  if (!row_weights) return row_weights.error();

  size_t in_stride = static_cast<size_t>(in.width) * Channels, out_stride = static_cast<size_t>(out.width) * Channels;
  auto middle = Bytes::make(static_cast<size_t>(in.height) * out_stride), premultiplied = Bytes::make(in_stride);
  auto sums = Buffer<int32_t>::make(out_stride);
  if (!middle) return middle.error();
  if (!premultiplied) return premultiplied.error();
  if (!sums) return sums.error();

  for (int y = 0; y < in.height; ++y) {
    const uint8_t* row = from + static_cast<size_t>(y) * in_stride;
    if constexpr (Channels == 4) {
      premultiply(row, premultiplied->data(), in.width);
      row = premultiplied->data();
    }
    uint8_t* result = middle->data() + static_cast<size_t>(y) * out_stride;
    if (in.width == out.width) {
      std::memcpy(result, row, out_stride);
    } else {
      resize_row<Channels>(row, result, out.width, *columns, column_weights->data());
    }
  }
  if (in.height == out.height) {
    std::memcpy(to, middle->data(), out.pixels() * Channels);
  } else {
    for (int y = 0; y < out.height; ++y) {
      auto i = static_cast<size_t>(y);
      resize_column(middle->data() + static_cast<size_t>(rows->first[i]) * out_stride, out_stride, rows->count[i],
                    to + i * out_stride, row_weights->data() + i * static_cast<size_t>(rows->taps), sums->data());
    }
  }
  if constexpr (Channels == 4) unpremultiply(to, out.pixels());
  return true;
}

Result<bool> check_source(const void* data, int width, int height) {
  if (data == nullptr || width < 1 || height < 1) return Error{ErrorCode::invalid_argument, "The image to resize is empty."};
  return true;
}

}  // namespace

Result<Image> resize(ImageView source, int width, int height, Filter filter) {
  if (auto checked = check_source(source.data, source.width, source.height); !checked) return checked.error();
  auto out = make_image(width, height);
  if (!out) return out;
  if (width == source.width && height == source.height) {
    std::memcpy(out->pixels.data(), source.data, out->pixels.size());
  } else if (filter == Filter::nearest) {
    nearest<4>(source.data, source.width, source.height, out->pixels.data(), width, height);
  } else {
    auto done = resize_bytes<4>(source.data, {source.width, source.height}, out->pixels.data(), {width, height}, filter);
    if (!done) return done.error();
  }
  return out;
}

Result<Grey> resize(GreyView source, int width, int height, Filter filter) {
  if (auto checked = check_source(source.data, source.width, source.height); !checked) return checked.error();
  auto out = make_grey(width, height);
  if (!out) return out;
  if (width == source.width && height == source.height) {
    std::memcpy(out->values.data(), source.data, out->values.size());
  } else if (filter == Filter::nearest) {
    nearest<1>(source.data, source.width, source.height, out->values.data(), width, height);
  } else {
    auto done = resize_bytes<1>(source.data, {source.width, source.height}, out->values.data(), {width, height}, filter);
    if (!done) return done.error();
  }
  return out;
}

Result<Plane> resize(PlaneView source, int width, int height, Filter filter) {
  if (auto checked = check_source(source.data, source.width, source.height); !checked) return checked.error();
  auto out = make_plane(width, height);
  if (!out) return out;
  auto in_width = static_cast<size_t>(source.width), out_width = static_cast<size_t>(width);
  if (filter == Filter::nearest) {
    nearest<4>(reinterpret_cast<const uint8_t*>(source.data), source.width, source.height,
               reinterpret_cast<uint8_t*>(out->values.data()), width, height);
    return out;
  }
  auto columns = resize_weights(source.width, width, filter), rows = resize_weights(source.height, height, filter);
  if (!columns) return columns.error();
  if (!rows) return rows.error();
  auto middle = Buffer<float>::make(static_cast<size_t>(source.height) * out_width);
  auto sums = Buffer<double>::make(out_width);
  if (!middle) return middle.error();
  if (!sums) return sums.error();

  for (size_t y = 0; y < static_cast<size_t>(source.height); ++y) {
    for (size_t x = 0; x < out_width; ++x) {
      const float* sample = source.data + y * in_width + static_cast<size_t>(columns->first[x]);
      const double* weight = columns->weights.data() + x * static_cast<size_t>(columns->taps);
      double sum = 0;
      for (int k = 0; k < columns->count[x]; ++k) sum += static_cast<double>(sample[k]) * weight[k];
      (*middle)[y * out_width + x] = static_cast<float>(sum);
    }
  }
  for (size_t y = 0; y < static_cast<size_t>(height); ++y) {
    std::fill_n(sums->data(), out_width, 0.0);
    for (int k = 0; k < rows->count[y]; ++k) {
      const float* row = middle->data() + static_cast<size_t>(rows->first[y] + k) * out_width;
      double weight = rows->weights[y * static_cast<size_t>(rows->taps) + static_cast<size_t>(k)];
      for (size_t x = 0; x < out_width; ++x) (*sums)[x] += static_cast<double>(row[x]) * weight;
    }
    for (size_t x = 0; x < out_width; ++x) out->values[y * out_width + x] = static_cast<float>((*sums)[x]);
  }
  return out;
}

}  // namespace media::image
