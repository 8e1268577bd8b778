"""Writes trained weights as the binary reads them.

    python training/export.py CHECKPOINT OUT [READER]

OUT is a folder (src/model/data): reader.safetensors, and reader-check.json with the network's outputs on fixed input,
which a test of the binary must equal. Tables are int8 with a scale a row; the projection of the word pieces is folded
into their table. Where READER is given, a reader.safetensors, the table of word pieces is its own: for a network that was
trained on from it with their projection held, so that what else reads that table finds it as it was.
"""

import hashlib
import json
import pathlib
import sys

import numpy as np
import torch
from safetensors.numpy import load_file, save_file

from network import FLAGS, ROWS, Reader

# What src/model/weights.rs asks for: another number for another shape of network.
FORMAT = "copydesk-reader-1"


def int8(table):
    table = table.numpy().astype(np.float32)
    scale = np.abs(table).max(1, keepdims=True) / 127
    scale[scale == 0] = 1
    rows = np.round(table / scale).astype(np.int8)
    return rows, scale[:, 0].astype(np.float32), torch.from_numpy(rows * scale)


@torch.no_grad()
def main():
    checkpoint = torch.load(sys.argv[1], weights_only=False)
    out = pathlib.Path(sys.argv[2])
    weights = checkpoint["model"]
    model = Reader(weights["pieces"][:-2])
    model.load_state_dict(weights)
    model.eval()
    factor, summand = checkpoint.get("calibration", (1.0, 0.0))
    model.said.weight.mul_(factor)
    model.said.bias.mul_(factor).add_(summand)
    tensors = {}

    def table(name, values):
        rows, scale, exact = int8(values)
        tensors[name], tensors[f"{name}.scale"] = rows, scale
        return exact

    # The mean of projected vectors is the projection of their mean; the bias goes to the flags, which are f32.
    projected = model.pieces[:-1] @ model.project.weight.T
    exact = table("pieces", projected)
    if len(sys.argv) > 3:
        kept = load_file(sys.argv[3])
        rows, scale = tensors["pieces"], tensors["pieces.scale"] = kept["pieces"], kept["pieces.scale"]
        exact = torch.from_numpy(rows * scale[:, None])
    flags = torch.cat([t.weight for t in model.flagged])
    flags[: FLAGS[0]] += model.project.bias
    tensors["flags"] = flags.numpy()
    for at, hashed in enumerate(model.hashed):
        hashed.weight.copy_(table(f"hashed.{at}", hashed.weight))
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
    for name, module in matrices.items():
        weight = module.weight
        # Rows of input, columns of output: what is multiplied stands as it is multiplied.
        tensors[name] = np.ascontiguousarray(weight.T.numpy() if weight.ndim == 2 else weight.numpy())
        tensors[f"{name}.bias"] = module.bias.numpy()
    for head, field in model.fields.items():
        steps, start = field.scores()
        tensors[f"{head}.steps"], tensors[f"{head}.start"] = steps.numpy(), start.numpy()[None]
    save_file(tensors, str(out / "reader.safetensors"), metadata={"format": FORMAT})

    # The same with what is stored in place of what was trained.
    model.pieces = torch.cat([exact, torch.zeros(1, exact.shape[1])])
    model.project.weight = torch.nn.Parameter(torch.eye(exact.shape[1]))
    generator = np.random.default_rng(7)
    length = 40
    pieces = np.full((1, length, 4), -1)
    for at in range(length):
        pieces[0, at, : 1 + at % 4] = generator.integers(0, len(exact), 1 + at % 4)
    hashes = np.stack([generator.integers(0, rows, (1, length)) for rows in ROWS], axis=2)
    flagged = np.stack([generator.integers(0, rows, (1, length)) for rows in FLAGS], axis=2)
    sentences = [(0, 0, 11), (0, 11, 12), (0, 12, length)]
    inputs = [torch.from_numpy(a.astype(np.int64)) for a in (pieces, hashes, flagged)]
    names, spans, said = model(*inputs, torch.ones(1, length), sentences)
    check = {
        "pieces": [[int(p) for p in row if p >= 0] for row in pieces[0]],
        "hashes": hashes[0].tolist(),
        "flags": flagged[0].tolist(),
        "sentences": [[low, high] for _, low, high in sentences],
        "names": [[round(float(v), 5) for v in row] for row in names[0]],
        "spans": [[round(float(v), 5) for v in row] for row in spans[0]],
        "said": [round(float(v), 5) for v in said],
    }
    (out / "reader-check.json").write_text(json.dumps(check, separators=(",", ":")) + "\n")
    digest = hashlib.sha256((out / "reader.safetensors").read_bytes()).hexdigest()
    print(digest, (out / "reader.safetensors").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
