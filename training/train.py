"""Trains the reader.

    python training/train.py FEATURES CORPORA OUT [--epochs N] [--seed N] [--threads N]

FEATURES is a folder with polnear.jsonl and worldwide-ner.jsonl, each the output of `copydesk features` over the corpus
of that name; CORPORA holds the corpora; OUT is written after the last epoch (and OUT.tmp after each).
"""

import argparse
import json
import pathlib
import random
import time

import numpy as np
import torch
from torch.nn import functional as F

import data
import score
from network import Reader

# Padding included, so that a batch takes about the same time whatever it holds.
TOKENS = 3000


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=pathlib.Path)
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--pieces", type=pathlib.Path, default=pathlib.Path("target/training/pieces.npy"))
    parser.add_argument("--soft", type=pathlib.Path, help="soft labels of a teacher")
    parser.add_argument("--start", type=pathlib.Path, help="a checkpoint to go on from")
    parser.add_argument("--more", nargs="*", default=[], help="further corpora with features and soft labels, no gold")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--no-rules", type=float, default=0.15, help="share of paragraphs that hide the rules' flags")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def batches(paragraphs, shuffle):
    order = sorted(range(len(paragraphs)), key=lambda at: len(paragraphs[at]) + (random.random() * 6 if shuffle else 0))
    groups, group = [], []
    for at in order:
        group.append(at)
        if len(group) * len(paragraphs[at]) >= TOKENS:
            groups.append(group)
            group = []
    if group:
        groups.append(group)
    if shuffle:
        random.shuffle(groups)
    return [[paragraphs[at] for at in group] for group in groups]


def tensors(paragraphs, hide=0.0):
    longest = max(map(len, paragraphs))
    pieces = np.full((len(paragraphs), longest, data.PIECES), -1, dtype=np.int64)
    hashes = np.zeros((len(paragraphs), longest, 4), dtype=np.int64)
    flags = np.zeros((len(paragraphs), longest, 5), dtype=np.int64)
    mask = np.zeros((len(paragraphs), longest), dtype=np.float32)
    sentences = []
    for at, p in enumerate(paragraphs):
        pieces[at, : len(p)], hashes[at, : len(p)], flags[at, : len(p)] = p.pieces, p.hashes, p.flags
        mask[at, : len(p)] = 1
        if random.random() < hide:
            flags[at, :, 1:3] = 0
            flags[at, :, 4] &= ~2
        sentences.extend((at, low, high) for low, high in p.sentences)
    return torch.from_numpy(pieces), torch.from_numpy(hashes), torch.from_numpy(flags), torch.from_numpy(mask), sentences


def gathered(paragraphs, longest, labels, shape):
    found = np.full((len(paragraphs), *shape(longest)), -100, dtype=np.int64)
    for at, p in enumerate(paragraphs):
        found[at, ..., : len(p)] = labels(p)
    return torch.from_numpy(found)


def loss_of(model, paragraphs, hide):
    inputs = tensors(paragraphs, hide)
    names, layers, said = model(*inputs)
    if paragraphs[0].soft is None:
        return loss_of_gold(paragraphs, names, layers, said)
    mask = inputs[3].bool()
    wanted = torch.from_numpy(np.concatenate([p.soft for p in paragraphs]).astype(np.float32))
    by_name, by_layer = wanted[:, : names.shape[2]], wanted[:, names.shape[2] :].unflatten(1, (3, 3))
    soft_names = -(by_name * F.log_softmax(names[mask], 1)).sum(1).mean()
    soft_spans = -(by_layer * F.log_softmax(layers[mask], 2)).sum(2).mean()
    if paragraphs[0].names is not None:
        return 0.6 * loss_of_gold(paragraphs, names, layers, said) + 0.4 * soft_names + 1.5 * soft_spans
    if paragraphs[0].layers is not None:
        return 0.6 * loss_of_gold(paragraphs, names, layers, said) + 1.2 * soft_spans + 0.5 * soft_names
    return 0.5 * soft_names + 1.5 * soft_spans


