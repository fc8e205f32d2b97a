"""How good a run's network is, at several shares between its start and what was trained (see export.py).

    python3 measure.py --run DIR/runs/1 NAME=FILE.npy ...      sets as prepare.py compose writes them
    python3 measure.py --images FOLDER --masks FOLDER --out FILE.npy      makes such a set of pictures and their masks
"""
import argparse
import glob
import os
import sys

import numpy as np


def make_set(images, masks, out, size=256):
    from PIL import Image, ImageOps
    pictures = []
    for file in sorted(glob.glob(f'{images}/*')):
        image = ImageOps.exif_transpose(Image.open(file)).convert('RGB').resize((size, size), Image.LANCZOS)
        name = os.path.splitext(os.path.basename(file))[0]
        mask = Image.open(f'{masks}/{name}.png').convert('L').resize((size, size), Image.BILINEAR)
        pictures.append(np.concatenate([np.asarray(image), np.asarray(mask)[..., None]], 2))
    np.save(out, np.stack(pictures))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('sets', nargs='*')
    parser.add_argument('--run')
    parser.add_argument('--shares', default='0,0.2,0.4,0.6,0.8,1')
    parser.add_argument('--images')
    parser.add_argument('--masks')
    parser.add_argument('--out')
    given = parser.parse_args()
    if given.images:
        return make_set(given.images, given.masks, given.out)
    import torch
    from export import trained_network
    from train import overlap_of
    torch.set_num_threads(1)
    sets = {name: np.load(file) for name, file in (pair.split('=', 1) for pair in given.sets)} or sys.exit('No sets.')
    for share in map(float, given.shares.split(',')):
        network, saved = trained_network(given.run, share)
        print(f'{saved["step"]} steps, share {share}:', overlap_of(network, sets, 'cpu'), flush=True)


if __name__ == '__main__':
    main()
