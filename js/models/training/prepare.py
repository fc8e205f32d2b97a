"""Fetches the sources and makes a library of cut-outs, photographs with a teacher's masks, and backdrops.

    python3 prepare.py fetch   --data DIR             packages by apt-get download, unpacked, not installed (on a Debian)
    python3 prepare.py library --data DIR             cut-outs, photographs and backdrops, at the sizes that are used
    python3 prepare.py mark    --data DIR --teacher u2netp-fp16.onnx
    python3 prepare.py people  --data DIR             after people.mjs: photographs of people, also cut out
    python3 prepare.py compose --data DIR --shards 0:12 [--size 256] [--count 1000]

Each continues where it was stopped. Composites are written in shards that train.py takes as they appear.
"""
import argparse
import fnmatch
import glob
import hashlib
import io
import json
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from PIL import Image

from compose import Composer
from sources import HELD_OUT, PEOPLE, ROWS, SHARES

Image.MAX_IMAGE_PIXELS = 400_000_000
LARGEST_READ = 40_000_000  # pixels; a few drawings of openclipart are larger
LARGEST = 384  # of a cut-out's sides
SHORTER = 400  # of a photograph's sides


def fetch(data):
    debs, tree = os.path.join(data, 'debs'), os.path.join(data, 'packages')
    os.makedirs(debs, exist_ok=True)
    for package in sorted({row[0] for row in ROWS}):
        target = os.path.join(tree, package)
        if os.path.isdir(target):
            continue
        if not glob.glob(f'{debs}/{package}_*.deb'):
            if subprocess.run(['apt-get', 'download', package], cwd=debs).returncode != 0:
                print(f'{package} is not in this Debian: left out, unless its file is put into {debs}', flush=True)
                continue
        subprocess.run(['dpkg-deb', '-x', glob.glob(f'{debs}/{package}_*.deb')[0], target + '.part'], check=True)
        os.rename(target + '.part', target)
    with open(os.path.join(data, 'SOURCES.txt'), 'w') as out:
        for file in sorted(os.listdir(debs)):
            digest = hashlib.sha256(open(os.path.join(debs, file), 'rb').read()).hexdigest()
            out.write(f'{digest}  {file}\n')


def unpack_resources(folder):
    """Writes the pictures inside Qt's resource files beside them; each is preceded by its length, most significant first."""
    for file in glob.glob(f'{folder}/**/*.rcc', recursive=True):
        target = file + '.d'
        if os.path.isdir(target):
            continue
        os.makedirs(target + '.part', exist_ok=True)
        content = open(file, 'rb').read()
        found = 0
        for sign, ending in ((b'\xff\xd8\xff', 'jpg'), (b'RIFF', 'webp'), (b'\x89PNG', 'png'), (b'<?xml', 'svg'), (b'<svg', 'svg')):
            at = content.find(sign)
            while at >= 0:
                length = int.from_bytes(content[at - 4:at], 'big') if at >= 4 else 0
                if 500 < length <= len(content) - at:
                    with open(f'{target}.part/{found}.{ending}', 'wb') as out:
                        out.write(content[at:at + length])
                    found += 1
                    at += length - 1
                at = content.find(sign, at + 1)
        os.rename(target + '.part', target)


def opened(file):
    if file.endswith('.svg'):
        drawn = subprocess.run(['rsvg-convert', '-a', '-w', str(LARGEST), '-h', str(LARGEST), file], capture_output=True, timeout=20)
        return Image.open(io.BytesIO(drawn.stdout))
    return Image.open(file)


def cut_out(image):
    """The part of an image that its alpha channel shows, or nothing where that is no outline of something."""
    if image.mode not in ('RGBA', 'LA', 'P', 'PA') and 'transparency' not in image.info:
        return None
    image = image.convert('RGBA')
    alpha = np.asarray(image)[..., 3]
    if (alpha < 8).mean() < 0.03:
        return None
    box = Image.fromarray(np.where(alpha > 24, 255, 0).astype(np.uint8)).getbbox()
    if box is None or max(box[2] - box[0], box[3] - box[1]) < 56 or min(box[2] - box[0], box[3] - box[1]) < 20:
        return None
    inside = alpha[box[1]:box[3], box[0]:box[2]]
    if (inside > 128).mean() < 0.18 or inside[inside > 24].mean() < 200:
        return None
    image = image.crop(box)
    image.thumbnail((LARGEST, LARGEST), Image.LANCZOS)
    return image


