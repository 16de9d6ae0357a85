"""Writes the small text-to-image pipelines that the tests run, in the form of ../reference/README's `if_tiny`, with other sizes and
options than those, half-precision shards among them; captions with what diffusers' IF pipeline makes of them; files of torch.save.

    python make_text.py

Needs torch, diffusers, transformers, safetensors, sentencepiece, ftfy, beautifulsoup4.
"""
import json, os, shutil, sys, tempfile
import torch, torch.nn.functional as F
import diffusers as df
from diffusers.pipelines.deepfloyd_if.pipeline_if import IFPipeline
from safetensors.torch import save_file
from transformers import T5Config, T5EncoderModel
import sentencepiece as spm

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "reference"))
import make_reference

PROMPTS = ["a photo of a dog", "an oil painting of a snowy mountain village", "", "A rocket-ship! in Çeşme, 3 cats",
           " ".join(["the quick brown fox jumps over the lazy dog"] * 5)]


def networks(g):
    t5 = T5EncoderModel(T5Config(vocab_size=96, d_model=48, d_kv=6, d_ff=56, num_layers=3, num_heads=3, feed_forward_proj="gated-gelu",
                                 relative_attention_num_buckets=16, relative_attention_max_distance=40, use_cache=False)).eval()
    common = dict(block_out_channels=[16, 24, 32], cross_attention_dim=32, encoder_hid_dim=48, encoder_hid_dim_type="text_proj",
                  mid_block_type="UNetMidBlock2DSimpleCrossAttn", cross_attention_norm="group_norm", norm_num_groups=8, addition_embed_type="text",
                  down_block_types=["ResnetDownsampleBlock2D", "SimpleCrossAttnDownBlock2D", "SimpleCrossAttnDownBlock2D"],
                  up_block_types=["SimpleCrossAttnUpBlock2D", "SimpleCrossAttnUpBlock2D", "ResnetUpsampleBlock2D"])
    first = df.UNet2DConditionModel(sample_size=16, in_channels=3, out_channels=6, layers_per_block=[1, 2, 1], attention_head_dim=[8, 12, 16],
                                    act_fn="silu", resnet_time_scale_shift="default", addition_embed_type_num_heads=4, only_cross_attention=[False, True, False],
                                    time_embedding_dim=40, norm_eps=1e-4, timestep_post_act="gelu", **common).eval()
    second = df.UNet2DConditionModel(sample_size=32, in_channels=6, out_channels=3, layers_per_block=1, attention_head_dim=8, act_fn="gelu",
                                     resnet_time_scale_shift="scale_shift", addition_embed_type_num_heads=3, class_embed_type="timestep",
                                     time_embedding_act_fn="silu", resnet_skip_time_act=True, resnet_out_scale_factor=1.4142, mid_block_scale_factor=1.2,
                                     flip_sin_to_cos=False, freq_shift=1, center_input_sample=True, conv_in_kernel=5, **common).eval()
    for m in [t5, first, second]:
        make_reference.randomise(m, g)
        for p in m.parameters(): p.data = p.data.half().float()
    return t5, first, second


def schedulers():
    first = df.DDPMScheduler(variance_type="learned_range", beta_schedule="squaredcos_cap_v2", thresholding=True, dynamic_thresholding_ratio=0.95, sample_max_value=1.5)
    second = df.DDPMScheduler(beta_schedule="linear", clip_sample=True)
    return first, second, df.DDPMScheduler(beta_schedule="squaredcos_cap_v2")


def save(root, name, class_name, parts):
    shutil.rmtree(f"{root}/{name}", ignore_errors=True)
    os.makedirs(f"{root}/{name}")
    index = {"_class_name": class_name, "_diffusers_version": df.__version__, "safety_checker": [None, None]}
    for part, (library, kind, write) in parts.items():
        index[part] = [library, kind]
        if write: write(f"{root}/{name}/{part}")
    json.dump(index, open(f"{root}/{name}/model_index.json", "w"), indent=2)


