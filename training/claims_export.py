"""Writes a trained claim head as the binary reads it.

    python training/claims_export.py HEAD WEIGHTS OUT [--features FEATURES --gold GOLD... --heads HEAD...]

HEAD is what `claims_student.py` wrote, WEIGHTS the reader's, OUT a folder (src/model/data): claims.safetensors, and
claims-check.json with invented features of two articles and the outputs that a test of the binary must equal; or a file
that ends in .safetensors, and no check then. With `--heads` the cuts are chosen on what these heads, one a fold, say of
articles that they have not learned (`claims_measure.py`). Tables are int8 with a scale a row.
"""

import argparse
import hashlib
import json
import pathlib
import random

import numpy as np
import torch
from safetensors.numpy import save_file

import claims_data as data
import claims_measure as measure
from claims_network import AROUND, FLAGS, HASHED, Head
from claims_student import Example, Words, batch_of
from export import int8

# What src/model/claim.rs asks for: another number for another shape of network.
FORMAT = "copydesk-claims-2"
# Tables of hashes that a token has, and their rows.
ROWS = [6000, 1500, 1500, 300]
# False flags an article that the cuts are for: the usual, and the strict.
RATES = (1.3, 0.6)


class Invented:
    """An article of chance features, in the form of `copydesk features --claims`."""

    def __init__(self, dice, pieces, lengths):
        self.name, self.claims, self.paragraphs, self.sentences = "", [], [], []
        for at, length in enumerate(lengths):
            own = {
                "pieces": [[dice.randrange(pieces + 1) for _ in range(dice.randint(1, 3))] for _ in range(length)],
                "hashes": [[dice.randrange(rows) for rows in ROWS] for _ in range(length)],
                "flags": [[dice.randrange(values) for values in FLAGS] for _ in range(length)],
                "around": [round(dice.random(), 3) for _ in range(AROUND)],
            }
            self.paragraphs.append(own)
            self.sentences.append(data.Sentence(at, 0, length, at, at))


def tensors_of(model):
    """The tensors by name; the model's tables become what int8 holds of them."""
    tensors = {}
    for at, table in zip(HASHED, model.hashed):
        rows, scale, exact = int8(table.weight.detach())
        tensors[f"hashed.{at}"], tensors[f"hashed.{at}.scale"] = rows, scale
        table.weight.copy_(exact)
    tensors["flags"] = torch.cat([table.weight for table in model.flagged]).numpy()
    matrices = {
        "project": model.project,
        "norm": model.norm,
        "triggers": model.triggers,
        "edges": model.edges,
        "sentence": model.sentence,
        "article": model.article,
        "flags.out": model.flags,
        "kinds": model.kinds,
    }
    for at, layer in enumerate(model.layers):
        matrices[f"layer.{at}"], matrices[f"layer.{at}.norm"] = layer.linear, layer.norm
    for name, module in matrices.items():
        weight = module.weight.detach()
        tensors[name] = np.ascontiguousarray((weight.T if weight.ndim == 2 else weight).numpy())
        tensors[f"{name}.bias"] = module.bias.detach().numpy()
    return tensors


def check_of(model, words, pieces):
    """Two invented articles, a sentence of one token and a very long one among them, with what the head says."""
    dice = random.Random(1)
    lengths = [[dice.randint(4, 30) for _ in range(12)], [1, 140, *(dice.randint(4, 30) for _ in range(6))]]
    articles = [Invented(dice, pieces, some) for some in lengths]
    examples = [Example(article, words, {}) for article in articles]
    model.pieces = words.table()
    found = []
    for article, example in zip(articles, examples):
        seen, _ = batch_of([example])
        flags, kinds, triggers, edges = model(*seen)
        owner = seen[3]
        for at, own in enumerate(article.paragraphs):
            said = {"flags": flags[at], "kinds": kinds[at], "triggers": triggers[owner == at], "edges": edges[owner == at]}
            own["expected"] = {key: np.round(value.numpy().astype(float), 5).tolist() for key, value in said.items()}
        found.append(article.paragraphs)
    return {"articles": found}


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("head", type=pathlib.Path)
    parser.add_argument("weights", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--features", type=pathlib.Path)
    parser.add_argument("--gold", type=pathlib.Path, nargs="+")
    parser.add_argument("--heads", type=pathlib.Path, nargs="+", default=[])
    options = parser.parse_args()
    head = torch.load(options.head, weights_only=False)
    words = Words(options.weights)
    model = Head(words.table()).eval()
    model.load_state_dict(head["model"])
    tensors = tensors_of(model)
    if options.heads:
        rows = measure.rows_of(data.read(options.features, options.gold), options.heads)
        # Nothing of the head's own fold chooses its cuts.
        rows = [row for row in rows if str(row.fold) != head["fold"]]
        count = len({row.article.name for row in rows})
        tensors["cuts"] = np.array([measure.cuts_for(rows, rate, count) for rate in RATES], dtype=np.float32)
        print("cuts of", ", ".join(data.GROUPS), *np.round(tensors["cuts"], 3).tolist())
    alone = options.out.suffix == ".safetensors"
    path = options.out if alone else options.out / "claims.safetensors"
    save_file(tensors, str(path), metadata={"format": FORMAT})
    print(hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, "bytes")
    if alone:
        path.with_suffix(".txt").write_text("\n".join(head["articles"]) + "\n", encoding="utf-8")
    else:
        check = check_of(model, words, len(words.rows))
        (path.parent / "claims-check.json").write_text(json.dumps(check, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
