# OpenCV's grabCut behind the lines that selection.mjs speaks: "open FILE WIDTH HEIGHT" (raw RGBA), "box X Y W H",
# "stroke KIND RADIUS X,Y X,Y …"; after all but the first it answers the CPU milliseconds and then the mask's bytes.
import sys
import time

import cv2
import numpy as np

cv2.setNumThreads(1)
image = mask = background = foreground = None


def cut(mode):
    global background, foreground
    if mode == cv2.GC_INIT_WITH_MASK or mode == cv2.GC_EVAL:
        inside = mask & 1
        if inside.all() or not inside.any():
            return  # OpenCV has no models to learn
    cv2.setRNGSeed(1)
    cv2.grabCut(image, mask, None, background, foreground, 5, mode)


out = sys.stdout.buffer
for line in sys.stdin:
    command, *words = line.split()
    start = time.process_time()
    if command == 'open':
        width, height = int(words[1]), int(words[2])
        pixels = np.fromfile(words[0], np.uint8).reshape(height, width, 4)
        image = cv2.cvtColor(pixels, cv2.COLOR_RGBA2BGR)
        mask = np.full((height, width), cv2.GC_BGD, np.uint8)
        background, foreground = np.zeros((1, 65)), np.zeros((1, 65))
        continue
    if command == 'box':
        x, y, w, h = (int(float(word)) for word in words)
        mask[:] = cv2.GC_BGD
        mask[y:y + h, x:x + w] = cv2.GC_PR_FGD
        if w * h == mask.size:
            mask[0] = mask[-1] = cv2.GC_BGD  # it needs some background
            mask[:, 0] = mask[:, -1] = cv2.GC_BGD
    else:
        value = cv2.GC_FGD if words[0] == 'keep' else cv2.GC_BGD
        points = np.array([[float(c) - 0.5 for c in word.split(',')] for word in words[2:]])
        drawn = np.round(points).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(mask, [drawn], False, value, max(1, round(2 * float(words[1]))))
    cut(cv2.GC_INIT_WITH_MASK)
    spent = (time.process_time() - start) * 1000
    out.write(f'{spent}\n'.encode())
    out.write(np.where(mask & 1, 255, 0).astype(np.uint8).tobytes())
    out.flush()
