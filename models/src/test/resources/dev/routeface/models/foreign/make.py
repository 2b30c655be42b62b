"""Writes the files of this folder into the working folder. Python 3.11, PyTorch 1.13.0.

The networks are written down anew, with the names that the ports give their modules, and hold drawn numbers in
steps of 1/64; golden.json is what they make of an image whose value i is ((i * 37) mod 255) / 127.5 - 1.
Files are compressed with gzip -9n afterwards.
"""
import collections, json
import torch

def numbers(*shape, dtype=torch.float32):
    count = 1
    for s in shape:
        count *= s
    return torch.tensor([(i * 37 % 101) / 64 - 0.75 for i in range(count)], dtype=torch.float64).reshape(shape).to(dtype)

def dtypes():
    d = collections.OrderedDict()
    d['f32'] = numbers(2, 3)
    d['f64'] = numbers(4, dtype=torch.float64)
    d['f16'] = numbers(5, dtype=torch.float16)
    d['bf16'] = numbers(3, dtype=torch.bfloat16)
    d['i64'] = torch.tensor([1, -2, 1 << 40])
    base = numbers(4, 6)
    d['transposed'] = base.t()
    d['slice'] = base[1:3, ::2]
    d['expanded'] = numbers(3, 1).expand(3, 2)
    d['channels_last'] = numbers(2, 3, 2, 2).contiguous(memory_format=torch.channels_last)
    d['scalar'] = torch.tensor(0.5)
    d['empty'] = numbers(0, 4)
    d['parameter'] = torch.nn.Parameter(numbers(2))
    return d

def save(name, value, zipped):
    torch.save(value, name, _use_new_zipfile_serialization=zipped)

save('dtypes-zip.pth', dtypes(), True)
save('dtypes-plain.pth', dtypes(), False)

import torch.nn as nn

