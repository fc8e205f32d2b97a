"""Trains the network. Continues from its last save; a run is one command given again until it has done its steps.

    python3 train.py --data DIR --start selfie.onnx --run DIR/runs/anything --steps 9000

Shards of pictures are taken as they appear (see prepare.py compose). Every few minutes it saves, and writes a line on
what it never trained on to RUN/log.jsonl.
"""
import argparse
import glob
import json
import os
import time

import numpy as np
import onnx
import torch
import torch.nn.functional as F

from network import Network, factor_of, parameters, widened


class Shards:
    def __init__(self, folder):
        self.folder, self.files = folder, []

    def look(self):
        names = sorted(glob.glob(f'{self.folder}/*.npy'))
        for name in names[len(self.files):]:
            self.files.append(np.load(name, mmap_mode='r'))
        return len(self.files)

    def batch(self, random, count):
        shard = self.files[random.integers(len(self.files))]
        return shard[np.sort(random.choice(len(shard), count, replace=False))]


def augmented(batch, side, random, device):
    """Cropped, turned, mirrored, with other colours. @returns pictures 0 to 1, masks"""
    both = torch.from_numpy(batch).to(device).permute(0, 3, 1, 2).float() / 255
    count = len(batch)
    def draw(low, high):
        return torch.from_numpy(random.uniform(low, high, count).astype(np.float32)).to(device)
    zoom, turn = draw(0.72, 1.05), draw(-0.12, 0.12) * (draw(0, 1) < 0.3)
    mirror = torch.where(draw(0, 1) < 0.5, -1.0, 1.0)
    stretch = torch.exp(draw(-0.15, 0.15))
    room = (1 - zoom).clamp(min=0)
    theta = torch.zeros(count, 2, 3, device=device)
    theta[:, 0, 0], theta[:, 0, 1] = mirror * zoom * turn.cos(), -turn.sin() * zoom
    theta[:, 1, 0], theta[:, 1, 1] = turn.sin() * zoom * mirror, zoom * turn.cos() * stretch.clamp(max=1)
    theta[:, 0, 2], theta[:, 1, 2] = draw(-1, 1) * room, draw(-1, 1) * room
    grid = F.affine_grid(theta, (count, 4, side, side), align_corners=False)
    both = F.grid_sample(both, grid, mode='bilinear', padding_mode='reflection', align_corners=False)
    image, mask = both[:, :3], both[:, 3:]
    gain = torch.exp(torch.from_numpy(random.normal(0, 0.08, (count, 3, 1, 1)).astype(np.float32)).to(device))
    image = (image * gain).clamp(0, 1) ** torch.exp(draw(-0.25, 0.25))[:, None, None, None]
    if random.random() < 0.2:
        image = (image + torch.randn_like(image) * 0.02).clamp(0, 1)
    return image, mask


def loss_of(logits, mask):
    """Cross entropy, heavier near outlines, and one minus the soft intersection over union where there is a subject."""
    near = (F.avg_pool2d(mask, 9, 1, 4, count_include_pad=False) - mask).abs()
    weight = 1 + 4 * near
    entropy = (F.binary_cross_entropy_with_logits(logits, mask, reduction='none') * weight).mean()
    found = torch.sigmoid(logits)
    both = (found * mask).sum((1, 2, 3))
    either = (found + mask - found * mask).sum((1, 2, 3))
    there = mask.mean((1, 2, 3)) > 0.002
    overlap = ((1 - (both + 1) / (either + 1)) * there).sum() / there.sum().clamp(min=1)
    return entropy + overlap


