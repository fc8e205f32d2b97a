// Snap sessions: they live here, by number, from create to dispose.
#include <map>

#include "numbers.h"

namespace media::bridge {
namespace {

namespace pl = placement;

std::map<uint32_t, pl::SnapSession> sessions;
uint32_t last_session = 0;

pl::SnapSession* find(Numbers& n) {
  const auto found = sessions.find(static_cast<uint32_t>(n.number()));
  if (found != sessions.end()) return &found->second;
  n.refuse("This snap session does not exist.");
  return nullptr;
}

// Canvas, kinds, threshold, zoom, hysteresis, grid, safe zone (top, right, bottom, left), then the others'
// boxes.
void create(Numbers& n) {
  pl::SnapOptions options;
  options.canvas = n.size();
  options.kinds = static_cast<unsigned>(n.number());
  options.threshold = n.number();
  options.zoom = n.number();
  options.hysteresis = n.number();
  options.grid = n.size();
  options.safe_zone.top = n.number();
  options.safe_zone.right = n.number();
  options.safe_zone.bottom = n.number();
  options.safe_zone.left = n.number();
  const auto others = n.boxes();
  if (n.failed()) return;
  sessions.emplace(++last_session, pl::SnapSession(options, others));
  n.put(last_session);
}

double index_of(size_t target) { return target == pl::kNone ? -1.0 : static_cast<double>(target); }

// Box, flips, per axis (hit, kind, target, moved), number of guides, guides of (axis, kind, position, from,
// to, target).
void put(Numbers& n, const pl::Snapped& s) {
  n.put(s.box);
  n.put({s.flipped_x ? 1.0 : 0.0, s.flipped_y ? 1.0 : 0.0});
  for (const pl::SnapHit& hit : s.hits)
    n.put({hit.hit ? 1.0 : 0.0, static_cast<double>(hit.kind), index_of(hit.target), hit.moved});
  n.put(static_cast<double>(s.guide_count));
  for (size_t i = 0; i < s.guide_count; ++i) {
    const pl::Guide& g = s.guides[i];
    n.put({static_cast<double>(g.axis), static_cast<double>(g.kind), g.position, g.from, g.to,
           index_of(g.target)});
  }
}

void move(Numbers& n) {
  pl::SnapSession* session = find(n);
  const pl::Box wanted = n.box();
  if (!n.failed()) put(n, session->move(wanted));
}

// As placement_resize, after the session's number.
void resize(Numbers& n) {
  pl::SnapSession* session = find(n);
  const ResizeInput in(n);
  const pl::Box start = n.box();
  if (!n.failed()) put(n, session->resize(start, in.handle, in.grab(start), in.pointer, in.options));
}

void release(Numbers& n) {
  if (pl::SnapSession* session = find(n)) session->release();
}

void dispose(Numbers& n) { sessions.erase(static_cast<uint32_t>(n.number())); }

}  // namespace

MEDIA_NUMERIC(snap, create)
MEDIA_NUMERIC(snap, move)
MEDIA_NUMERIC(snap, resize)
MEDIA_NUMERIC(snap, release)
MEDIA_NUMERIC(snap, dispose)

}  // namespace media::bridge
