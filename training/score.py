"""Figures as `docs` and papers count them: exact names, tokens of a layer, sentences without attribution."""

import collections

import numpy as np
import torch

import data
from data import LAYERS, TYPES

MAIN = ["person", "organization", "place", "group"]


def decode(field, scores):
    """The best tags of a paragraph. `scores`: tokens x tags, tag 0 outside, odd begin, even inside."""
    steps, start = (table.detach().numpy() for table in field.scores())
    scores = np.asarray(scores)
    best = scores[0] + start
    back = []
    for row in scores[1:]:
        total = best[:, None] + steps
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
            tags = decode(model.fields["names"], row[: len(paragraph)])
            for low, high, label in spans(tags):
                if TYPES[label] in MAIN:
                    place = (int(paragraph.tokens[low, 0]), int(paragraph.tokens[high - 1, 1]), TYPES[label])
                    found[paragraph.article].add(place)
    wanted = {name: {e for e in entities if e[2] in MAIN} for name, entities in gold.items()}
    right = sum(len(found[name] & wanted[name]) for name in wanted)
    return f1(right, sum(len(found[name]) for name in wanted), sum(map(len, wanted.values())))


def linked(parts):
    """Source and content of each attribution that spans make: a content goes to the nearest cue, a cue to the nearest
    source, both of one paragraph."""
    gap = lambda a, b: max(a[0] - b[1], b[0] - a[1], 0)
    by_cue = collections.defaultdict(list)
    for content in parts[2]:
        if parts[1]:
            by_cue[min(parts[1], key=lambda cue: gap(cue, content))].append(content)
    for cue, contents in by_cue.items():
        if parts[0]:
            yield [min(parts[0], key=lambda source: gap(source, cue))], contents


def points(places):
    return {point for start, end in places for point in range(start, end)}


def attribution(model, batches, gold):
    """Token F1 of each layer; sentences without attribution; flags at P(attributed) < .2; contents with their source."""
    counts = np.zeros((len(LAYERS), 3))
    said, truth, by_tags, sure_tags = [], [], [], []
    found = collections.defaultdict(list)
    for paragraphs, inputs in batches:
        _, scores, probability = model(*inputs)
        said.extend(torch.sigmoid(probability).tolist())
        unary = model.fields["spans"].marginals(scores, inputs[3])[0].numpy()
        for paragraph, row, chance in zip(paragraphs, scores, unary):
            truth.extend(paragraph.said.tolist())
            tags = np.array(decode(model.fields["spans"], row[: len(paragraph)]))
            by_tags.extend(data.said(tags[low:high]) for low, high in paragraph.sentences)
            layers = (np.maximum(tags, 1) - 1) // 2
            parts = [[] for _ in LAYERS]
            for low, high, label in spans(tags.tolist()):
                parts[label].append((int(paragraph.tokens[low, 0]), int(paragraph.tokens[high - 1, 1])))
            found[paragraph.article].extend(linked(parts))
            wanted = (np.maximum(paragraph.spans, 1) - 1) // 2
            for layer in range(len(LAYERS)):
                ours, theirs = (tags > 0) & (layers == layer), (paragraph.spans > 0) & (wanted == layer)
                counts[layer] += (ours & theirs).sum(), ours.sum(), theirs.sum()
    said, free, by_tags = np.array(said), np.array(truth) < 0.5, np.array(by_tags)
    figures = {layer: f1(*counts[at])[0] for at, layer in enumerate(LAYERS)}
    for name, silent in (("unattributed", said < 0.5), ("unattributed by tags", ~by_tags)):
        figures[name] = f1((silent & free).sum(), silent.sum(), free.sum())[0]
    best = max(((f1(((said < t) & free).sum(), (said < t).sum(), free.sum())[0], t) for t in np.arange(0.2, 0.8, 0.02)))
    figures["unattributed at best cut"], figures["cut"] = best
    # The most that is found where 93 of 100 are right.
    order = np.argsort(said)
    right = np.cumsum(free[order])
    enough = np.nonzero(right >= 0.93 * np.arange(1, len(order) + 1))[0]
    figures["recall at 93"] = 100 * right[enough[-1]] / free.sum() if len(enough) else 0
    figures["cut at 93"] = said[order[enough[-1]]] if len(enough) else 0
    hits = contents = total = 0
    for article, wanted in gold.items():
        ours = [(points(source), points(content)) for source, content in found[article]]
        for source, content in wanted:
            source, content = points(source), points(content)
            near = [our for our in ours if 2 * len(our[1] & content) >= len(our[1] | content)]
            total += 1
            contents += bool(near)
            hits += any(our[0] & source for our in near)
    figures["linked"], figures["content found"] = 100 * hits / max(total, 1), 100 * contents / max(total, 1)
    return figures
