"""Writes the small pipelines of one network (diffusers' UNet2DModel) that the tests run, and what diffusers computes with them.

    python make_pixels.py

Needs torch, diffusers, safetensors. `plain` is laid out and named as early pipelines were: all files in one folder, attention's maps
called query, key, value and proj_attn. `classes` is as diffusers writes it now, in bfloat16.
"""
import json, os, shutil, sys
import torch, torch.nn.functional as F
import diffusers as df
from safetensors.torch import load_file, save_file

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "reference"))
import make_reference


def networks(g):
    plain = df.UNet2DModel(sample_size=16, block_out_channels=(16, 24, 32), layers_per_block=1, norm_num_groups=8, norm_eps=1e-6, attention_head_dim=None,
                           down_block_types=("DownBlock2D", "AttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "AttnUpBlock2D", "UpBlock2D"),
                           downsample_padding=0, flip_sin_to_cos=False, freq_shift=1).eval()
    classes = df.UNet2DModel(sample_size=8, in_channels=1, out_channels=1, block_out_channels=(16, 32), layers_per_block=2, norm_num_groups=4, attention_head_dim=8,
                             down_block_types=("AttnDownBlock2D", "AttnDownBlock2D"), up_block_types=("AttnUpBlock2D", "UpBlock2D"), act_fn="gelu",
                             downsample_type="resnet", upsample_type="resnet", resnet_time_scale_shift="scale_shift", mid_block_scale_factor=1.5,
                             attn_norm_num_groups=8, num_class_embeds=4, center_input_sample=True).eval()
    for m in [plain, classes]:
        make_reference.randomise(m, g)
        for p in m.parameters(): p.data = p.data.bfloat16().float()
    return plain, classes


def save_plain(unet, scheduler):
    """As google/ddpm-cifar10-32 was saved."""
    folder = f"{here}/plain"
    shutil.rmtree(folder, ignore_errors=True)
    unet.save_pretrained(folder)
    scheduler.save_pretrained(folder)
    path = f"{folder}/diffusion_pytorch_model.safetensors"
    old = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}
    tensors = {}
    for name, tensor in load_file(path).items():
        for new, before in old.items(): name = name.replace(f".{new}.", f".{before}.")
        tensors[name] = tensor.bfloat16()
    save_file(tensors, path)
    json.dump({"_class_name": "DDPMPipeline", "_diffusers_version": "0.1.1", "scheduler": ["diffusers", "DDPMScheduler"], "unet": ["diffusers", "UNet2DModel"]},
              open(f"{folder}/model_index.json", "w"), indent=2)


def save_classes(unet, scheduler):
    folder = f"{here}/classes"
    shutil.rmtree(folder, ignore_errors=True)
    df.DDIMPipeline(unet.bfloat16(), scheduler).save_pretrained(folder)
    unet.float()


def evaluation(d, name, unet, x, t, labels, g):
    """One evaluation with its gradients."""
    x.requires_grad_(True)
    y = unet(x, t, class_labels=labels).sample
    target = torch.randn(y.shape, generator=g)
    F.mse_loss(y, target).backward()
    d |= {f"{name}.x": x, f"{name}.t": t.int(), f"{name}.y": y, f"{name}.target": target, f"{name}.grad.x": x.grad}
    if labels is not None: d[f"{name}.labels"] = labels.int()
    for number, (parameter, p) in enumerate(unet.named_parameters()):
        # A key's bias has no gradient but rounding.
        if number % 5 == 0 and not parameter.endswith("to_k.bias"): d[f"{name}.grad.{parameter}"] = p.grad.clone()


@torch.no_grad()
def run(d, unet, classes):
    """Whole runs: the pipeline's own, and one of a class guided away from another."""
    pipeline = df.DDPMPipeline(unet, df.DDPMScheduler.from_pretrained(f"{here}/plain"))
    pipeline.set_progress_bar_config(disable=True)
    image = pipeline(generator=torch.Generator().manual_seed(11), num_inference_steps=6, output_type="np").images
    d["plain.run"] = torch.tensor(image)
    g = torch.Generator().manual_seed(12)
    scheduler = df.DDIMScheduler.from_pretrained(f"{here}/classes/scheduler")
    scheduler.set_timesteps(5)
    x = torch.randn(1, 1, 8, 8, generator=g)
    for t in scheduler.timesteps:
        y, other = classes(torch.cat([x, x]), t, class_labels=torch.tensor([2, 1])).sample.chunk(2)
        x = scheduler.step(other + 3.0 * (y - other), t, x).prev_sample
    d["classes.run"] = x


if __name__ == "__main__":
    torch.manual_seed(0)
    g = torch.Generator().manual_seed(3)
    plain, classes = networks(g)
    save_plain(plain, df.DDPMScheduler(variance_type="fixed_large", clip_sample=True))
    save_classes(classes, df.DDIMScheduler(beta_schedule="squaredcos_cap_v2", clip_sample=False))
    d = {}
    evaluation(d, "plain", plain, torch.randn(2, 3, 16, 16, generator=g), torch.tensor([4, 990]), None, g)
    evaluation(d, "classes", classes, torch.randn(2, 1, 8, 8, generator=g), torch.tensor([500, 20]), torch.tensor([3, 0]), g)
    run(d, plain, classes)
    save_file({k: v.detach().float().contiguous() if v.is_floating_point() else v for k, v in d.items()}, f"{here}/expected.safetensors")
