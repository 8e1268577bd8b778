"""Averages the weights of two networks, one trained on from the other (Wortsman et al. 2022).

    python training/average.py FEATURES CORPORA OUT A B [--share 0.7]

SHARE is how much of B there is in OUT.
"""

import argparse
import json
import pathlib

import torch

import data
import train
from network import Reader


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=pathlib.Path)
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("networks", type=pathlib.Path, nargs=2)
    parser.add_argument("--share", type=float, default=0.7)
    options = parser.parse_args()
    one, other = (torch.load(path, weights_only=False)["model"] for path in options.networks)
    weights = {name: torch.lerp(one[name], other[name], options.share) for name in one}
    model = Reader(weights["pieces"][:-2])
    model.load_state_dict(weights)
    _, names, gold = data.worldwide(
        options.corpora / "worldwide-ner", data.read_features(options.features / "worldwide-ner.jsonl")
    )
    folder = options.corpora / "polnear/dev"
    said = data.polnear(folder, data.read_features(options.features / "polnear.jsonl"))
    figures = train.evaluate(model, names, gold, said, data.attributions(folder))
    print(json.dumps(figures))
    calibration = train.calibration(model, said)
    torch.save({"model": weights, "figures": figures, "calibration": calibration}, options.out)


if __name__ == "__main__":
    main()
