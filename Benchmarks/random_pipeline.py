"""A DeepFloyd IF pipeline of true size with random weights, in diffusers' layout, for measuring. It needs nothing but Python.

    python3 Benchmarks/random_pipeline.py IF-I-M FOLDER [--type F16] [--text-encoder] [--tokenizer spiece.model]

Weights are uniform with variance 1/fan-in, so that activations stay finite; norms are ones and biases zeros. A tensor repeats a run of
65,537 numbers of its own, a prime, so that no two rows of a matrix are alike. Tensors are written one after another: what is held is one
part of 8 MB.
"""
import argparse
import json
import math
import os
import random
import struct

PRIME = 65537
SIZES = {
    "IF-I-M": ([192, 384, 576, 768], [3] * 4, 1),
    "IF-I-L": ([320, 640, 960, 1280], [3] * 4, 1),
    "IF-I-XL": ([704, 1408, 2112, 2816], [3] * 4, 1),
    "IF-II-L": ([160, 320, 640, 960, 1280], [2, 2, 3, 5, 5], 3),
}
BYTES = {"F32": 4, "F16": 2, "BF16": 2}
TEXT = dict(d_model=4096, d_ff=10240, d_kv=64, num_heads=64, num_layers=24, vocab_size=32128)


def linear(name, inputs, outputs):
    return [(name + ".weight", [outputs, inputs]), (name + ".bias", [outputs])]


def convolution(name, inputs, outputs, kernel=3):
    return [(name + ".weight", [outputs, inputs, kernel, kernel]), (name + ".bias", [outputs])]


def norm(name, width):
    return [(name + ".weight", [width]), (name + ".bias", [width])]


def residual(name, inputs, outputs, time):
    result = norm(name + ".norm1", inputs) + convolution(name + ".conv1", inputs, outputs)
    result += linear(name + ".time_emb_proj", time, 2 * outputs)
    result += norm(name + ".norm2", outputs) + convolution(name + ".conv2", outputs, outputs)
    return result + (convolution(name + ".conv_shortcut", inputs, outputs, 1) if inputs != outputs else [])


def attention(name, C, text):
    result = norm(name + ".group_norm", C) + norm(name + ".norm_cross", text)
    for part, inputs in [("to_q", C), ("to_k", C), ("to_v", C), ("add_k_proj", text), ("add_v_proj", text), ("to_out.0", C)]:
        result += linear(f"{name}.{part}", inputs, C)
    return result


def unet(channels, layers, first, inputs):
    """Names and shapes; blocks from `first` on attend."""
    text, time, width = channels[-1], 4 * channels[0], TEXT["d_model"]
    result = convolution("conv_in", inputs, channels[0])
    embeddings = ["time_embedding"] + (["class_embedding"] if inputs == 6 else [])
    for name in embeddings:
        result += linear(name + ".linear_1", channels[0], time) + linear(name + ".linear_2", time, time)
    result += linear("encoder_hid_proj", width, text) + norm("add_embedding.norm1", width)
    result += [("add_embedding.pool.positional_embedding", [1, width])]
    for part in "kqv":
        result += linear(f"add_embedding.pool.{part}_proj", width, width)
    result += linear("add_embedding.proj", width, time) + norm("add_embedding.norm2", time)
    skips, C = [channels[0]], channels[0]
    for index, outputs in enumerate(channels):
        block = f"down_blocks.{index}"
        for layer in range(layers[index]):
            result += residual(f"{block}.resnets.{layer}", C, outputs, time)
            result += attention(f"{block}.attentions.{layer}", outputs, text) if index >= first else []
            C = outputs
            skips.append(C)
        if index + 1 < len(channels):
            result += residual(f"{block}.downsamplers.0", C, C, time)
            skips.append(C)
    result += residual("mid_block.resnets.0", C, C, time) + attention("mid_block.attentions.0", C, text)
    result += residual("mid_block.resnets.1", C, C, time)
    for index in range(len(channels)):
        level, block = len(channels) - 1 - index, f"up_blocks.{index}"
        for layer in range(layers[level] + 1):
            result += residual(f"{block}.resnets.{layer}", C + skips.pop(), channels[level], time)
            C = channels[level]
            result += attention(f"{block}.attentions.{layer}", C, text) if level >= first else []
        result += residual(f"{block}.upsamplers.0", C, C, time) if level > 0 else []
    return result + norm("conv_norm_out", C) + convolution("conv_out", C, 6)


def encoder():
    d, inner, ff = TEXT["d_model"], TEXT["num_heads"] * TEXT["d_kv"], TEXT["d_ff"]
    result = [("shared.weight", [TEXT["vocab_size"], d])]
    for index in range(TEXT["num_layers"]):
        own, dense = f"encoder.block.{index}.layer.0", f"encoder.block.{index}.layer.1"
        for part in "kqv":
            result.append((f"{own}.SelfAttention.{part}.weight", [inner, d]))
        result.append((f"{own}.SelfAttention.o.weight", [d, inner]))
        if index == 0:
            result.append((f"{own}.SelfAttention.relative_attention_bias.weight", [32, TEXT["num_heads"]]))
        result += [(f"{own}.layer_norm.weight", [d]), (f"{dense}.layer_norm.weight", [d])]
        result += [(f"{dense}.DenseReluDense.{part}.weight", [ff, d]) for part in ["wi_0", "wi_1"]]
        result.append((f"{dense}.DenseReluDense.wo.weight", [d, ff]))
    return result + [("encoder.final_layer_norm.weight", [d])]


