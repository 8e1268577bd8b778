"""Reads weights that the binary holds back into a checkpoint that training can go on from.

    python training/restore.py WEIGHTS OUT [--pieces target/training/pieces.npy]

WEIGHTS is a reader.safetensors. Tables come back as exact as int8 holds them; the projection of the word pieces, which
`export.py` folds into their table, is what fits that table best.
"""

import argparse
import pathlib

import numpy as np
import torch
from safetensors.numpy import load_file

from network import FLAGS, Reader


def restored(weights, pieces):
    """The network of a container, ready for training: `pieces` are the vectors that its table was made of."""
    tensors = load_file(str(weights))
    table = lambda name: torch.from_numpy(tensors[name].astype(np.float32) * tensors[f"{name}.scale"][:, None])
    model = Reader(torch.from_numpy(pieces))
    matrices = {
        "norm": model.norm,
        "names": model.names,
        "first": model.first.linear,
        "second": model.second.linear,
        "spans": model.spans,
        "said": model.said,
    }
    for at, layer in enumerate(model.layers):
        matrices[f"layer.{at}"], matrices[f"layer.{at}.norm"] = layer.linear, layer.norm
    with torch.no_grad():
        fit, *_ = np.linalg.lstsq(pieces.astype(np.float64), table("pieces")[:-1].numpy().astype(np.float64), rcond=None)
        model.project.weight.copy_(torch.from_numpy(fit.T.astype(np.float32)))
        # The binary has the projection's bias in the flags.
        model.project.bias.zero_()
        for at, hashed in enumerate(model.hashed):
            hashed.weight.copy_(table(f"hashed.{at}"))
        for flagged, rows in zip(model.flagged, np.split(tensors["flags"], np.cumsum(FLAGS)[:-1])):
            flagged.weight.copy_(torch.from_numpy(rows))
        for name, module in matrices.items():
            weight = torch.from_numpy(tensors[name])
            module.weight.copy_(weight.T if module.weight.ndim == 2 else weight)
            module.bias.copy_(torch.from_numpy(tensors[f"{name}.bias"]))
        for head, field in model.fields.items():
            field.steps.copy_(torch.from_numpy(tensors[f"{head}.steps"]) - field.barred)
            field.start.copy_(torch.from_numpy(tensors[f"{head}.start"][0]) - field.barred[0])
    return model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--pieces", type=pathlib.Path, default=pathlib.Path("target/training/pieces.npy"))
    options = parser.parse_args()
    model = restored(options.weights, np.load(options.pieces))
    torch.save({"model": model.state_dict()}, options.out)


if __name__ == "__main__":
    main()
