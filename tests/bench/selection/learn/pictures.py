"""Pictures whose subjects are known, for learning what the first strokes in a box mean (README.md here).

    python3 pictures.py --data DIR --out DIR       DIR of --data: as js/models/training/prepare.py fills it

Writes OUT/NAME.image.png and NAME.mask.png. apt: python3-opencv. Nothing that the benches measure on is read.
"""
import argparse
import glob
import json
import os

import cv2
import numpy as np

SIDE = 512
random = np.random.default_rng(5)


def parts(mask):
    """Areas of the connected parts, the largest first."""
    return np.sort(cv2.connectedComponentsWithStats((mask >= 128).astype(np.uint8))[2][1:, 4])[::-1]


def photographs(data):
    """Those in which a teacher (U²-NetP; for people this package's selfie) is sure of a subject."""
    folder = os.path.join(data, 'library')
    with open(os.path.join(data, 'library.json')) as source:
        entries = [e for e in json.load(source) if e['kind'] == 'photograph' and 'seen' in e]
    for e in entries:
        seen, teacher = e['seen'], 'people' if 'people' in e else 'mask'
        if teacher == 'mask' and not (seen['sure'] > 0.9 and 0.03 < seen['cover'] < 0.7 and seen['unclear'] < 0.3):
            continue
        image, mask = cv2.imread(f"{folder}/{e['name']}.jpg"), cv2.imread(f"{folder}/{e['name']}.{teacher}.png", 0)
        if image is None or mask is None or image.shape[1] > 2.2 * image.shape[0]:
            continue
        scale = min(1, SIDE / max(image.shape[:2]))
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        yield image, cv2.resize(mask, image.shape[1::-1], interpolation=cv2.INTER_CUBIC), 0.35


def several(one, others):
    """Two or three subjects that hardly touch, often the same one again, on about one ground line."""
    picture, cover = one[..., :3].astype(np.float32), one[..., 3].astype(np.float32) / 255
    if not 0.02 < (cover > 0.5).mean() < 0.35:
        return None
    rows = np.flatnonzero((cover > 0.5).any(1))
    done = 0
    for other in others:
        ys, xs = np.nonzero(other[..., 3] > 127)
        if not 0.02 < len(ys) / other[..., 3].size < 0.4 or ys.min() == 0 or xs.min() == 0 or xs.max() + 1 == other.shape[1]:
            continue
        cut = other[ys.min():ys.max() + 1, xs.min():xs.max() + 1]
        factor = min(np.ptp(rows) / max(8, cut.shape[0]) * random.uniform(0.6, 1.15), 0.97 * min(cover.shape) / max(cut.shape[:2]))
        cut = cv2.resize(cut, [max(8, int(side * factor)) for side in cut.shape[1::-1]], interpolation=cv2.INTER_AREA)
        cut = cut[:, ::-1] if random.random() < 0.5 else cut
        alpha = cut[..., 3] / 255
        for _ in range(20):
            x = random.integers(0, cover.shape[1] - cut.shape[1] + 1)
            y = int(np.clip(rows.max() - cut.shape[0] + random.integers(-25, 25), 0, cover.shape[0] - cut.shape[0]))
            there = np.s_[y:y + cut.shape[0], x:x + cut.shape[1]]
            if (cover[there] * alpha).sum() < 0.12 * alpha.sum():
                picture[there] += (cut[..., :3] - picture[there]) * alpha[..., None]
                cover[there] = np.maximum(cover[there], alpha)
                done += 1
                break
    return (picture, (cover * 255).astype(np.uint8), 0) if done else None


def closer(image, mask):
    """A part of a picture in which the picture's edge cuts the subject off, as it does portraits."""
    inside = mask >= 128
    if inside.sum() < 400:
        return None
    ys, xs = np.nonzero(inside)
    tall, wide = np.ptp(ys) + 1, np.ptp(xs) + 1
    for _ in range(30):
        height, width = int(tall * random.uniform(0.45, 1.05)), int(wide * random.uniform(0.6, 1.3))
        top, left = max(0, int(ys.min() - random.uniform(-0.05, 0.2) * height)), max(0, int(xs.min() + (wide - width) * random.uniform(0.2, 0.8)))
        there = np.s_[top:top + height, left:left + width]
        part = inside[there]
        if min(part.shape) < 64 or not 0.5 < part.shape[1] / part.shape[0] < 2 or not 0.3 < part.mean() < 0.8 or parts(mask[there])[0] < 0.8 * part.sum():
            continue
        scale = 320 / max(part.shape)
        how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        return cv2.resize(image[there], None, fx=scale, fy=scale, interpolation=how), cv2.resize(mask[there], None, fx=scale, fy=scale, interpolation=how), 0.8
    return None


def shard(file):
    """Composites as prepare.py wrote them, in OpenCV's order of channels."""
    return np.load(file, mmap_mode='r')[..., [2, 1, 0, 3]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', required=True)
    parser.add_argument('--out', required=True)
    given = parser.parse_args()
    os.makedirs(given.out, exist_ok=True)
    files = sorted(glob.glob(f'{given.data}/shards/*.npy'))
    single, more, near = shard(files[0]), shard(files[1]), shard(files[2])
    real = list(photographs(given.data))
    composites = [(p[..., :3], p[..., 3], 0.6) for p in single]
    doubles = (several(more[random.integers(len(more))], [more[random.integers(len(more))] for _ in range(random.integers(1, 3))]) for _ in range(900))
    doubled = (several(p, [p]) for p in more[:200])
    cropped = (closer(image, mask) for image, mask in [p[:2] for p in real] + [(p[..., :3], p[..., 3]) for p in near])
    for kind, pictures, most in (('photograph', real, 200), ('composite', composites, 450), ('several', doubles, 250), ('twice', doubled, 100), ('closer', cropped, 490)):
        count = 0
        for picture in pictures:
            if picture is None or count == most:
                continue
            image, mask, largest = picture
            areas = parts(mask)
            if not len(areas) or not 0.015 < areas.sum() / mask.size < 0.8 or areas[0] < largest * areas.sum():
                continue
            for name, pixels in (('image', np.clip(image, 0, 255).astype(np.uint8)), ('mask', mask)):
                cv2.imwrite(f'{given.out}/{kind}-{count:03}.{name}.png', pixels)
            count += 1
        print(kind, count)


if __name__ == '__main__':
    main()