def packed(values, kind):
    if kind == "F16":
        return struct.pack(f"<{len(values)}e", *values)
    floats = struct.pack(f"<{len(values)}f", *values)
    if kind == "F32":
        return floats
    upper = bytearray(len(values) * 2)
    upper[0::2], upper[1::2] = floats[2::4], floats[3::4]
    return bytes(upper)


def period(name, shape, kind, source):
    """What the tensor repeats: one number for norms and biases, a prime count of random ones for weights."""
    if len(shape) == 1:
        return packed([1.0 if name.endswith("weight") else 0.0], kind)
    bound = math.sqrt(3 / math.prod(shape[1:]))
    return packed([source.uniform(-bound, bound) for _ in range(min(PRIME, math.prod(shape)))], kind)


def write(path, tensors, kind, seed):
    header, offset, source = {}, 0, random.Random(seed)
    for name, shape in tensors:
        size = math.prod(shape) * BYTES[kind]
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(head)) + head)
        for name, shape in tensors:
            once, left = period(name, shape, kind, source), math.prod(shape) * BYTES[kind]
            part = once * max(1, (8 << 20) // len(once))
            while left > 0:
                file.write(part[:left] if left < len(part) else part)
                left -= min(left, len(part))
    print(f"{path}: {sum(math.prod(shape) for _, shape in tensors):,} parameters, {offset / 1e9:.2f} GB")


def save(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(value, file, indent=2)


def unet_configuration(channels, layers, first, second):
    count = len(channels)
    plain, attends = ["Resnet{}sampleBlock2D"] * first, ["SimpleCrossAttn{}Block2D"] * (count - first)
    types = plain + attends
    return dict(
        _class_name="UNet2DConditionModel", act_fn="gelu", addition_embed_type="text", addition_embed_type_num_heads=64,
        attention_head_dim=64, block_out_channels=channels, layers_per_block=layers, cross_attention_dim=channels[-1],
        cross_attention_norm="group_norm", encoder_hid_dim=TEXT["d_model"], encoder_hid_dim_type="text_proj",
        class_embed_type="timestep" if second else None, in_channels=6 if second else 3, out_channels=6,
        sample_size=256 if second else 64, resnet_time_scale_shift="scale_shift", resnet_skip_time_act=second,
        resnet_out_scale_factor=1.4142 if second else 1, mid_block_scale_factor=1.4142 if second else 1,
        only_cross_attention=False, mid_block_type="UNetMidBlock2DSimpleCrossAttn",
        down_block_types=[type.format("Down") for type in types],
        up_block_types=[type.format("Up") for type in reversed(types)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("folder")
    parser.add_argument("--type", choices=BYTES, default="F16")
    parser.add_argument("--text-encoder", action="store_true", help="T5 v1.1 XXL's encoder, too: 9.5 GB in half precision")
    parser.add_argument("--tokenizer", help="a spiece.model, which goes with a text encoder")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    channels, layers, first = SIZES[options.size]
    second = options.size.startswith("IF-II")
    at = lambda *parts: os.path.join(options.folder, *parts)
    scheduler = dict(
        _class_name="DDPMScheduler", beta_schedule="squaredcos_cap_v2", num_train_timesteps=1000, prediction_type="epsilon",
        variance_type="learned_range", thresholding=True, dynamic_thresholding_ratio=0.95,
        sample_max_value=1.0 if second else 1.5, clip_sample=True)
    none, index = [None, None], {"_class_name": "IFSuperResolutionPipeline" if second else "IFPipeline"}
    index |= dict(unet=["diffusers", "UNet2DConditionModel"], scheduler=["diffusers", "DDPMScheduler"], safety_checker=none)
    index["text_encoder"] = ["transformers", "T5EncoderModel"] if options.text_encoder else none
    index["tokenizer"] = ["transformers", "T5Tokenizer"] if options.text_encoder else none
    if second:
        index["image_noising_scheduler"] = ["diffusers", "DDPMScheduler"]
        save(at("image_noising_scheduler", "scheduler_config.json"), scheduler | dict(thresholding=False))
    save(at("scheduler", "scheduler_config.json"), scheduler)
    save(at("unet", "config.json"), unet_configuration(channels, layers, first, second))
    write(
        at("unet", "diffusion_pytorch_model.safetensors"), unet(channels, layers, first, 6 if second else 3), options.type,
        options.seed)
    if options.text_encoder:
        configuration = TEXT | dict(
            architectures=["T5EncoderModel"], model_type="t5", dense_act_fn="gelu_new", feed_forward_proj="gated-gelu",
            is_gated_act=True, layer_norm_epsilon=1e-6, relative_attention_num_buckets=32, relative_attention_max_distance=128,
            eos_token_id=1, pad_token_id=0)
        save(at("text_encoder", "config.json"), configuration)
        write(at("text_encoder", "model.safetensors"), encoder(), options.type, options.seed + 1)
        if options.tokenizer:
            os.makedirs(at("tokenizer"), exist_ok=True)
            with open(options.tokenizer, "rb") as source, open(at("tokenizer", "spiece.model"), "wb") as copy:
                copy.write(source.read())
    save(at("model_index.json"), index)


main()
