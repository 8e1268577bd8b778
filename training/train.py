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
from network import NAMES_AFTER, Reader
from teacher import Teacher

# Padding included, so that a batch takes about the same time whatever it holds.
TOKENS = 3000

# What names are read off.
NAMES = ("project.", "hashed.", "flagged.", "norm.", *(f"layers.{at}." for at in range(NAMES_AFTER)), "names.", "fields.names.")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=pathlib.Path)
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--pieces", type=pathlib.Path, default=pathlib.Path("target/training/pieces.npy"))
    parser.add_argument("--teacher", type=pathlib.Path, help="folder of all-MiniLM-L6-v2: trains a teacher from it")
    parser.add_argument("--soft", type=pathlib.Path, help="soft labels of a teacher")
    parser.add_argument("--start", type=pathlib.Path, help="a checkpoint to go on from")
    parser.add_argument("--more", nargs="*", default=[], help="further corpora with features and soft labels, no gold")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--no-rules", type=float, default=0.15, help="share of paragraphs that hide the rules' flags")
    parser.add_argument("--gold", type=float, default=0.6, help="share of gold where a teacher speaks too")
    parser.add_argument("--fold", help="K/N: leaves the articles of one fold of N out, so that they can measure")
    parser.add_argument("--only", choices=["names", "spans"], help="learns from one corpus alone")
    parser.add_argument("--hold-names", action="store_true", help="leaves all that names are read off as it is")
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
    words = [p.words for p in paragraphs]
    return *map(torch.from_numpy, (pieces, hashes, flags, mask)), sentences, words


def sharp(tags, count):
    """Gold as a distribution: the probability of each tag, and of each pair summed over the paragraph."""
    pairs = np.zeros((count, count), dtype=np.float32)
    np.add.at(pairs, (tags[:-1], tags[1:]), 1)
    return np.eye(count, dtype=np.float32)[tags], pairs


def wanted(paragraph, head, share):
    """What a head is to say of a paragraph, `share` of it gold and the rest a teacher's; None where neither speaks."""
    gold, soft = getattr(paragraph, head), paragraph.soft and paragraph.soft[head]
    if gold is None or soft is None:
        return soft if gold is None else sharp(gold, data.TAGS[head])
    return tuple(share * one + (1 - share) * other for one, other in zip(sharp(gold, data.TAGS[head]), soft))


def loss_of(model, paragraphs, options):
    inputs = tensors(paragraphs, options.no_rules)
    names, spans, said = model(*inputs)
    total = 0.0
    for head, scores, weight in (("names", names, 1.0), ("spans", spans, 1.0)):
        targets = [wanted(p, head, options.gold) for p in paragraphs]
        known = [at for at, target in enumerate(targets) if target is not None]
        if known:
            unary = torch.zeros(len(known), *scores.shape[1:])
            for row, at in enumerate(known):
                unary[row, : len(paragraphs[at])] = torch.as_tensor(targets[at][0], dtype=torch.float32)
            pairs = torch.stack([torch.as_tensor(targets[at][1], dtype=torch.float32) for at in known])
            count = sum(len(paragraphs[at]) for at in known)
            only_soft = getattr(paragraphs[known[0]], head) is None
            weight = weight * (0.5 if only_soft else 1.0)
            total = total + weight * model.fields[head].loss(scores[known], inputs[3][known], unary, pairs) / count
    truths = [p.soft["said"] if p.said is None and p.soft else p.said for p in paragraphs]
    if all(truth is not None for truth in truths):
        truth = torch.from_numpy(np.concatenate(truths).astype(np.float32))
        total = total + 0.15 * F.binary_cross_entropy_with_logits(said, truth)
    return total


