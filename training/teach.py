"""Writes what some trained networks say together, for another to learn from.

    python training/teach.py FEATURES CORPORA OUT CHECKPOINT... [--names NAME...] [--encoder FOLDER]

For each paragraph of the corpora the mean of the teachers' probabilities: of each tag at each token and of each pair
summed over the paragraph, by head, and of each sentence. Dev articles of worldwide-ner and PolNeAR are left out: they
measure. A checkpoint of a teacher with an encoder of its own needs that encoder's folder. CHECKPOINT:spans is asked
for sources, cues and contents only, not for names.
"""

import argparse
import json
import pathlib

import numpy as np
import torch

import data
import train
from network import Reader
from teacher import Teacher


def teacher_of(path, encoder):
    """The teacher, and the heads that it is asked for."""
    path, _, heads = path.partition(":")
    weights = torch.load(path, weights_only=False)["model"]
    teacher = Reader(weights["pieces"][:-2]) if "pieces" in weights else Teacher(encoder)
    teacher.load_state_dict(weights)
    return teacher.eval(), heads.split(",") if heads else list(data.TAGS)


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=pathlib.Path)
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("teachers", nargs="+", metavar="CHECKPOINT")
    parser.add_argument("--names", nargs="+", default=["worldwide-ner", "polnear", "ecbplus", "basil"])
    parser.add_argument("--encoder", type=pathlib.Path, default=pathlib.Path("target/training/model"))
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    teachers = [teacher_of(path, options.encoder) for path in options.teachers]
    asked = {head: sum(head in heads for _, heads in teachers) for head in data.TAGS}
    gold = json.loads((options.corpora / "worldwide-ner/gold.json").read_text())
    kept_back = {name for name, entry in gold.items() if entry["split"] != "train"}
    kept_back |= {path.stem for path in (options.corpora / "polnear/dev/text").glob("*.txt")}
    taught = {}
    for name in options.names:
        articles = data.read_features(options.features / f"{name}.jsonl", words=True)
        paragraphs = [p for key, some in articles.items() if key not in kept_back for p in some]
        for batch in train.batches(paragraphs, False):
            inputs = train.tensors(batch)
            heads, said = {head: [0, 0] for head in data.TAGS}, 0
            for teacher, of in teachers:
                names, spans, chance = teacher(*inputs)
                said = said + chance.sigmoid() / len(teachers)
                for head, scores in (("names", names), ("spans", spans)):
                    if head in of:
                        for at, part in enumerate(teacher.fields[head].marginals(scores, inputs[3])):
                            heads[head][at] = heads[head][at] + part / asked[head]
            sentence = 0
            for row, paragraph in enumerate(batch):
                soft = {head: (unary[row, : len(paragraph)].half().numpy(), pairs[row].half().numpy()) for head, (unary, pairs) in heads.items()}
                soft["said"] = said[sentence : sentence + len(paragraph.sentences)].half().numpy()
                sentence += len(paragraph.sentences)
                taught[(paragraph.article, int(paragraph.tokens[0, 0]), len(paragraph))] = soft
        print(f"{name}: {len(paragraphs)} paragraphs", flush=True)
    torch.save(taught, options.out)


if __name__ == "__main__":
    main()