def loss_of_gold(paragraphs, names, layers, said):
    longest = names.shape[1]
    if paragraphs[0].names is not None:
        wanted = gathered(paragraphs, longest, lambda p: p.names, lambda n: (n,))
        return F.cross_entropy(names.flatten(0, 1), wanted.flatten(), ignore_index=-100)
    wanted = gathered(paragraphs, longest, lambda p: p.layers, lambda n: (3, n)).transpose(1, 2)
    spans = F.cross_entropy(layers.flatten(0, 2), wanted.flatten(), ignore_index=-100)
    truth = torch.from_numpy(np.concatenate([p.said for p in paragraphs]))
    return 3 * spans + 0.3 * F.binary_cross_entropy_with_logits(said, truth)


TAUGHT = {}


def soften(paragraph, path):
    """Finds the soft labels of a paragraph; false where the teachers have not read it."""
    if not TAUGHT:
        TAUGHT.update(torch.load(path, weights_only=False))
    paragraph.soft = TAUGHT.get((paragraph.article, int(paragraph.tokens[0, 0])))
    return paragraph.soft is not None and len(paragraph.soft) == len(paragraph)


@torch.no_grad()
def average(shadow, model, decay):
    for kept, new in zip(shadow.state_dict().values(), model.state_dict().values()):
        if kept.dtype.is_floating_point:
            kept.lerp_(new, 1 - decay)


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    random.seed(options.seed), np.random.seed(options.seed), torch.manual_seed(options.seed)
    pieces = torch.from_numpy(np.load(options.pieces))
    news = data.read_features(options.features / "worldwide-ner.jsonl")
    politics = data.read_features(options.features / "polnear.jsonl")
    names, names_dev, names_gold = data.worldwide(options.corpora / "worldwide-ner", news)
    said = data.polnear(options.corpora / "polnear/train", politics)
    said_dev = data.polnear(options.corpora / "polnear/dev", politics)
    print(f"{len(names)} + {len(names_dev)} paragraphs with names, {len(said)} + {len(said_dev)} with attributions")

    further = []
    for name in options.more:
        further.extend(p for some in data.read_features(options.features / f"{name}.jsonl").values() for p in some)
    if options.soft:
        names, said, further = ([p for p in some if soften(p, options.soft)] for some in (names, said, further))
        print(f"soft labels on {len(names)} + {len(said)} + {len(further)} paragraphs")

    model, shadow = Reader(pieces, options.dropout), Reader(pieces, options.dropout)
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=False)["model"])
    shadow.load_state_dict(model.state_dict())
    shadow.eval()
    heavy = [p for n, p in model.named_parameters() if p.ndim > 1]
    light = [p for n, p in model.named_parameters() if p.ndim <= 1]
    groups = [{"params": heavy, "weight_decay": 0.01}, {"params": light, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.99))
    steps = options.epochs * sum(len(batches(some, False)) for some in (names, said, further))
    step = 0
    for epoch in range(options.epochs):
        started, total = time.time(), 0.0
        todo = batches(names, True) + batches(said, True) + batches(further, True)
        random.shuffle(todo)
        model.train()
        for batch in todo:
            done = step / max(steps, 1)
            for group in optimizer.param_groups:
                group["lr"] = options.rate * min(1, step / 200) * 0.5 * (1 + np.cos(np.pi * min(done, 1)))
            loss = loss_of(model, batch, options.no_rules)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            average(shadow, model, min(0.998, (1 + step) / (10 + step)))
            total += loss.item()
        figures = evaluate(shadow, names_dev, names_gold, said_dev)
        print(f"epoch {epoch + 1}: loss {total / len(todo):.3f}, {time.time() - started:.0f} s", json.dumps(figures), flush=True)
        torch.save({"model": shadow.state_dict(), "figures": figures, "options": vars(options)}, f"{options.out}.tmp")
    pathlib.Path(f"{options.out}.tmp").replace(options.out)


@torch.no_grad()
def evaluate(model, names_dev, names_gold, said_dev):
    model.eval()
    ready = lambda paragraphs: [(batch, tensors(batch)) for batch in batches(paragraphs, False)]
    figures = dict(zip(("names", "precision", "recall"), score.names(model, ready(names_dev), names_gold)))
    figures.update(score.attribution(model, ready(said_dev)))
    return {key: round(float(value), 2) for key, value in figures.items()}


if __name__ == "__main__":
    main()
