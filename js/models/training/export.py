"""Writes the network as ONNX, in half precision, and compares what is shipped with what was trained.

    python3 export.py --run DIR/runs/anything --out ../anything.onnx --pictures DIR/held/0000.npy

What is written is the moving average of the weights or, with --share, a mean of it and of the weights that the run
started from: between the two the network often knows both what it knew and what it learnt. The comparison runs the
written file in ONNX Runtime. --full writes single precision, which train.py can start from.
"""
import argparse
import hashlib
import json
import os
import subprocess
import sys

import numpy as np

COMPARE = """
import sys, numpy as np, onnxruntime
options = onnxruntime.SessionOptions()
options.log_severity_level = 3
session = onnxruntime.InferenceSession(sys.argv[1], options, providers=['CPUExecutionProvider'])
pictures = np.load(sys.argv[2])
np.save(sys.argv[3], np.concatenate([session.run(None, {session.get_inputs()[0].name: p[None]})[0] for p in pictures]))
"""


def trained_network(run, share=1, which='average'):
    """The network of a run, so far between its start (0) and what was trained (1)."""
    import onnx
    import torch
    from network import Network
    network = Network(onnx.load(os.path.join(run, 'start.onnx')))
    saved = torch.load(os.path.join(run, 'last.pt'), map_location='cpu', weights_only=True)
    start = network.state_dict()
    network.load_state_dict({name: (1 - share) * start[name] + share * saved[which][name] for name in start})
    return network, saved


def sized(pictures, side):
    from PIL import Image
    if pictures.shape[1] == side:
        return pictures
    return np.stack([np.asarray(Image.fromarray(picture, 'RGBA').resize((side, side), Image.BILINEAR)) for picture in pictures])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--run', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--pictures', help='a shard to compare on')
    parser.add_argument('--share', type=float, default=1, help='of what was trained, the rest is what it started from')
    parser.add_argument('--full', action='store_true', help='in single precision')
    parser.add_argument('--size', type=int, default=320, help='side of the pictures that the graph takes; a multiple of 32')
    given = parser.parse_args()

    import onnx
    import torch
    torch.set_num_threads(1)
    network, saved = trained_network(given.run, given.share)
    model = network.written(half=not given.full)
    model.graph.name, model.producer_name = 'anything', '@aurastream/media-wasm'
    for value in (model.graph.input[0], model.graph.output[0]):  # nothing between depends on it: means, and factors of scale
        for side in value.type.tensor_type.shape.dim[2:]:
            side.dim_value = given.size
    onnx.save(model, given.out)
    content = open(given.out, 'rb').read()
    print(json.dumps({'file': os.path.basename(given.out), 'steps': saved['step'], 'bytes': len(content), 'sha256': hashlib.sha256(content).hexdigest()}))
    if not given.pictures:
        return
    pictures = sized(np.load(given.pictures, mmap_mode='r')[:64], given.size)[..., :3].transpose(0, 3, 1, 2).astype(np.float32) / 255
    np.save(given.out + '.in.npy', pictures)
    # The two libraries do not share a process: both register ONNX's operators.
    subprocess.run([sys.executable, '-c', COMPARE, given.out, given.out + '.in.npy', given.out + '.out.npy'], check=True)
    shipped = np.load(given.out + '.out.npy')
    with torch.no_grad():
        trained = torch.cat([torch.sigmoid(network(torch.from_numpy(p[None]))) for p in pictures]).numpy()
    for ending in ('.in.npy', '.out.npy'):
        os.remove(given.out + ending)
    found, wanted = shipped > 0.5, trained > 0.5
    overlap = (found & wanted).sum() / max(1, (found | wanted).sum())
    print(json.dumps({'largest difference': float(np.abs(shipped - trained).max()), 'mean': float(np.abs(shipped - trained).mean()), 'overlap': float(overlap)}))


if __name__ == '__main__':
    main()