class Teacher:
    """U²-NetP: where the things of a photograph are, and how sure that is."""

    def __init__(self, file):
        import onnxruntime
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(file, options, providers=['CPUExecutionProvider'])
        self.input = self.session.get_inputs()[0].name
        self.output = next((o.name for o in self.session.get_outputs() if o.name == '1959'), self.session.get_outputs()[0].name)

    def __call__(self, image):
        small = np.asarray(image.convert('RGB').resize((320, 320), Image.LANCZOS), np.float32)
        small = small / max(1.0, small.max())
        small = (small - np.float32([0.485, 0.456, 0.406])) / np.float32([0.229, 0.224, 0.225])
        raw = self.session.run([self.output], {self.input: small.transpose(2, 0, 1)[None]})[0][0, 0].astype(np.float32)
        mask = np.clip((raw - raw.min()) / max(1e-6, raw.max() - raw.min()), 0, 1)
        found = mask > 0.5
        return mask, dict(peak=float(raw.max()), cover=float(found.mean()), sure=float(mask[found].mean()) if found.any() else 0.0,
                          unclear=float(((mask > 0.2) & (mask < 0.8)).mean() / max(0.01, found.mean())))


def kept(task):
    """One file of a source into the library: its entry, or nothing."""
    file, path, kind, weight, package, library = task
    name = hashlib.sha256(path.encode()).hexdigest()[:16]
    entry = dict(name=name, package=package, path=path, kind=kind, weight=weight, held=int(name[:4], 16) / 65536 < HELD_OUT)
    for ending, found in (('png', kind), ('jpg', 'backdrop' if kind == 'backdrop' else 'photograph')):
        if os.path.exists(f'{library}/{name}.{ending}'):
            return {**entry, 'kind': found}
    try:
        image = opened(file)
        if image.width * image.height > LARGEST_READ:
            return None
        if kind in ('photograph', 'backdrop'):
            image.draft('RGB', (2 * SHORTER, 2 * SHORTER))
        image.load()
    except Exception:
        return None
    cut = cut_out(image) if kind in ('person', 'thing') else None
    if cut is not None:
        cut.save(f'{library}/{name}.png')
        return entry
    if kind in ('person', 'thing') and package != 'gcompris-qt-data':
        return None
    image = image.convert('RGB')
    if min(image.size) < 200:
        return None
    factor = SHORTER / min(image.size)
    if factor < 1:
        image = image.resize((round(image.width * factor), round(image.height * factor)), Image.LANCZOS)
    image.save(f'{library}/{name}.jpg', quality=93)
    return {**entry, 'kind': 'backdrop' if kind == 'backdrop' else 'photograph'}


def library(data, workers):
    folder = os.path.join(data, 'library')
    os.makedirs(folder, exist_ok=True)
    tasks, seen = [], set()
    for package, kind, weight, patterns in ROWS:
        root = os.path.join(data, 'packages', package)
        if package == 'gcompris-qt-data':
            unpack_resources(root)
        files = sorted(file for file in glob.glob(f'{root}/**', recursive=True) if os.path.isfile(file))
        for file in files:
            path = os.path.relpath(file, os.path.join(data, 'packages'))
            shown = path.replace('.rcc.d/', '.rcc/')
            if int(hashlib.sha256(path.encode()).hexdigest()[-4:], 16) / 65536 > SHARES.get(package, 1):
                continue
            if path not in seen and any(fnmatch.fnmatch(shown, pattern) for pattern in patterns):
                seen.add(path)
                tasks.append((file, path, kind, weight, package, folder))
    with ProcessPoolExecutor(workers) as pool:
        entries = [entry for entry in pool.map(kept, tasks, chunksize=16) if entry]
    save(data, entries)
    print(len(tasks), 'files,', {kind: sum(e['kind'] == kind for e in entries) for kind in ('person', 'thing', 'photograph', 'backdrop')}, flush=True)


