"""The work of `studio bench` in PyTorch, for comparison: JSON lines {"name", "value", "configuration"}, values in images a second.

    python3 Benchmarks/pytorch.py [--seconds S] [--eager] [--small] > pytorch.jsonl && studio bench --against pytorch.jsonl

Each figure is measured in every configuration of eager and compiled, contiguous and channels-last memory, in float32 and, where the
processor multiplies bfloat16 natively, under bfloat16 autocast; `studio bench` compares with the best of a name. A value is the median of
the runs that fit in S seconds, three at least, after two that are not counted. `--eager` leaves the compiled configurations out, `--small`
those of hidden 128.
"""
import argparse
import itertools
import json
import statistics
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    """A convolution, batch normalisation, exact GELU."""

    def __init__(self, convolution):
        super().__init__()
        self.convolution, self.norm = convolution, nn.BatchNorm2d(convolution.out_channels)

    def forward(self, x):
        return F.gelu(self.norm(self.convolution(x)))


def pair(inputs, outputs):
    return nn.Sequential(
        Block(nn.Conv2d(inputs, outputs, 3, padding=1)), Block(nn.Conv2d(outputs, outputs, 3, padding=1)))


def down(inputs, outputs):
    return nn.Sequential(Block(nn.Conv2d(inputs, outputs, 3, stride=2, padding=1)), pair(outputs, outputs))


def up(inputs, outputs):
    return nn.Sequential(
        Block(nn.ConvTranspose2d(inputs, outputs, 4, stride=2, padding=1)), pair(outputs, outputs))


def condition(inputs, outputs):
    return nn.Sequential(nn.Linear(inputs, outputs), nn.GELU(), nn.Linear(outputs, outputs))


class DigitUNet(nn.Module):
    """The class-conditioned network of the course, as Sources/Engine/Models/DigitUNet.swift has it."""

    def __init__(self, D):
        super().__init__()
        self.initial, self.down1, self.down2 = pair(1, D), down(D, D), down(D, 2 * D)
        self.unflatten = Block(nn.ConvTranspose2d(2 * D, 2 * D, 7, stride=7))
        self.up1, self.up2 = up(4 * D, D), up(2 * D, D)
        self.final, self.out = pair(2 * D, D), nn.Conv2d(D, 1, 3, padding=1)
        self.time1, self.time2 = condition(1, 2 * D), condition(1, D)
        self.class1, self.class2 = condition(10, 2 * D), condition(10, D)

    def forward(self, x, t, c):
        a = self.initial(x)
        b = self.down1(a)
        d = self.down2(b)
        u = self.unflatten(F.gelu(F.avg_pool2d(d, 7)))
        u = u * self.class1(c)[:, :, None, None] + self.time1(t)[:, :, None, None]
        v = self.up1(torch.cat([u, d], 1))
        v = v * self.class2(c)[:, :, None, None] + self.time2(t)[:, :, None, None]
        w = self.up2(torch.cat([v, b], 1))
        return self.out(self.final(torch.cat([w, a], 1)))


def median_time(body, seconds):
    for _ in range(2):
        body()
    times, started = [], time.perf_counter()
    while time.perf_counter() - started < seconds or len(times) < 3:
        before = time.perf_counter()
        body()
        times.append(time.perf_counter() - before)
    return statistics.median(times)


def inputs(batch, layout):
    x = torch.randn(batch, 1, 28, 28).to(memory_format=layout)
    return x, torch.rand(batch, 1), F.one_hot(torch.arange(batch) % 10, 10).float()


def training(hidden, batch, layout, compiled, bfloat16, seconds):
    """One step of flow matching: noise drawn, conditions dropped, forward, backward, Adam."""
    network = DigitUNet(hidden).to(memory_format=layout)
    evaluate = torch.compile(network) if compiled else network
    optimizer = torch.optim.Adam(network.parameters(), 1e-3, fused=True)
    clean, _, classes = inputs(batch, layout)

    def step():
        t = torch.rand(batch, 1)
        noise = torch.randn(clean.shape).to(memory_format=layout)
        mixed = (1 - t[:, :, None, None]) * noise + t[:, :, None, None] * clean
        kept = classes * (torch.rand(batch, 1) >= 0.1)
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            prediction = evaluate(mixed, t, kept)
        loss = F.mse_loss(prediction.float(), clean - noise)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return batch / median_time(step, seconds)


def evaluation(hidden, batch, layout, compiled, bfloat16, seconds):
    """One prediction, in inference mode."""
    network = DigitUNet(hidden).to(memory_format=layout).eval()
    evaluate = torch.compile(network) if compiled else network
    x, t, c = inputs(batch, layout)

    def once():
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            evaluate(x, t, c)

    return batch / median_time(once, seconds)


def sampling(hidden, count, layout, compiled, bfloat16, seconds):
    """One Euler step of flow matching at guidance 5, both predictions in one batch."""
    network = DigitUNet(hidden).to(memory_format=layout).eval()
    evaluate = torch.compile(network) if compiled else network
    x, t, c = inputs(count, layout)
    times, classes = torch.cat([t[:1]] * 2 * count), torch.cat([c, torch.zeros_like(c)])

    def step():
        nonlocal x
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            conditional, unconditional = evaluate(torch.cat([x, x]), times, classes).chunk(2)
            x = x + 0.02 * (unconditional + 5 * (conditional - unconditional))

    return count / median_time(step, seconds)


def multiplies_bfloat16():
    with open("/proc/cpuinfo") as file:
        return any(flag in file.read() for flag in ("avx512_bf16", "amx_bf16"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--eager", action="store_true")
    parser.add_argument("--small", action="store_true")
    options = parser.parse_args()
    work = [("train", training, 64, "batch64"), ("evaluate", evaluation, 64, "batch80"),
            ("evaluate", evaluation, 64, "batch2"), ("sample", sampling, 64, "count40"),
            ("sample", sampling, 64, "count1")]
    if not options.small:
        work.append(("train", training, 128, "batch256"))
    types = [False, True] if multiplies_bfloat16() else [False]
    layouts = {"contiguous": torch.contiguous_format, "channels last": torch.channels_last}
    for (name, measure, hidden, amount), bfloat16, compiled, layout in itertools.product(
            work, types, [False] if options.eager else [False, True], layouts):
        configuration = f"{'compiled' if compiled else 'eager'}, {layout}"
        full = f"{name}.hidden{hidden}.{amount}.{'bfloat16' if bfloat16 else 'float32'}"
        try:
            value = measure(hidden, int(amount[5:]), layouts[layout], compiled, bfloat16, options.seconds)
        except Exception as failure:  # One configuration a version cannot run is left out, and said.
            print(f"{full}, {configuration}: {failure}", file=sys.stderr)
            continue
        print(json.dumps({"name": full, "value": value, "configuration": configuration}), flush=True)
        torch._dynamo.reset()


if __name__ == "__main__":
    main()
