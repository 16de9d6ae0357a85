"""PyTorch's clipping, Adam, AdamW, moving averages and schedules on a handful of numbers: python3 make_training.py > training.json"""

import json
import math

import torch
from torch.optim.swa_utils import AveragedModel

SIZES = [(3, 5), (17,)]
STEPS = 8


class Small(torch.nn.Module):
    def __init__(self):
        super().__init__()
        generator = torch.Generator().manual_seed(1)
        self.a = torch.nn.Parameter(torch.randn(SIZES[0], generator=generator))
        self.b = torch.nn.Parameter(torch.randn(SIZES[1], generator=generator))
        self.register_buffer("mean", torch.zeros(4))


def flat(tensors):
    return [float(x) for tensor in tensors for x in tensor.detach().flatten()]


def gradients():
    generator = torch.Generator().manual_seed(2)
    # Norms from far below to far above 1, so that clipping is seen both ways.
    return [[torch.randn(size, generator=generator) * 10.0 ** (step - 4) for size in SIZES] for step in range(STEPS)]


def run(optimizer_class, clip, decay, **options):
    module = Small()
    optimizer = optimizer_class(module.parameters(), lr=1e-2, **options)

    def warm(average, value, count):
        # The first update of an AveragedModel copies, and is counted: n = count − 1.
        d = min(decay, (1 + int(count) - 1) / (10 + int(count) - 1))
        return d * average + (1 - d) * value

    average = AveragedModel(module, avg_fn=warm, use_buffers=True)
    average.update_parameters(module)
    steps = []
    for step, values in enumerate(gradients()):
        for parameter, value in zip(module.parameters(), values):
            parameter.grad = value.clone()
        norm = torch.nn.utils.clip_grad_norm_(module.parameters(), clip if clip else math.inf)
        optimizer.step()
        module.mean += 0.5 * step
        average.update_parameters(module)
        steps.append({
            "norm": float(norm),
            "weights": flat(module.parameters()),
            "average": flat(average.module.parameters()),
            "mean": flat([average.module.mean]),
        })
    return steps


def rates(make):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.01)
    schedule = make(optimizer)
    values = []
    for _ in range(21):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return values


schedulers = torch.optim.lr_scheduler
print(json.dumps({
    "torch": torch.__version__,
    "start": flat(Small().parameters()),
    "gradients": [flat(values) for values in gradients()],
    "adam": run(torch.optim.Adam, clip=None, decay=0.5),
    "adam_clipped": run(torch.optim.Adam, clip=1.0, decay=0.999),
    "adamw": run(torch.optim.AdamW, clip=0.3, decay=0.25, weight_decay=0.1),
    "exponential": rates(lambda o: schedulers.ExponentialLR(o, gamma=0.1 ** (1 / 20))),
    "cosine": rates(lambda o: schedulers.CosineAnnealingLR(o, T_max=20)),
}, indent=1))
