"""Figures as `docs` and papers count them: exact names, tokens of a layer, sentences without attribution."""

import collections

import numpy as np
import torch

from data import LAYERS, TYPES

MAIN = ["person", "organization", "place", "group"]


def decode(scores):
    """The best tags in which an inside follows only a begin or an inside of its own label. `scores`: tokens × tags,
    tag 0 outside, odd begin, even inside."""
    scores = np.asarray(scores)
    tags = scores.shape[1]
    allowed = np.zeros((tags, tags))
    for at in range(2, tags, 2):
        allowed[:, at] = -1e9
        allowed[at - 1, at] = allowed[at, at] = 0
    best = scores[0].copy()
    best[2::2] = -1e9
    back = []
    for row in scores[1:]:
        total = best[:, None] + allowed
        back.append(total.argmax(0))
        best = total.max(0) + row
    path = [int(best.argmax())]
    for row in reversed(back):
        path.append(int(row[path[-1]]))
    return path[::-1]


def spans(tags):
    found, at = [], 0
    while at < len(tags):
        if tags[at]:
            start, label = at, (tags[at] - 1) // 2
            at += 1
            while at < len(tags) and tags[at] == 2 * label + 2:
                at += 1
            found.append((start, at, label))
        else:
            at += 1
    return found


def f1(right, found, gold):
    precision, recall = right / max(found, 1), right / max(gold, 1)
    return 100 * 2 * precision * recall / max(precision + recall, 1e-9), 100 * precision, 100 * recall


def names(model, batches, gold):
    """Exact span and type over the four main types."""
    found = collections.defaultdict(set)
    for paragraphs, inputs in batches:
        scores, _, _ = model(*inputs)
        for paragraph, row in zip(paragraphs, scores):
            tags = decode(row[: len(paragraph)])
            for low, high, label in spans(tags):
                if TYPES[label] in MAIN:
                    place = (int(paragraph.tokens[low, 0]), int(paragraph.tokens[high - 1, 1]), TYPES[label])
                    found[paragraph.article].add(place)
    wanted = {name: {e for e in entities if e[2] in MAIN} for name, entities in gold.items()}
    right = sum(len(found[name] & wanted[name]) for name in wanted)
    return f1(right, sum(len(found[name]) for name in wanted), sum(map(len, wanted.values())))


def attribution(model, batches):
    """Token F1 of each layer; sentences without attribution; flags at P(attributed) < .2."""
    counts = np.zeros((len(LAYERS), 3))
    said, truth, by_tags = [], [], []
    for paragraphs, inputs in batches:
        _, scores, probability = model(*inputs)
        said.extend(torch.sigmoid(probability).tolist())
        for paragraph, row in zip(paragraphs, scores):
            truth.extend(paragraph.said.tolist())
            tags = np.array([decode(row[: len(paragraph), at]) for at in range(len(LAYERS))]) > 0
            for low, high in paragraph.sentences:
                by_tags.append(tags[2, low:high].mean() >= 0.3 or tags[1, low:high].any())
            gold = paragraph.layers > 0
            counts[:, 0] += (tags & gold).sum(1)
            counts[:, 1] += tags.sum(1)
            counts[:, 2] += gold.sum(1)
    said, free, by_tags = np.array(said), np.array(truth) < 0.5, np.array(by_tags)
    figures = {layer: f1(*counts[at])[0] for at, layer in enumerate(LAYERS)}
    for name, found in (("unattributed", said < 0.5), ("unattributed by tags", ~by_tags)):
        figures[name] = f1((found & free).sum(), found.sum(), free.sum())[0]
    best = max(((f1(((said < t) & free).sum(), (said < t).sum(), free.sum())[0], t) for t in np.arange(0.2, 0.8, 0.02)))
    figures["unattributed at best cut"], figures["cut"] = best
    sure = said < 0.2
    figures["sure precision"] = 100 * (sure & free).sum() / max(sure.sum(), 1)
    figures["sure recall"] = 100 * (sure & free).sum() / max(free.sum(), 1)
    return figures