def overlap_of(network, sets, device):
    """Mean intersection over union on sets of pictures, at the size that they have."""
    out = {}
    with torch.no_grad():
        for name, pictures in sets.items():
            values, wrong = [], []
            for at in range(0, len(pictures), 16):
                part = torch.from_numpy(pictures[at:at + 16]).to(device).permute(0, 3, 1, 2).float() / 255
                found, mask = network(part[:, :3]) > 0, part[:, 3:] > 0.5
                either = (found | mask).sum((1, 2, 3))
                there = mask.float().mean((1, 2, 3)) > 0.002
                values += ((found & mask).sum((1, 2, 3)) / either.clamp(min=1))[there].tolist()
                wrong += found.float().mean((1, 2, 3))[~there].tolist()
            out[name] = round(float(np.mean(values)), 4)
            if wrong:
                out[name + ', of empty ones taken'] = round(float(np.mean(wrong)), 4)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', required=True)
    parser.add_argument('--start', required=True, help="selfie's graph, or an earlier network's")
    parser.add_argument('--run', required=True, help='folder of this run')
    parser.add_argument('--steps', type=int, default=9000)
    parser.add_argument('--wide', default='2.5,2,1', help='factors of the channels at strides 16, 8 and below')
    parser.add_argument('--sides', default='0:192,0.75:256', help='share of the steps done:side of the pictures')
    parser.add_argument('--batch', type=int, default=16)
    parser.add_argument('--rate', type=float, default=1.5e-3)
    parser.add_argument('--pull', type=float, default=0, help='per unit of rate, of each weight towards where it started; else towards zero')
    parser.add_argument('--minutes', type=float, default=3, help='between saves')
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--unmeasured', action='store_true', help='saves without measuring')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--watch', nargs='*', default=[], help='NAME=FILE.npy, further sets that are only measured')
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    os.makedirs(given.run, exist_ok=True)
    start = widened(onnx.load(given.start), factor_of(*map(float, given.wide.split(','))), given.seed)
    network, average = Network(start).to(device), Network(start).to(device)
    layout = torch.channels_last
    network, average = network.to(memory_format=layout), average.to(memory_format=layout)
    decayed = [p for p in network.parameters() if p.ndim > 1]
    other = [p for p in network.parameters() if p.ndim <= 1]
    origin = [p.detach().clone() for p in network.parameters()] if given.pull else []
    optimiser = torch.optim.AdamW([{'params': decayed, 'weight_decay': 0 if given.pull else 0.01}, {'params': other, 'weight_decay': 0}], lr=given.rate)
    step, saved_file = 0, os.path.join(given.run, 'last.pt')
    if os.path.exists(saved_file):
        saved = torch.load(saved_file, map_location=device, weights_only=True)
        network.load_state_dict(saved['network'])
        average.load_state_dict(saved['average'])
        optimiser.load_state_dict(saved['optimiser'])
        step = saved['step']
    else:
        onnx.save(start, os.path.join(given.run, 'start.onnx'))
    shards = Shards(os.path.join(given.data, 'shards'))
    while not shards.look():
        time.sleep(5)
    sets = {os.path.basename(f): np.load(f) for f in sorted(glob.glob(os.path.join(given.data, 'held', '*.npy')))}
    sets.update((name, np.load(file)) for name, file in (pair.split('=', 1) for pair in given.watch))
    sides = [(float(a), int(b)) for a, b in (pair.split(':') for pair in given.sides.split(','))]
    print(device, parameters(start), 'parameters, from step', step, flush=True)
    spoken, losses = time.time(), []

    def save():
        part = saved_file + '.part'
        torch.save({'network': network.state_dict(), 'average': average.state_dict(), 'optimiser': optimiser.state_dict(), 'step': step}, part)
        os.rename(part, saved_file)
        line = {'step': step, 'loss': round(float(np.mean(losses)), 4) if losses else None, 'shards': shards.look(), **({} if given.unmeasured else overlap_of(average, sets, device))}
        with open(os.path.join(given.run, 'log.jsonl'), 'a') as log:
            log.write(json.dumps(line) + '\n')
        print(json.dumps(line), flush=True)
        losses.clear()

    if step == 0 and not given.unmeasured:
        save()
    while step < given.steps:
        done = step / given.steps
        # Up within a twentieth of the steps, then down along a cosine to a fiftieth.
        rate = given.rate * (done / 0.05 if done < 0.05 else 0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * (done - 0.05) / 0.95)))
        for group in optimiser.param_groups:
            group['lr'] = float(max(rate, 1e-6))
        random = np.random.default_rng((given.seed, step))
        side = [side for after, side in sides if after <= done][-1]
        image, mask = augmented(shards.batch(random, given.batch), side, random, device)
        loss = loss_of(network(image.contiguous(memory_format=layout)), mask)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 3.0)
        optimiser.step()
        step += 1
        losses.append(loss.item())
        with torch.no_grad():
            for now, before in zip(network.parameters(), origin):
                now.lerp_(before, min(1, given.pull * optimiser.param_groups[0]['lr']))
            keep = min(0.999, (step + 1) / (step + 10))
            for mean, now in zip(average.parameters(), network.parameters()):
                mean.lerp_(now, 1 - keep)
        if time.time() - spoken > given.minutes * 60 or step == given.steps:
            save()
            spoken = time.time()
    print('done', flush=True)


if __name__ == '__main__':
    main()
