"""Opens folders that `studio models export` wrote from the pipelines beside this script, and says how far diffusers' numbers with them
are from those with the originals.

    studio models export plain --output P; studio models export classes --output C --shard 1
    python open_exported.py P C

Needs torch, diffusers, safetensors. With diffusers 0.42.1 both lines say 0 for float32.
"""
import os, sys
import torch, diffusers as df
from safetensors.torch import load_file

here = os.path.dirname(os.path.abspath(__file__))
expected = load_file(f"{here}/expected.safetensors")

for folder, name, kind in zip(sys.argv[1:], ["plain", "classes"], [df.DDPMPipeline, df.DDIMPipeline]):
    pipeline = kind.from_pretrained(folder, torch_dtype=torch.float32)
    labels = expected.get(f"{name}.labels")
    with torch.no_grad():
        y = pipeline.unet(expected[f"{name}.x"], expected[f"{name}.t"].long(), class_labels=None if labels is None else labels.long()).sample
    error = (y - expected[f"{name}.y"]).abs().max() / expected[f"{name}.y"].abs().max()
    print(f"{name}: {type(pipeline).__name__}, {sum(p.numel() for p in pipeline.unet.parameters())} parameters, off by {error.item():.1e}")
