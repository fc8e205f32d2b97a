"""Learns the odds of regions after the first strokes in a box: src/cutout/selection_learnt_weights.h.

    python3 learn.py CASES.txt TRAITS… > src/cutout/selection_learnt_weights.h

CASES.txt: the pictures' names, as cases.mjs writes them; TRAITS: what traits.cpp made of them. apt: python3-numpy.
One hidden layer, fitted by Adam to the share of each region that is the subject's; a region weighs as much as it takes
from the IoU. Every fifth picture is left out, and measured on.
"""
import sys

import numpy as np

TRAITS, HIDDEN, ROUNDS, BATCH, RATE = 24, 12, 4, 2048, 8e-3
KEPT, REMOVED = 3, 4  # traits that are 1 where a stroke is: no odds are asked there
# Composites are easier to tell than photographs.
TRUST = 0.5


def read(names, files):
    rows = np.concatenate([np.fromfile(file, np.float32).reshape(-1, 4 + TRAITS) for file in files])
    picture, step, area, share = rows[:, 0].astype(int), rows[:, 1].astype(int), rows[:, 2], rows[:, 3]
    whole = np.bincount(2 * picture + step, weights=area * share)[2 * picture + step]
    weight = area / np.maximum(whole, 60)
    weight = np.minimum(weight, np.quantile(weight, 0.999)) * np.where(step == 1, 1, 0.5)
    weight *= np.where(np.char.startswith(np.array(names)[picture], 'photograph'), 2, 1)
    asked = (rows[:, 4 + KEPT] < 0.999) & (rows[:, 4 + REMOVED] < 0.999)
    return picture[asked], rows[asked, 4:], share[asked], (weight / weight[asked].mean())[asked].astype(np.float32)


def fit(x, share, weight, random):
    sizes = ((TRAITS, HIDDEN), HIDDEN, HIDDEN, 1)
    values = [random.normal(0, np.sqrt(scale), size) if scale else np.zeros(size) for size, scale in zip(sizes, (2 / TRAITS, 0, 1 / HIDDEN, 0))]
    first, second = [np.zeros(size) for size in sizes], [np.zeros(size) for size in sizes]
    steps = ROUNDS * (len(x) // BATCH)
    for step in range(1, steps + 1):
        if (step - 1) % (len(x) // BATCH) == 0:
            order = random.permutation(len(x))
            at = 0
        i, at = order[at:at + BATCH], at + BATCH
        hidden = np.maximum(x[i] @ values[0] + values[1], 0)
        wrong = (1 / (1 + np.exp(-(hidden @ values[2] + values[3]))) - share[i]) * weight[i] / BATCH
        back = np.outer(wrong, values[2]) * (hidden > 0)
        rate = RATE * min(1, step / (steps * 0.1)) * (0.5 + 0.5 * np.cos(np.pi * step / steps))
        for k, slope in enumerate((x[i].T @ back + 1e-4 * values[0], back.sum(0), hidden.T @ wrong, wrong.sum(keepdims=True))):
            first[k] = 0.9 * first[k] + 0.1 * slope
            second[k] = 0.999 * second[k] + 0.001 * slope ** 2
            values[k] = values[k] - rate * (first[k] / (1 - 0.9 ** step)) / (np.sqrt(second[k] / (1 - 0.999 ** step)) + 1e-8)
    return values


def number(value):
    text = f'{value:.4g}'
    text = f'{value:.6f}' if 'e' in text else text
    return (text if '.' in text else text + '.0') + 'F'


def header(inner, bias, outer, last):
    rows = ''
    for unit in range(HIDDEN):
        numbers = [number(v) for v in inner[:, unit]]
        rows += f"    {{{number(bias[unit])},\n     {{{', '.join(numbers[:12])},\n      {', '.join(numbers[12:])}}}}},\n"
    return f'''// Internal: the weights of learnt_odds. Made by tests/bench/selection/learn/learn.py, whose README.md says from what.
#pragma once

#include <array>

#include "cutout/selection_learnt.h"

namespace media::cutout {{

struct LearntUnit {{
  float bias;
  std::array<float, kTraits> weights;
}};

constexpr std::array<LearntUnit, {HIDDEN}> kLearntHidden{{{{
{rows}}}}};

struct LearntSum {{
  float bias;
  std::array<float, kLearntHidden.size()> weights;
}};

// Halved: composites are easier to tell than photographs.
constexpr LearntSum kLearntOut{{{number(last)}, {{{', '.join(number(v) for v in outer)}}}}};

}}  // namespace media::cutout'''


def main():
    with open(sys.argv[1]) as source:
        names = source.read().split()
    picture, x, share, weight = read(names, sys.argv[2:])
    mean, scale = x.mean(0), 1 / (x.std(0) + 1e-3)
    left_out = picture % 5 == 0
    learnt = ~left_out
    inner, bias, outer, last = fit(((x - mean) * scale)[learnt], share[learnt], weight[learnt], np.random.default_rng(0))
    inner, bias = inner * scale[:, None], bias - (mean * scale) @ inner
    odds = np.maximum(x[left_out] @ inner + bias, 0) @ outer + last
    wrong = ((odds > 0) != (share[left_out] > 0.5)) @ weight[left_out] / weight[left_out].sum()
    print(f'{len(names)} pictures; of those left out {100 * wrong:.2f} % is wrong', file=sys.stderr)
    print(header(inner, bias, TRUST * outer, TRUST * last[0]))


if __name__ == '__main__':
    main()
