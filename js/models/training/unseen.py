"""Composites to measure on, of pictures that nothing was trained on: drawn subjects in front of photographs.

    python3 unseen.py --data DIR --fetch             the sources, by apt-get download
    python3 unseen.py --data DIR --count 200         writes DIR/unseen.npy, as prepare.py compose writes shards,
                                                     and DIR/unseen/images and /masks

Subjects: Art4Apps' drawings in the package pysiogame (CC-BY-SA), on white, which is taken away from outside; what lies
apart from the largest shape (arrows, lines of movement) as well. Behind them: photographs of opencv-doc and
python3-sklearn, and those that prepare.py held out. As they are: not blurred, and nothing recoloured.
"""
import argparse
import glob
import json
import os
import subprocess

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from compose import floats

SUBJECTS = ['animals', 'food', 'fruit_n_veg', 'jobs', 'people', 'clothes_n_accessories', 'sport', 'transport']
# None in which something else stands in front.
BACKS = ['opencv-doc/usr/share/doc/opencv-doc/examples/data/' + name for name in
         ('home.jpg', 'building.jpg', 'leuvenA.jpg', 'aero1.jpg')] + \
        ['python3-sklearn/usr/lib/python3/dist-packages/sklearn/datasets/images/china.jpg']


def fetch(data):
    for package in ('pysiogame', 'opencv-doc', 'python3-sklearn'):
        target = os.path.join(data, 'packages', package)
        if not os.path.isdir(target):
            subprocess.run(['apt-get', 'download', package], cwd=os.path.join(data, 'debs'), check=True)
            subprocess.run(['dpkg-deb', '-x', glob.glob(f'{data}/debs/{package}_*.deb')[0], target], check=True)


def cut_from_white(image, side=200):
    """The largest shape of a drawing on white, with alpha."""
    image = image.convert('RGB')
    image.thumbnail((2 * side, 2 * side), Image.LANCZOS)
    room = Image.new('RGB', (image.width + 4, image.height + 4), 'white')
    room.paste(image, (2, 2))
    ImageDraw.floodfill(room, (0, 0), (255, 0, 255), thresh=24)
    inside = (np.asarray(room) != (255, 0, 255)).any(2)
    # The largest of the connected parts: labels spread until they stand still.
    labels = np.where(inside, np.arange(1, inside.size + 1).reshape(inside.shape), 0)
    while True:
        wider = labels.copy()
        for _ in range(24):
            for axis in (0, 1):
                for by in (1, -1):
                    wider = np.maximum(wider, np.roll(wider, by, axis)) * inside
        if (wider == labels).all():
            break
        labels = wider
    names, sizes = np.unique(labels[labels > 0], return_counts=True)
    alpha = Image.fromarray(((labels == names[sizes.argmax()]) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.7))
    alpha = alpha.point(lambda a: max(0, min(255, 2 * a - 255)))  # inwards by half a pixel: no white seam
    # Colours of the drawing, also where it was filled.
    drawn = Image.new('RGB', room.size, 'white')
    drawn.paste(image, (2, 2))
    drawn.putalpha(alpha)
    return drawn.crop(alpha.getbbox())


def picture(random, subjects, backs, size=256):
    back = Image.open(backs[random.integers(len(backs))]).convert('RGB')
    share = random.uniform(0.6, 1)
    width = height = round(min(back.size) * share)
    x, y = random.integers(back.width - width + 1), random.integers(back.height - height + 1)
    back = floats(back.resize((size, size), Image.LANCZOS, (x, y, x + width, y + height)))
    subject = cut_from_white(Image.open(subjects[random.integers(len(subjects))]))
    factor = size * random.uniform(0.4, 0.95) / max(subject.size)
    subject = subject.resize([max(8, round(side * factor)) for side in subject.size], Image.LANCZOS)
    x = random.integers(-subject.width // 8, size - subject.width * 7 // 8 + 1)
    y = size - subject.height if random.random() < 0.4 else random.integers(0, size - subject.height + 1)
    sheet = Image.new('RGBA', (size, size))
    sheet.paste(subject, (int(x), int(y)))
    pixels = floats(sheet)
    alpha = pixels[..., 3:]
    out = back + (pixels[..., :3] - back) * alpha
    return np.rint(np.concatenate([out, alpha], 2) * 255).astype(np.uint8)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', required=True)
    parser.add_argument('--fetch', action='store_true')
    parser.add_argument('--count', type=int, default=200)
    given = parser.parse_args()
    if given.fetch:
        return fetch(given.data)
    packages = os.path.join(given.data, 'packages')
    subjects = sorted(file for folder in SUBJECTS for file in glob.glob(f'{packages}/pysiogame/**/art4apps/{folder}/*.jpg', recursive=True))
    with open(os.path.join(given.data, 'library.json')) as source:
        held = [e for e in json.load(source) if e['held'] and e['kind'] == 'photograph']
    # What stands in front must be the only subject: of those that were held out the ones in which a teacher is sure of nothing.
    backs = [os.path.join(packages, path) for path in BACKS]
    backs += [os.path.join(given.data, 'library', e['name'] + '.jpg') for e in held if e.get('seen', {}).get('unclear', 0) > 0.45 or e['package'] == 'endless-sky-data']
    random = np.random.default_rng(16)
    print(len(subjects), 'subjects,', len(backs), 'photographs')
    pictures = np.stack([picture(random, subjects, backs) for _ in range(given.count)])
    np.save(os.path.join(given.data, 'unseen.npy'), pictures)
    for folder, part in (('images', np.s_[..., :3]), ('masks', np.s_[..., 3])):
        os.makedirs(os.path.join(given.data, 'unseen', folder), exist_ok=True)
        for i, one in enumerate(pictures):
            Image.fromarray(one[part]).save(os.path.join(given.data, 'unseen', folder, f'{i:03}.png'))


if __name__ == '__main__':
    main()