def mark(data, teacher_file, workers):
    folder = os.path.join(data, 'library')
    with open(os.path.join(data, 'library.json')) as source:
        entries = json.load(source)
    # In no order of their origin, so that what is marked so far is of every kind.
    photographs = sorted((entry for entry in entries if entry['kind'] == 'photograph'), key=lambda entry: entry['name'])
    with ProcessPoolExecutor(workers, initializer=marking, initargs=(teacher_file,)) as pool:
        for at, facts in enumerate(pool.map(marked, [f'{folder}/{entry["name"]}' for entry in photographs])):
            photographs[at]['seen'] = facts
            if at % 100 == 99:
                save(data, entries)
                print(at + 1, 'photographs marked', flush=True)
    save(data, entries)


def marking(teacher_file):
    global teacher
    teacher = Teacher(teacher_file)


def marked(name):
    facts_file = name + '.mask.json'
    if not os.path.exists(facts_file):
        mask, facts = teacher(Image.open(name + '.jpg'))
        Image.fromarray((mask * 255).astype(np.uint8)).save(name + '.mask.png')
        with open(facts_file, 'w') as out:
            json.dump(facts, out)
    with open(facts_file) as facts:
        return json.load(facts)


def people(data):
    """Of the photographs of people what people.mjs said, and the people cut out, to stand in front of other things."""
    folder = os.path.join(data, 'library')
    with open(os.path.join(data, 'library.json')) as source:
        entries = [entry for entry in json.load(source) if not entry['name'].endswith('.person')]
    for entry in list(entries):
        facts = f'{folder}/{entry["name"]}.people.json'
        if not any(fnmatch.fnmatch(entry['path'], pattern) for pattern in PEOPLE) or not os.path.exists(facts):
            continue
        with open(facts) as source:
            entry['people'] = json.load(source)
        image, mask = Image.open(f'{folder}/{entry["name"]}.jpg'), Image.open(f'{folder}/{entry["name"]}.people.png').convert('L')
        image.putalpha(mask.point(lambda a: max(0, min(255, round((a - 127.5) * 1.8 + 127.5)))))
        cut = image.crop(mask.point(lambda a: 255 if a > 127 else 0).getbbox())
        cut.thumbnail((LARGEST, LARGEST), Image.LANCZOS)
        cut.save(f'{folder}/{entry["name"]}.person.png')
        entries.append({**entry, 'name': entry['name'] + '.person', 'kind': 'person', 'weight': 8})
    save(data, entries)
    print(sum('people' in entry and entry['kind'] == 'photograph' for entry in entries), 'photographs of people', flush=True)


def save(data, entries):
    with open(os.path.join(data, 'library.json.part'), 'w') as out:
        json.dump(entries, out)
    os.rename(os.path.join(data, 'library.json.part'), os.path.join(data, 'library.json'))


def compose(data, shards, size, count, held):
    """Shards of `count` pictures: NAME.npy, size × size × 4 bytes each, the last channel the mask."""
    target = os.path.join(data, 'held' if held else 'shards')
    os.makedirs(target, exist_ok=True)
    for shard in shards:
        file = f'{target}/{shard:04}.npy'
        if os.path.exists(file):
            continue
        with open(os.path.join(data, 'library.json')) as source:
            entries = [entry for entry in json.load(source) if entry['held'] == held]
        composer = Composer(os.path.join(data, 'library'), entries, size, seed=shard + (1_000_000 if held else 0))
        out = np.lib.format.open_memmap(file + '.part', mode='w+', dtype=np.uint8, shape=(count, size, size, 4))
        for i in range(count):
            out[i] = composer.picture()
        out.flush()
        os.rename(file + '.part', file)
        print(file, flush=True)


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('step', choices=['fetch', 'library', 'mark', 'people', 'compose'])
    parser.add_argument('--data', required=True)
    parser.add_argument('--teacher')
    parser.add_argument('--workers', type=int, default=1)
    parser.add_argument('--shards', default='0:12', help='from:to')
    parser.add_argument('--size', type=int, default=256)
    parser.add_argument('--count', type=int, default=1000)
    parser.add_argument('--held', action='store_true', help='of what is never trained on')
    given = parser.parse_args()
    if given.step == 'fetch':
        fetch(given.data)
    elif given.step == 'library':
        library(given.data, given.workers)
    elif given.step == 'mark':
        mark(given.data, given.teacher or sys.exit('--teacher is missing'), given.workers)
    elif given.step == 'people':
        people(given.data)
    else:
        first, last = map(int, given.shards.split(':'))
        compose(given.data, range(first, last), given.size, given.count, given.held)