def soften(paragraphs, taught):
    """The paragraphs that a teacher has read, with what it said."""
    for paragraph in paragraphs:
        paragraph.soft = taught.get((paragraph.article, int(paragraph.tokens[0, 0]), len(paragraph)))
    # Noise may end a sentence elsewhere.
    return [p for p in paragraphs if p.soft is not None and len(p.soft["said"]) == len(p.sentences)]


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
    teacher = options.teacher is not None
    news = data.read_features(options.features / "worldwide-ner.jsonl", teacher)
    politics = data.read_features(options.features / "polnear.jsonl", teacher)
    names, names_dev, names_gold = data.worldwide(options.corpora / "worldwide-ner", news)
    said = data.polnear(options.corpora / "polnear/train", politics)
    said_dev = data.polnear(options.corpora / "polnear/dev", politics)
    said_gold = data.attributions(options.corpora / "polnear/dev")
    print(f"{len(names)} + {len(names_dev)} paragraphs with names, {len(said)} + {len(said_dev)} with attributions")

    for name, clean, some in (("worldwide-ner", news, names), ("polnear", politics, said)):
        path = options.features / f"{name}-noisy.jsonl"
        if path.exists():
            noisy = data.changed(data.read_features(path, teacher), clean)
            folder = options.corpora / name
            more = data.worldwide(folder, noisy)[0] if some is names else data.polnear(folder / "train", noisy)
            print(f"{len(more)} paragraphs of {name} with noise")
            some.extend(more)

    if options.fold:
        left_out = lambda p: data.fold_of(p.article, options.fold)
        names, said = ([p for p in some if not left_out(p)] for some in (names, said))
    names, said = (some if options.only in (None, head) else [] for head, some in (("names", names), ("spans", said)))

    further = []
    for name in options.more:
        further.extend(p for some in data.read_features(options.features / f"{name}.jsonl").values() for p in some)
    if options.soft:
        taught = torch.load(options.soft, weights_only=False)
        names, said, further = (soften(some, taught) for some in (names, said, further))
        print(f"soft labels on {len(names)} + {len(said)} + {len(further)} paragraphs")

    make = (lambda: Teacher(options.teacher)) if teacher else (lambda: Reader(pieces, options.dropout))
    model, shadow = make(), make()
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=False)["model"])
    shadow.load_state_dict(model.state_dict())
    shadow.eval()
    if options.hold_names:
        for name, weight in model.named_parameters():
            weight.requires_grad_(not name.startswith(NAMES))
    # What an encoder has learned already moves slower than what is new.
    groups = []
    for slow in (False, True):
        for heavy in (False, True):
            of = lambda n, p: n.startswith("encoder.") == slow and (p.ndim > 1) == heavy
            chosen = [p for n, p in model.named_parameters() if p.requires_grad and of(n, p)]
            groups.append({"params": chosen, "weight_decay": 0.01 * heavy, "scale": 0.07 if slow else 1.0})
    groups = [group for group in groups if group["params"]]
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
                group["lr"] = options.rate * group["scale"] * min(1, step / 200) * 0.5 * (1 + np.cos(np.pi * min(done, 1)))
            loss = loss_of(model, batch, options)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            average(shadow, model, min(0.998, (1 + step) / (10 + step)))
            total += loss.item()
            if step % 200 == 0:
                print(f"step {step} of {steps}: loss {total / (todo.index(batch) + 1):.3f}, {time.time() - started:.0f} s", flush=True)
        figures = evaluate(shadow, names_dev, names_gold, said_dev, said_gold)
        print(f"epoch {epoch + 1}: loss {total / len(todo):.3f}, {time.time() - started:.0f} s", json.dumps(figures), flush=True)
        torch.save(
            {
                "model": shadow.state_dict(),
                "figures": figures,
                "options": vars(options),
                "calibration": calibration(shadow, said_dev),
            },
            f"{options.out}.tmp",
        )
    pathlib.Path(f"{options.out}.tmp").replace(options.out)


def calibration(model, paragraphs):
    """Factor and summand for the log odds of sentences (Platt 1999): what the network has learned by heart it is too
    sure of."""
    with torch.no_grad():
        said = torch.cat([model(*tensors(batch))[2] for batch in batches(paragraphs, False)])
    truth = torch.from_numpy(np.concatenate([p.said for batch in batches(paragraphs, False) for p in batch]))
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=50)

    def step():
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(line[0] * said + line[1], truth)
        loss.backward()
        return loss

    optimizer.step(step)
    return line.tolist()


@torch.no_grad()
def evaluate(model, names_dev, names_gold, said_dev, said_gold):
    model.eval()
    ready = lambda paragraphs: [(batch, tensors(batch)) for batch in batches(paragraphs, False)]
    figures = dict(zip(("names", "precision", "recall"), score.names(model, ready(names_dev), names_gold)))
    figures.update(score.attribution(model, ready(said_dev), said_gold))
    return {key: round(float(value), 2) for key, value in figures.items()}


if __name__ == "__main__":
    main()