class Block(nn.Module):  # arcface_torch's IBasicBlock, by its names
    def __init__(self, i, o, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(i, eps=1e-5)
        self.conv1 = nn.Conv2d(i, o, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(o, eps=1e-5)
        self.prelu = nn.PReLU(o)
        self.conv2 = nn.Conv2d(o, o, 3, stride, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(o, eps=1e-5)
        self.downsample = None
        if stride != 1 or i != o:
            self.downsample = nn.Sequential(nn.Conv2d(i, o, 1, stride, bias=False), nn.BatchNorm2d(o, eps=1e-5))
    def forward(self, x):
        y = self.bn3(self.conv2(self.prelu(self.bn2(self.conv1(self.bn1(x))))))
        return y + (x if self.downsample is None else self.downsample(x))

class IResNet(nn.Module):
    def __init__(self, size, units, channels, embedding):
        super().__init__()
        self.conv1 = nn.Conv2d(3, channels[0], 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels[0], eps=1e-5)
        self.prelu = nn.PReLU(channels[0])
        i = channels[0]
        for s in range(4):
            blocks = []
            for u in range(units[s]):
                blocks.append(Block(i, channels[s], 2 if u == 0 else 1))
                i = channels[s]
            setattr(self, 'layer%d' % (s + 1), nn.Sequential(*blocks))
        self.bn2 = nn.BatchNorm2d(i, eps=1e-5)
        self.fc = nn.Linear(i * (size // 16) ** 2, embedding)
        self.features = nn.BatchNorm1d(embedding, eps=1e-5)
    def forward(self, x):
        x = self.prelu(self.bn1(self.conv1(x)))
        for s in range(4):
            x = getattr(self, 'layer%d' % (s + 1))(x)
        return self.features(self.fc(torch.flatten(self.bn2(x), 1)))

class ConvBlock(nn.Module):  # TreB1eN's Conv_block and Linear_block
    def __init__(self, i, o, k, stride, pad, groups=1, act=True):
        super().__init__()
        self.conv = nn.Conv2d(i, o, k, stride, pad, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(o)
        if act:
            self.prelu = nn.PReLU(o)
        self.act = act
    def forward(self, x):
        x = self.bn(self.conv(x))
        return self.prelu(x) if self.act else x

class DepthWise(nn.Module):
    def __init__(self, i, o, stride, groups, residual=False):
        super().__init__()
        self.conv = ConvBlock(i, groups, 1, 1, 0)
        self.conv_dw = ConvBlock(groups, groups, 3, stride, 1, groups)
        self.project = ConvBlock(groups, o, 1, 1, 0, act=False)
        self.residual = residual
    def forward(self, x):
        y = self.project(self.conv_dw(self.conv(x)))
        return x + y if self.residual else y

class Residual(nn.Module):
    def __init__(self, c, n, groups):
        super().__init__()
        self.model = nn.Sequential(*[DepthWise(c, c, 1, groups, True) for _ in range(n)])
    def forward(self, x):
        return self.model(x)

class Treb1en(nn.Module):
    """At width w / 64 of the port's channels."""
    def __init__(self, size, w, embedding):
        super().__init__()
        self.conv1 = ConvBlock(3, w, 3, 2, 1)
        self.conv2_dw = ConvBlock(w, w, 3, 1, 1, w)
        self.conv_23 = DepthWise(w, w, 2, 2 * w)
        self.conv_3 = Residual(w, 4, 2 * w)
        self.conv_34 = DepthWise(w, 2 * w, 2, 4 * w)
        self.conv_4 = Residual(2 * w, 6, 4 * w)
        self.conv_45 = DepthWise(2 * w, 2 * w, 2, 8 * w)
        self.conv_5 = Residual(2 * w, 2, 4 * w)
        self.conv_6_sep = ConvBlock(2 * w, 8 * w, 1, 1, 0)
        self.conv_6_dw = ConvBlock(8 * w, 8 * w, size // 16, 1, 0, 8 * w, act=False)
        self.linear = nn.Linear(8 * w, embedding, bias=False)
        self.bn = nn.BatchNorm1d(embedding)
    def forward(self, x):
        for m in (self.conv1, self.conv2_dw, self.conv_23, self.conv_3, self.conv_34, self.conv_4, self.conv_45,
                  self.conv_5, self.conv_6_sep, self.conv_6_dw):
            x = m(x)
        return self.bn(self.linear(torch.flatten(x, 1)))

def cbr(i, o, k, stride, groups=1):
    return nn.Sequential(nn.Conv2d(i, o, k, stride, (k - 1) // 2, groups=groups, bias=False), nn.BatchNorm2d(o), nn.ReLU6())

class Inverted(nn.Module):
    def __init__(self, i, o, stride, t):
        super().__init__()
        h = i * t
        self.conv = nn.Sequential(cbr(i, h, 1, 1), cbr(h, h, 3, stride, h), nn.Conv2d(h, o, 1, bias=False), nn.BatchNorm2d(o))
        self.residual = stride == 1 and i == o
    def forward(self, x):
        return x + self.conv(x) if self.residual else self.conv(x)

class Separable(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.depthwise = nn.Conv2d(i, i, 3, padding=1, groups=i, bias=False)
        self.pointwise = nn.Conv2d(i, o, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(i)
        self.bn2 = nn.BatchNorm2d(o)
    def forward(self, x):
        return torch.relu(self.bn2(self.pointwise(torch.relu(self.bn1(self.depthwise(x))))))

class Global(nn.Module):
    def __init__(self, c, k):
        super().__init__()
        self.depthwise = nn.Conv2d(c, c, k, groups=c, bias=False)
        self.bn = nn.BatchNorm2d(c)
    def forward(self, x):
        return self.bn(self.depthwise(x))

class Foamliu(nn.Module):
    def __init__(self, size, w, embedding):
        super().__init__()
        self.conv1 = cbr(3, w, 3, 2)
        self.dw_conv = Separable(w, w)
        blocks, i = [], w
        for t, c, n, s in [[2, w, 5, 2], [4, 2 * w, 1, 2], [2, 2 * w, 6, 1], [4, 2 * w, 1, 2], [2, 2 * w, 2, 1]]:
            for u in range(n):
                blocks.append(Inverted(i, c, s if u == 0 else 1, t))
                i = c
        self.conv2 = cbr(i, 8 * w, 1, 1)
        self.gdconv = Global(8 * w, size // 16)
        self.conv3 = nn.Conv2d(8 * w, embedding, 1)
        self.bn = nn.BatchNorm2d(embedding)
        self.features = nn.Sequential(*blocks)
    def forward(self, x):
        x = self.features(self.dw_conv(self.conv1(x)))
        return torch.flatten(self.bn(self.conv3(self.gdconv(self.conv2(x)))), 1)

def filled(net, seed):
    g = torch.Generator().manual_seed(seed)
    for name, t in net.state_dict().items():
        if name.endswith('num_batches_tracked'):
            continue
        r = torch.randn(t.shape, generator=g)
        if name.endswith('running_var'):
            r = r.abs() + 0.5
        elif t.dim() > 1:
            r = r * (0.7 / t[0].numel()) ** 0.5
        else:
            r = 1 + r * 0.1 if name.endswith('weight') else r * 0.1
        t.copy_((r * 64).round() / 64)
    return net.eval()

def image(size):
    return torch.tensor([(i * 37 % 255) / 127.5 - 1 for i in range(3 * size * size)]).reshape(1, 3, size, size)

golden = {}
def keep(name, net, size, wrap=lambda s: s, zipped=True):
    with torch.no_grad():
        golden[name] = [float(v) for v in net(image(size))[0]]
    save(name, wrap(net.state_dict()), zipped)

with torch.no_grad():
    keep('iresnet.pth', filled(IResNet(16, [1, 2, 1, 1], [2, 3, 4, 5], 6), 1), 16,
         lambda s: {'epoch': 3, 'global_step': 7, 'state_dict_backbone': s, 'state_optimizer': {'lr': 0.1, 'steps': [1, None, True]}})
    keep('treb1en.pth', filled(Treb1en(16, 8, 4), 2), 16,
         lambda s: collections.OrderedDict(('module.' + k, v) for k, v in s.items()))
    keep('foamliu.pt', filled(Foamliu(16, 8, 4), 3), 16, zipped=False)
json.dump(golden, open('golden.json', 'w'), indent=1)

torch.save(Global(2, 1), 'module.pth')  # a whole module, which names its class
torch.jit.script(Global(2, 1)).save('script.pt')
torch.save({'w': torch.zeros(1).expand(1 << 20)}, 'expanded.pth')  # a million numbers of four bytes


class Graph(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 8, bias=True)
        self.f = f
    def forward(self, x):
        return self.f(self.conv(x))

def export(name, net, x, **more):
    torch.onnx.export(net, x, name, input_names=['images'], opset_version=13, **more)

flat = lambda y: torch.flatten(y, 1)
x = torch.zeros(1, 3, 8, 8)
export('graph.onnx', Graph(flat), x, output_names=['embedding'], dynamic_axes={'images': {0: 'N'}, 'embedding': {0: 'N'}})
export('maps.onnx', Graph(lambda y: y), x, output_names=['maps'])
export('two.onnx', Graph(lambda y: (flat(y), flat(y) + 1)), x, output_names=['embedding', 'other'])
class Last(nn.Module):
    def forward(self, x):
        return flat(x.permute(0, 3, 1, 2))
export('last.onnx', Last(), torch.zeros(1, 8, 8, 3), output_names=['embedding'])
