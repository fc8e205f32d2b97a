"""An ONNX graph as a PyTorch module: what is trained is exactly what is shipped, so writing it back is exact.

Only the operators of selfie's graph are known. `widened` gives the same graph more channels without changing what it
computes: channels are repeated, and what reads them shares its weights out among the copies unevenly, so that they
part ways when trained.
"""
import copy

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import nn

ELEMENTWISE = {'Add', 'Mul', 'Relu', 'Sigmoid', 'HardSigmoid', 'Resize', 'GlobalAveragePool'}


def attributes(node):
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def fused(nodes):
    """x · HardSigmoid(x) as one step: it is most of what is kept in memory for training."""
    out = []
    for node in nodes:
        before = out[-1] if out else None
        if node[0] == 'Mul' and before and before[0] == 'HardSigmoid' and node[1] == [before[1][0], before[2]]:
            out[-1] = ('HardSwish', before[1], node[2], {})
        else:
            out.append(node)
    return out


class Network(nn.Module):
    """@param graph an onnx.ModelProto with one input and one output, a sigmoid; forward gives what goes into it"""

    def __init__(self, model):
        super().__init__()
        self.model = copy.deepcopy(model)
        self.nodes = fused([(n.op_type, list(n.input), n.output[0], attributes(n)) for n in model.graph.node])
        assert self.nodes[-1][0] == 'Sigmoid', 'the graph does not end in a sigmoid'
        self.weights, self.scales = nn.ParameterDict(), {}
        for tensor in model.graph.initializer:
            values = numpy_helper.to_array(tensor).astype(np.float32)
            if tensor.name.startswith('scales'):
                self.scales[tensor.name] = [float(v) for v in values[2:]]
            else:
                self.weights[tensor.name] = nn.Parameter(torch.from_numpy(values.copy()))

    def forward(self, image):
        at = {self.model.graph.input[0].name: image}
        for kind, inputs, output, given in self.nodes[:-1]:
            x = at[inputs[0]]
            if kind == 'Conv':
                w, b = self.weights[inputs[1]], self.weights[inputs[2]]
                stride, size = given['strides'][0], w.shape[2]
                short = [max(0, (-(-side // stride) - 1) * stride + size - side) for side in x.shape[2:]]
                if any(s % 2 for s in short):  # SAME_UPPER: the odd row or column is added at the end
                    x = F.pad(x, (short[1] // 2, short[1] - short[1] // 2, short[0] // 2, short[0] - short[0] // 2))
                    short = [0, 0]
                y = F.conv2d(x, w, b, stride, (short[0] // 2, short[1] // 2), groups=given['group'])
            elif kind == 'ConvTranspose':
                y = F.conv_transpose2d(x, self.weights[inputs[1]], self.weights[inputs[2]], given['strides'][0])
            elif kind == 'Relu':
                y = F.relu(x, inplace=True)  # of a convolution, which does not need it again
            elif kind == 'Sigmoid':
                y = torch.sigmoid(x)
            elif kind == 'HardSwish':
                y = F.hardswish(x)
            elif kind == 'Mul':
                y = x * at[inputs[1]]
            elif kind == 'Add':
                y = x + at[inputs[1]]
            elif kind == 'GlobalAveragePool':
                y = x.mean((2, 3), keepdim=True)
            elif kind == 'Resize':
                y = F.interpolate(x, scale_factor=self.scales[inputs[2]], mode='bilinear', align_corners=False)
            else:
                raise ValueError(f'{kind} is unknown')
            at[output] = y
        return y

    def written(self, half=False):
        """The graph with the weights as they are now. @param half stored in half precision, widened when it is opened"""
        model = copy.deepcopy(self.model)
        graph = model.graph
        casts = []
        for tensor in graph.initializer:
            if tensor.name not in self.weights:
                continue
            name, values = tensor.name, self.weights[tensor.name].detach().cpu().numpy()
            if half and values.size > 64:
                tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + '_half'))
                casts.append(onnx.helper.make_node('Cast', [name + '_half'], [name], to=onnx.TensorProto.FLOAT))
            else:
                tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float32), name))
        nodes = casts + list(graph.node)
        del graph.node[:]
        graph.node.extend(nodes)
        onnx.checker.check_model(model)
        return model


def widened(model, factor, seed=0):
    """
    @param factor of (stride of a tensor, whether it is inside of a block) the factor by which its channels grow
    """
    random = np.random.default_rng(seed)
    weights = {t.name: numpy_helper.to_array(t).astype(np.float32) for t in model.graph.initializer}
    parent, stride, channels = {}, {}, {}

    def root(name):
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    image = model.graph.input[0].name
    stride[image], channels[image] = 1, 3
    pooled = set()
    for node in model.graph.node:
        given, x, y = attributes(node), node.input[0], node.output[0]
        stride[y], channels[y] = stride[x], channels[x]
        if x in pooled:
            pooled.add(y)
        if node.op_type == 'Conv':
            stride[y] = stride[x] * given['strides'][0]
            channels[y] = weights[node.input[1]].shape[0]
        elif node.op_type == 'ConvTranspose':
            stride[y], channels[y] = stride[x] // given['strides'][0], weights[node.input[1]].shape[1]
        elif node.op_type == 'Resize':
            stride[y] = stride[x] / weights[node.input[2]][2]
        elif node.op_type == 'GlobalAveragePool':
            pooled.add(y)
        if node.op_type in ELEMENTWISE or (node.op_type == 'Conv' and given['group'] > 1):
            others = [i for i in node.input if i in channels and i != image]
            for other in others:
                assert channels[other] == channels[y], 'channels are broadcast'
                parent[root(other)] = root(y)
            if node.op_type in ('Add', 'Mul'):
                pooled.discard(y)
    groups = {}
    for name in channels:
        groups.setdefault(root(name), []).append(name)

    # Copies of each channel: new channel → old channel, and how many copies that one has.
    sources = {}
    for top, names in groups.items():
        count = channels[top]
        fixed = image in names or model.graph.output[0].name in names or all(n in pooled for n in names)
        inner = count >= 64
        wanted = count if fixed else int(round(count * factor(max(stride[n] for n in names), inner) / 8) * 8)
        extra = np.concatenate([random.permutation(count) for _ in range(-(-(wanted - count) // count))]) if wanted > count else np.zeros(0, int)
        sources[top] = np.concatenate([np.arange(count), extra[:wanted - count]]).astype(int)

    def shared_out(w, axis, source):
        """Each reader's weights of a channel divided among its copies, not evenly."""
        count = np.bincount(source)
        taken = np.take(w, source, axis)
        if (count > 1).any():
            part = random.uniform(0.2, 1, taken.shape[:2])
            total = np.zeros((taken.shape[0], len(count)) if axis == 1 else (len(count), taken.shape[1]))
            if axis == 1:
                for j, s in enumerate(source):
                    total[:, s] += part[:, j]
                part = part / total[:, source]
            else:
                for j, s in enumerate(source):
                    total[s] += part[j]
                part = part / total[source]
            taken = taken * part[..., None, None]
        return taken.astype(np.float32)

    out = copy.deepcopy(model)
    fresh = {}
    for node in out.graph.node:
        if node.op_type not in ('Conv', 'ConvTranspose'):
            continue
        read, made = sources[root(node.input[0])], sources[root(node.output[0])]
        w, b = weights[node.input[1]], weights[node.input[2]]
        given = attributes(node)
        if node.op_type == 'ConvTranspose':
            fresh[node.input[1]] = shared_out(w, 0, read)[:, made]
        elif given['group'] > 1:
            fresh[node.input[1]] = w[made]
            for a in node.attribute:
                if a.name == 'group':
                    a.i = len(made)
        else:
            fresh[node.input[1]] = shared_out(w[made], 1, read)
        fresh[node.input[2]] = b[made]
    for tensor in out.graph.initializer:
        if tensor.name in fresh:
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(fresh[tensor.name]), tensor.name))
    return out


def factor_of(deep, middle, shallow):
    """Wider where pictures are small: there channels are cheap. @returns what `widened` takes"""
    return lambda stride, inner: deep if stride >= 16 else middle if stride >= 8 else shallow


def parameters(model):
    return sum(int(np.prod(t.dims)) for t in model.graph.initializer)