def pipelines(root, tokenizer_path, t5, first, second, s1, s2, noiser):
    def tokenizer(folder): os.makedirs(folder); shutil.copy(tokenizer_path, f"{folder}/spiece.model")
    half = dict(variant="fp16", max_shard_size="100KB")
    save(root, "stage1", "IFPipeline", {
        "unet": ("diffusers", "UNet2DConditionModel", lambda p: first.half().save_pretrained(p, **half)),
        "text_encoder": ("transformers", "T5EncoderModel", lambda p: t5.half().save_pretrained(p, max_shard_size="50KB")),
        "tokenizer": ("transformers", "T5Tokenizer", tokenizer), "scheduler": ("diffusers", "DDPMScheduler", s1.save_pretrained)})
    first.float(), t5.float()
    save(root, "stage2", "IFSuperResolutionPipeline", {
        "unet": ("diffusers", "UNet2DConditionModel", lambda p: second.bfloat16().save_pretrained(p)),
        "text_encoder": (None, None, None), "tokenizer": (None, None, None), "scheduler": ("diffusers", "DDPMScheduler", s2.save_pretrained),
        "image_noising_scheduler": ("diffusers", "DDPMScheduler", noiser.save_pretrained)})
    second.float()


@torch.no_grad()
def run(expected, first, second, emb, s1, s2, noiser, steps):
    g = torch.Generator().manual_seed(42)
    both = torch.cat([emb[2:3], emb[1:2]])
    image = torch.randn(1, 3, 16, 16, generator=g)
    expected["run.x_start"] = image.clone()
    s1.set_timesteps(steps)
    for t in s1.timesteps:
        u, c = first(torch.cat([image] * 2), t, encoder_hidden_states=both).sample.chunk(2)
        image = s1.step(torch.cat([u[:, :3] + 5.0 * (c[:, :3] - u[:, :3]), c[:, 3:]], 1), t, image, generator=g).prev_sample
    expected["run.image"] = image.clone()
    large = torch.randn(1, 3, 32, 32, generator=g)
    low = noiser.add_noise(F.interpolate(image, size=(32, 32), mode="bilinear", align_corners=True),
                           torch.randn(1, 3, 32, 32, generator=g), torch.tensor([100]))
    expected["run.low"] = low.clone()
    s2.set_timesteps(steps)
    for t in s2.timesteps:
        u, c = second(torch.cat([torch.cat([large, low], 1)] * 2), t, encoder_hidden_states=both, class_labels=torch.tensor([100, 100])).sample.chunk(2)
        large = s2.step(u + 3.0 * (c - u), t, large, generator=g).prev_sample
    expected["run.upscaled"] = large


def text(t5, sp):
    ids = [(sp.encode(p.lower())[:76] + [1]) for p in PROMPTS]
    masks = torch.tensor([[1] * len(i) + [0] * (77 - len(i)) for i in ids])
    ids = torch.tensor([i + [0] * (77 - len(i)) for i in ids])
    return ids, masks, t5(ids, attention_mask=masks)[0].detach()


def if_tiny(root):
    g = torch.Generator().manual_seed(7)
    os.makedirs(root, exist_ok=True)
    with tempfile.TemporaryDirectory() as tmp:
        path = make_reference.tokenizer(tmp)
        sp = spm.SentencePieceProcessor(model_file=path)
        t5, first, second = networks(g)
        for p in second.parameters(): p.data = p.data.bfloat16().float()
        s1, s2, noiser = schedulers()
        pipelines(root, path, t5, first, second, s1, s2, noiser)
        ids, masks, emb = text(t5, sp)
    x, t = torch.randn(2, 3, 16, 16, generator=g).requires_grad_(True), torch.tensor([3, 950])
    y = first(x, t, encoder_hidden_states=emb[:2]).sample
    target = torch.randn(y.shape, generator=g)
    loss = F.mse_loss(y, target)
    loss.backward()
    x2, level = torch.randn(1, 6, 32, 32, generator=g), torch.tensor([100])
    expected = {"ids": ids.int(), "mask": masks.int(), "embeddings": emb, "s1.x": x.detach(), "s1.t": t.int(), "s1.y": y.detach(), "s1.target": target,
                "s1.loss": loss.detach().reshape(1), "s1.grad.x": x.grad, "s2.x": x2, "s2.t": torch.tensor([500]).int(), "s2.noise_level": level.int(),
                "s2.y": second(x2, torch.tensor(500), encoder_hidden_states=emb[1:2], class_labels=level).sample.detach()}
    # Every fourth parameter, and all small ones. What a softmax or a norm cancels has no gradient but rounding: a key's bias, and the bias
    # before the text's norm, whose groups are one channel wide.
    for number, (name, p) in enumerate(first.named_parameters()):
        if name.endswith("k_proj.bias") or name == "encoder_hid_proj.bias": continue
        if number % 4 == 0 or p.numel() < 64: expected[f"s1.grad.{name}"] = p.grad.clone()
    run(expected, first, second, emb, s1, s2, noiser, 5)
    save_file({k: v.detach().contiguous() for k, v in expected.items()}, f"{root}/expected.safetensors")
    json.dump({"prompts": PROMPTS, "run": {"seed": 42, "steps": 5, "guidance": 5.0, "prompt": PROMPTS[1], "negative": "",
                                           "stage2": {"noise_level": 100, "guidance": 3.0}}}, open(f"{root}/expected.json", "w"), indent=1)
    torch.save({p: e[None].half() for p, e in zip(PROMPTS[:3], emb)}, f"{root}/prompt_embeds_dict.pth")


