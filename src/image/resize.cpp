// Separable resampling, rows before columns.
#include <algorithm>
#include <cstring>

#include "image/resize_bytes.h"

namespace media::image {
namespace {

template <int Channels>
void nearest(const uint8_t* from, int width, int height, uint8_t* to, int to_width, int to_height) {
  for (int y = 0; y < to_height; ++y) {
    auto row = static_cast<size_t>((y + 0.5) * height / to_height) * static_cast<size_t>(width);
    for (int x = 0; x < to_width; ++x, to += Channels) {
      std::memcpy(to, from + (row + static_cast<size_t>((x + 0.5) * width / to_width)) * Channels, Channels);
    }
  }
}

// Both passes over rows of four bytes a pixel, or (Channels 1) of one. The first pass runs four rows at a
// time, just ahead of the second, which needs only the latest rows: they lie in a ring.
template <int Channels>
Result<Done> resize_bytes(const uint8_t* from, int width, int height, uint8_t* to, int to_width,
                          int to_height, Filter filter) {
  auto columns = pair_weights(width, to_width, filter), rows = pair_weights(height, to_height, filter);
  if (!columns) return columns.error();
  if (!rows) return rows.error();

  constexpr int batch = 4;
  constexpr size_t vector = 16;
  size_t in_stride = static_cast<size_t>(width) * Channels,
         out_stride = static_cast<size_t>(to_width) * Channels;
  size_t ring_stride =
      (out_stride + vector - 1) / vector * vector + 5 * vector;  // 5: not all rows in one cache set
  auto ring_rows = static_cast<size_t>(rows->most_pairs * 2 + batch);
  size_t length = line_length(width);
  auto lines = Buffer<int16_t>::zeroed(length * batch);
  auto ring = Bytes::zeroed(ring_stride * ring_rows);
  auto quads = Bytes::make(static_cast<size_t>(to_width) * 4);
  auto taken = Buffer<const uint8_t*>::make(static_cast<size_t>(rows->most_pairs) * 2);
  if (!lines) return lines.error();
  if (!ring) return ring.error();
  if (!quads) return quads.error();
  if (!taken) return taken.error();
  auto ring_row = [&](int y) { return ring->data() + static_cast<size_t>(y) % ring_rows * ring_stride; };

  auto first_pass = [&](int y) {
    const uint8_t* row = from + static_cast<size_t>(y) * in_stride;
    int here = std::min(batch, height - y);
    if constexpr (Channels == 4) {
      for (int i = 0; i < here; ++i)
        rgba_to_line(row + static_cast<size_t>(i) * in_stride, width,
                     lines->data() + static_cast<size_t>(i) * length);
      uint8_t* const out[batch] = {ring_row(y), ring_row(y + 1), ring_row(y + 2), ring_row(y + 3)};
      resize_four_lines(lines->data(), length, *columns, to_width, out);
    } else {
      grey_to_line(row, in_stride, here, width, lines->data());
      resize_line(lines->data(), *columns, to_width, quads->data());
      for (int i = 0; i < here; ++i) {
        uint8_t* out = ring_row(y + i);
        for (int x = 0; x < to_width; ++x) out[x] = (*quads)[static_cast<size_t>(x * 4 + i)];
      }
    }
  };

  int done = 0;
  for (int y = 0; y < to_height; ++y) {
    int first = rows->first[static_cast<size_t>(y)], count = rows->pairs[static_cast<size_t>(y)] * 2;
    for (; done < std::min(first + count, height); done += batch) first_pass(done);
    for (int k = 0; k < count; ++k) (*taken)[static_cast<size_t>(k)] = ring_row(first + k);
    resize_rows(taken->data(), *rows, y, out_stride, to + static_cast<size_t>(y) * out_stride);
  }
  if constexpr (Channels == 4)
    unpremultiply(to, static_cast<size_t>(to_width) * static_cast<size_t>(to_height));
  return Done{};
}

Result<Done> check_source(const void* data, int width, int height, Filter filter) {
  if (filter < Filter::lanczos3 || filter > Filter::nearest)
    return Error{ErrorCode::invalid_argument, "There is no such filter."};
  if (data == nullptr || width < 1 || height < 1)
    return Error{ErrorCode::invalid_argument, "The image to resize is empty."};
  return Done{};
}

}  // namespace

Result<Image> resize(ImageView source, int width, int height, Filter filter) {
  if (auto checked = check_source(source.data, source.width, source.height, filter); !checked) return checked.error();
  auto out = make_image(width, height);
  if (!out) return out;
  if (width == source.width && height == source.height) {
    std::memcpy(out->pixels.data(), source.data, out->pixels.size());
  } else if (filter == Filter::nearest) {
    nearest<4>(source.data, source.width, source.height, out->pixels.data(), width, height);
  } else {
    auto done =
        resize_bytes<4>(source.data, source.width, source.height, out->pixels.data(), width, height, filter);
    if (!done) return done.error();
  }
  return out;
}

Result<Grey> resize(GreyView source, int width, int height, Filter filter) {
  if (auto checked = check_source(source.data, source.width, source.height, filter); !checked) return checked.error();
  auto out = make_grey(width, height);
  if (!out) return out;
  if (width == source.width && height == source.height) {
    std::memcpy(out->values.data(), source.data, out->values.size());
  } else if (filter == Filter::nearest) {
    nearest<1>(source.data, source.width, source.height, out->values.data(), width, height);
  } else {
    auto done =
        resize_bytes<1>(source.data, source.width, source.height, out->values.data(), width, height, filter);
    if (!done) return done.error();
  }
  return out;
}

Result<Plane> resize(PlaneView source, int width, int height, Filter filter) {
  if (auto checked = check_source(source.data, source.width, source.height, filter); !checked) return checked.error();
  auto out = make_plane(width, height);
  if (!out) return out;
  auto in_width = static_cast<size_t>(source.width), out_width = static_cast<size_t>(width);
  if (filter == Filter::nearest) {
    nearest<4>(reinterpret_cast<const uint8_t*>(source.data), source.width, source.height,
               reinterpret_cast<uint8_t*>(out->values.data()), width, height);
    return out;
  }
  auto columns = resize_weights(source.width, width, filter),
       rows = resize_weights(source.height, height, filter);
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
