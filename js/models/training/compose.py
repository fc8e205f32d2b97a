"""Pictures without limit: subjects with exact outlines in front of backgrounds, and photographs as a teacher marked them."""
import fnmatch
import io
import math
import os

import numpy as np
from PIL import Image, ImageFilter

from sources import PLACES

# How often a picture is what; the rest are composites.
PHOTOGRAPHS = 0.26
PEOPLE = 0.14
EMPTY = 0.07


class Composer:
    def __init__(self, library, entries, size, seed):
        self.folder, self.size = library, size
        self.random = np.random.default_rng(seed)
        self.cuts = {kind: [e for e in entries if e['kind'] == kind] for kind in ('person', 'thing')}
        photographs = [e for e in entries if e['kind'] == 'photograph' and 'seen' in e]
        # A teacher that is sure of something that is neither everything nor a speck is believed.
        self.marked = [e for e in photographs if not any(fnmatch.fnmatch(e['path'], place) for place in PLACES) and e['seen']['sure'] > 0.85 and 0.03 < e['seen']['cover'] < 0.75 and e['seen']['unclear'] < 0.45]
        self.people = [e for e in photographs if 'people' in e]
        chosen = {e['name'] for e in self.marked + self.people}
        self.backs = [e for e in entries if e['kind'] == 'backdrop'] + [e for e in photographs if e['name'] not in chosen]
        # Where nothing stands out nothing is to be found.
        self.empty = [e for e in photographs if e['name'] not in chosen and e['seen']['unclear'] > 0.6]
        self.opened = {}

    def picture(self):
        at = self.random.random()
        if at < PHOTOGRAPHS and self.marked:
            image, mask = self.photograph(self.marked, 'mask')
        elif at < PHOTOGRAPHS + PEOPLE and self.people:
            image, mask = self.photograph(self.people, 'people')
        elif at < PHOTOGRAPHS + PEOPLE + EMPTY:
            image, mask = self.background(self.empty), np.zeros((self.size, self.size), np.float32)
        else:
            image, mask = self.composite()
        image = self.recorded(np.clip(image, 0, 1))
        return np.concatenate([image, np.clip(np.rint(mask * 255), 0, 255).astype(np.uint8)[..., None]], 2)

    # What pictures are made of

    def pick(self, entries):
        weights = np.float64([e['weight'] for e in entries])
        return entries[self.random.choice(len(entries), p=weights / weights.sum())]

    def open(self, name):
        if name not in self.opened:
            if len(self.opened) > 400:
                self.opened.pop(next(iter(self.opened)))
            self.opened[name] = Image.open(os.path.join(self.folder, name)).copy()
        return self.opened[name]

    def photograph(self, entries, teacher):
        entry = self.pick(entries)
        image = self.open(entry['name'] + '.jpg').convert('RGB')
        mask = self.open(f"{entry['name']}.{teacher}.png").convert('L').resize(image.size, Image.BICUBIC)
        found = np.asarray(mask) > 127
        for _ in range(8):  # a part that still has most of the subject
            share = self.random.uniform(0.5, 1) if self.random.random() < 0.7 else 1
            width, height = [max(32, round(side * min(1, share * self.random.uniform(0.85, 1.15)))) for side in image.size]
            x, y = self.random.integers(image.width - width + 1), self.random.integers(image.height - height + 1)
            if found[y:y + height, x:x + width].sum() > 0.75 * found.sum():
                break
        else:
            x, y, (width, height) = 0, 0, image.size
        box = (x, y, x + width, y + height)
        size = (self.size, self.size)
        picture = floats(image.resize(size, Image.LANCZOS, box))
        # The teacher's soft edges are no alpha: they are made as steep as those of the composites.
        alpha = np.clip((floats(mask.resize(size, Image.BICUBIC, box)) - 0.5) * 1.8 + 0.5, 0, 1)
        return self.coloured(picture, 0.6), alpha

    def background(self, entries):
        at = self.random.random()
        if at < 0.1 or not entries:
            return self.pattern()
        image = self.open(self.pick(entries)['name'] + '.jpg')
        share = self.random.uniform(0.35, 1)
        aspect = math.exp(self.random.normal(0, 0.3))
        width, height = [int(min(full, max(48, side))) for full, side in zip(image.size, (min(image.size) * share * aspect, min(image.size) * share / aspect))]
        x, y = self.random.integers(image.width - width + 1), self.random.integers(image.height - height + 1)
        image = image.resize((self.size, self.size), Image.BILINEAR, (x, y, x + width, y + height))
        if self.random.random() < 0.5:
            image = image.transpose(Image.FLIP_LEFT_RIGHT)
        if self.random.random() < 0.4:
            image = image.filter(ImageFilter.GaussianBlur(self.random.uniform(1, 7)))
        return self.coloured(floats(image.convert('RGB')), 1)

    def pattern(self):
        """Flat colour, a gradient, stripes, checks, clouds or a vignette."""
        size, random = self.size, self.random
        y, x = np.mgrid[0:size, 0:size].astype(np.float32) / size
        angle = random.uniform(0, 2 * math.pi)
        along = x * math.cos(angle) + y * math.sin(angle)
        kind = random.integers(6)
        if kind == 0:
            t = np.zeros_like(x)
        elif kind == 1:
            t = (along - along.min()) / np.ptp(along)
        elif kind == 2:
            t = 0.5 + 0.5 * np.sin(along * random.uniform(10, 120))
        elif kind == 3:
            n = random.integers(3, 24)
            t = (np.floor(x * n) + np.floor(y * n)) % 2
        elif kind == 4:
            t = np.zeros_like(x)
            for cells in (3, 7, 15, 31):
                t += floats(Image.fromarray((random.random((cells, cells)) * 255).astype(np.uint8)).resize((size, size), Image.BICUBIC)) * 3 / cells
            t = (t - t.min()) / np.ptp(t)
        else:
            t = np.hypot(x - random.uniform(0.2, 0.8), y - random.uniform(0.2, 0.8))
        a, b = random.random(3), random.random(3)
        if random.random() < 0.5:
            b = np.clip(a + random.normal(0, 0.15, 3), 0, 1)
        return (a + (b - a) * t[..., None]).astype(np.float32) + random.normal(0, random.choice([0, 0.01, 0.04]), (size, size, 1)).astype(np.float32)

    def subject(self, person, scale=1):
        """One cut-out as it stands in the picture: its colours and alpha."""
        random, size = self.random, self.size
        entry = self.pick(self.cuts['person' if person else 'thing'])
        image = self.open(entry['name'] + '.png')
        if random.random() < 0.5:
            image = image.transpose(Image.FLIP_LEFT_RIGHT)
        if random.random() < 0.45:
            turn = random.normal(0, 9) if person or random.random() < 0.7 else random.uniform(0, 360)
            image = image.rotate(turn, Image.BICUBIC, expand=True)
            image = image.crop(image.getbbox())
        # Of a quarter of the pictures the subject is small: nobody walks up to it first.
        share = random.uniform(0.14, 0.4) if random.random() < 0.25 else float(np.clip(random.normal(0.72, 0.26), 0.22, 1.5))
        longer = size * scale * share
        aspect = math.exp(random.normal(0, 0.16))
        factor = longer / max(image.size)
        width, height = max(12, round(image.width * factor * aspect)), max(12, round(image.height * factor / aspect))
        image = image.resize((width, height), Image.LANCZOS)
        if scale < 1:  # anywhere
            x, y = round(random.uniform(0, size) - width / 2), round(random.uniform(0, size) - height / 2)
        elif person and random.random() < 0.6:  # a bust that stands on the lower border
            x, y = round(random.normal(size / 2, size / 7) - width / 2), size - round(height * random.uniform(0.7, 1.02))
        else:
            spread = size / 6
            x, y = round(random.normal(size / 2, spread) - width / 2), round(random.normal(size / 2, spread) - height / 2)
        sheet = Image.new('RGBA', (size, size))
        sheet.paste(image, (x, y))
        pixels = floats(sheet)
        return self.coloured(pixels[..., :3], 0.7), pixels[..., 3]

    def composite(self):
        random = self.random
        picture = self.background(self.backs)
        mask = np.zeros((self.size, self.size), np.float32)
        person = random.random() < 0.55 and bool(self.cuts['person'])
        if person and random.random() < 0.5:  # what else is in the street or the room is no subject where a person is
            for _ in range(random.integers(1, 5)):
                colour, alpha = self.subject(False, scale=random.uniform(0.3, 0.8))
                picture = picture + (colour - picture) * alpha[..., None]
            if random.random() < 0.5:
                picture = floats(Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(random.uniform(0.5, 4))))
        for _ in range(random.choice([1, 2, 3], p=[0.76, 0.17, 0.07])):
            colour, alpha = self.subject(person)
            if random.random() < 0.3:  # its shadow belongs to the background
                shift = [round(v) for v in random.normal(0, self.size / 24, 2)]
                blurred = Image.fromarray((np.roll(alpha, shift, (0, 1)) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(random.uniform(2, 12)))
                picture = picture * (1 - random.uniform(0.2, 0.6) * floats(blurred)[..., None])
            if random.random() < 0.5:  # of one light with what is behind it
                colour = colour * (1 + random.uniform(0, 0.5) * (picture.mean((0, 1)) / max(0.05, picture.mean()) - 1))
            picture = picture + (colour - picture) * alpha[..., None]
            mask = mask + (1 - mask) * alpha
        return picture, mask

    # What happens to them

    def coloured(self, picture, strength):
        random = self.random
        gain = np.exp(random.normal(0, 0.12 * strength, 3)) * math.exp(random.normal(0, 0.18 * strength))
        picture = np.clip(picture * gain.astype(np.float32), 0, 1) ** math.exp(random.normal(0, 0.2 * strength))
        grey = picture.mean(2, keepdims=True)
        picture = grey + (picture - grey) * max(0, random.normal(1, 0.25 * strength))
        if random.random() < 0.04:
            picture = np.repeat(grey, 3, 2)
        return picture

    def recorded(self, picture):
        """As a camera or an editor would have stored it."""
        random = self.random
        image = Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8))
        if random.random() < 0.25:
            image = image.filter(ImageFilter.GaussianBlur(random.uniform(0.3, 1.4)))
        if random.random() < 0.3:
            noise = random.normal(0, random.uniform(1, 12), (self.size, self.size, random.choice([1, 3])))
            image = Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))
        if random.random() < 0.45:
            stored = io.BytesIO()
            image.save(stored, 'JPEG', quality=int(random.integers(28, 92)))
            image = Image.open(stored)
        return np.asarray(image.convert('RGB'))


def floats(image):
    return np.asarray(image, np.float32) / 255