CAPTIONS = ["a photo of a dog", "  A Photo   of A DOG  ", "An oil painting of a snowy mountain village, trending", "rock &amp; roll", "caf\u00e9 &eacute;clair &#233; &#xe9;",
            "see https://example.com/a/b?c=d now", "visit www.example.com today", "<b>bold</b> and <i>it</i>", "<person> waves", "@user hello @other_1",
            "\u201ccurly\u201d \u2018quotes\u2019", "this-is-my-cute-cat-photo", "two-part word", "jc6640 cat 6640vc231 dog jc6640vc", "free shipping worldwide shipping",
            "free download free", "click for more", "page 12 of it", "IMG_2034.JPG of a beach.png", "192.168.0.1 is a place", "number 1234567 and #12 and #123456",
            "size 10x20 and 3.5 x 4", "a, b,c.d", "***SALE*** (now) [here] {there}", "wait... what..", "emoji \U0001F600 stays", "\u65e5\u672c\u8a9e text \u30d5\u30a9\u30c8",
            "\uff21\uff22\uff23 wide", "\ufb01ne ligature", "dash \u2014 dash \u2013 dash", "'quoted'", "\"quoted twice\"", "a%20b+c%C3%A9", "50% off", "100%", ".hidden", "a : b",
            "it's 5 o'clock", "tab\there\nline", "<script>alert(1)</script>text", "<!-- note -->text", "a < b and c > d", "image png images", "\u00abguillemets\u00bb",
            "j2d1a2a3 code", "x", "", "12:34 ", "a_b_c_d_e", "\u00bfqu\u00e9?", "na\u00efve \u00dcber \u0130stanbul", "end-", "_start", "m\u00b2 & \u00bd cup", "ctrl\u0007char"]


def captions(path):
    pipeline = IFPipeline.__new__(IFPipeline)
    clean = lambda c: IFPipeline._text_preprocessing(pipeline, c, clean_caption=True)[0]
    json.dump([[c, clean(c)] for c in CAPTIONS], open(path, "w"), indent=0)


def step_tables(path):
    from diffusers.pipelines.deepfloyd_if import timesteps
    tables = {k.removesuffix("_timesteps"): v for k, v in vars(timesteps).items() if k.endswith("_timesteps")}
    json.dump(tables, open(path, "w"))


def saved(root):
    os.makedirs(root, exist_ok=True)
    numbers = torch.arange(2 * 3 * 4, dtype=torch.float32).reshape(2, 3, 4) / 8 - 1
    d = {"float": numbers, "half": numbers.half(), "brain": numbers.bfloat16(), "double": numbers.double(), "long": numbers.long(), "int": numbers.int(),
         "byte": torch.arange(7, dtype=torch.uint8), "row": numbers[1], "scalar": torch.tensor(2.5), "none": torch.zeros(0, 3), "é": numbers[1, :1, :1]}
    for protocol in range(2, 6): torch.save(d, f"{root}/protocol{protocol}.pth", pickle_protocol=protocol)
    torch.save({"turned": numbers[0].T}, f"{root}/turned.pth")
    torch.save({"a": [numbers]}, f"{root}/list.pth")
    torch.save([numbers], f"{root}/root.pth")
    torch.save({"a": numbers}, f"{root}/old.pth", _use_new_zipfile_serialization=False)
    class Hostile:
        def __reduce__(self): return (os.system, ("touch hostile",))
    torch.save({"a": Hostile()}, f"{root}/hostile.pth")
    torch.save(torch.nn.Linear(2, 2), f"{root}/module.pth")


if __name__ == "__main__":
    torch.manual_seed(0)
    if_tiny(f"{here}/if_tiny")
    captions(f"{here}/captions.json")
    step_tables(f"{here}/step_tables.json")
    saved(f"{here}/torch")
