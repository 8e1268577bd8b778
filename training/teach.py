"""Writes what some trained networks say together, for another to learn from.

    python training/teach.py FEATURES CORPORA OUT CHECKPOINT... [--names NAME...]

For each paragraph of the corpora the mean of the teachers' probabilities, tokens x (names, then the three layers).
Dev articles of worldwide-ner and PolNeAR are left out: they measure.
"""

import argparse
import json
import pathlib

import numpy as np
import torch

import data
import train
from network import Reader


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=pathlib.Path)
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("teachers", nargs="+", type=pathlib.Path)
    parser.add_argument("--names", nargs="+", default=["worldwide-ner", "polnear", "ecbplus", "basil"])
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    teachers = []
    for path in options.teachers:
        weights = torch.load(path, weights_only=False)["model"]
        teacher = Reader(weights["pieces"][:-2])
        teacher.load_state_dict(weights)
        teachers.append(teacher.eval())
    gold = json.loads((options.corpora / "worldwide-ner/gold.json").read_text())
    kept_back = {name for name, entry in gold.items() if entry["split"] != "train"}
    kept_back |= {path.stem for path in (options.corpora / "polnear/dev/text").glob("*.txt")}
    taught = {}
    for name in options.names:
        articles = data.read_features(options.features / f"{name}.jsonl")
        paragraphs = [p for key, some in articles.items() if key not in kept_back for p in some]
        for batch in train.batches(paragraphs, False):
            inputs = train.tensors(batch)
            sums = 0
            for teacher in teachers:
                names, layers, _ = teacher(*inputs)
                sums = sums + torch.cat([names.softmax(2), layers.softmax(3).flatten(2)], dim=2) / len(teachers)
            for paragraph, row in zip(batch, sums.numpy()):
                taught[(paragraph.article, int(paragraph.tokens[0, 0]))] = row[: len(paragraph)].astype(np.float16)
        print(f"{name}: {len(paragraphs)} paragraphs", flush=True)
    torch.save(taught, options.out)


if __name__ == "__main__":
    main()
