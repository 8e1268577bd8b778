"""The figures of a trained network on the dev splits, as MANIFEST.toml has them.

    python training/measure.py FEATURES CORPORA CHECKPOINT
"""

import json
import pathlib
import sys

import torch

import data
import train
from network import Reader


def main():
    features, corpora, checkpoint = map(pathlib.Path, sys.argv[1:])
    torch.set_num_threads(1)
    weights = torch.load(checkpoint, weights_only=False)["model"]
    model = Reader(weights["pieces"][:-2])
    model.load_state_dict(weights)
    _, names, gold = data.worldwide(corpora / "worldwide-ner", data.read_features(features / "worldwide-ner.jsonl"))
    said = data.polnear(corpora / "polnear/dev", data.read_features(features / "polnear.jsonl"))
    print(json.dumps(train.evaluate(model, names, gold, said, data.attributions(corpora / "polnear/dev"))))


if __name__ == "__main__":
    main()
