"""Gold and features, joined: paragraphs whose tokens carry labels.

Features come from `copydesk features` (one JSON object an article), so that the trainer sees exactly what the binary
sees. Offsets of gold are code points, as are those of the tokens.
"""

import collections
import json
import pathlib

import numpy as np

# Labels of the names layer: outside, then begin and inside of each type, in the order of `model::features`.
TYPES = ["person", "organization", "place", "group", "event", "product", "other"]
FOLDED = {
    "Person": "person",
    "Organization": "organization",
    "Location": "place",
    "Facility": "place",
    "NORP": "group",
    "Product": "product",
    "Misc": "other",
}
LAYERS = ["Source", "Cue", "Content"]
PIECES = 4


class Paragraph:
    """Tokens of one paragraph; a label array is None where there is no gold of its kind."""

    __slots__ = ("article", "tokens", "sentences", "pieces", "hashes", "flags", "names", "layers", "said", "soft")

    def __init__(self, article, raw):
        self.article = article
        self.tokens = np.array(raw["tokens"], dtype=np.int64).reshape(-1, 2)
        self.sentences = raw["sentences"]
        padded = [(p + [-1] * PIECES)[:PIECES] for p in raw["pieces"]]
        self.pieces = np.array(padded, dtype=np.int32).reshape(-1, PIECES)
        self.hashes = np.array(raw["hashes"], dtype=np.int32).reshape(-1, 4)
        self.flags = np.array(raw["flags"], dtype=np.int32).reshape(-1, 5)
        self.names = self.layers = self.said = self.soft = None

    def __len__(self):
        return len(self.tokens)


def read_features(path):
    """By the article's file name without its ending: its paragraphs."""
    articles = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            name = pathlib.Path(one["path"]).stem
            articles[name] = [Paragraph(name, raw) for raw in one["paragraphs"] if raw["tokens"]]
    return articles


def overlapping(paragraph, start, end):
    """Indices of the tokens that a span touches."""
    low = np.searchsorted(paragraph.tokens[:, 1], start, side="right")
    high = np.searchsorted(paragraph.tokens[:, 0], end, side="left")
    return low, high


def worldwide(folder, articles):
    """Names of the worldwide newswire corpus: (train, dev) paragraphs, and the gold spans of dev by article."""
    gold = json.loads((pathlib.Path(folder) / "gold.json").read_text())
    train, dev, spans = [], [], {}
    for name, entry in gold.items():
        text = (pathlib.Path(folder) / "articles" / f"{name}.txt").read_text(encoding="utf-8")
        entities = []
        for e in entry["entities"]:
            if e["type"] in FOLDED:
                start, end = bare(text, e["start"], e["end"])
                entities.append((start, end, FOLDED[e["type"]]))
        for paragraph in articles.get(name, []):
            paragraph.names = np.zeros(len(paragraph), dtype=np.int64)
            for start, end, kind in entities:
                low, high = overlapping(paragraph, start, end)
                if low < high:
                    label = 1 + 2 * TYPES.index(kind)
                    paragraph.names[low] = label
                    paragraph.names[low + 1 : high] = label + 1
            (train if entry["split"] == "train" else dev).append(paragraph)
        if entry["split"] != "train":
            spans[name] = entities
    return train, dev, spans


def bare(text, start, end):
    """Without a leading article and a possessive, as names are shown."""
    for article in ("the ", "The ", "THE "):
        if text[start:end].startswith(article):
            start += len(article)
    for mark in ("'s", "’s", "'S"):
        if text[start:end].endswith(mark):
            end -= len(mark)
    return start, end


def brat(path):
    """Spans by id and relations of a brat file of PolNeAR."""
    spans, events = {}, []
    # Only a line feed ends a line: some texts hold other line ends.
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("T") and line.count("\t") >= 2:
            key, kind, _ = line.split("\t", 2)
            label, places = kind.split(" ", 1)
            spans[key] = (label, [tuple(map(int, place.split())) for place in places.split(";")])
        elif line.startswith("E") and "\t" in line:
            parts = line.split("\t", 1)[1].split()
            roles = collections.defaultdict(list)
            for part in parts[1:]:
                role, key = part.split(":")
                roles[role.rstrip("0123456789")].append(key)
            events.append((parts[0].split(":")[0], roles))
    return spans, events


def polnear(folder, articles):
    """Attributions of one split of PolNeAR: its paragraphs. Of several annotators the alphabetically first counts."""
    folder = pathlib.Path(folder)
    first = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        first.setdefault(path.stem.rsplit("_", 1)[0], path)
    found = []
    for text in sorted((folder / "text").glob("*.txt")):
        path = first.get(text.stem)
        if path is None:
            continue
        spans, _ = brat(path)
        for paragraph in articles.get(text.stem, []):
            label(paragraph, spans)
            found.append(paragraph)
    return found


def label(paragraph, spans):
    paragraph.layers = np.zeros((len(LAYERS), len(paragraph)), dtype=np.int64)
    for kind, places in sorted(spans.values(), key=lambda span: span[1][0]):
        if kind not in LAYERS:
            continue
        layer = paragraph.layers[LAYERS.index(kind)]
        for start, end in places:
            low, high = overlapping(paragraph, start, end)
            if low < high:
                # What lies in another of its layer is part of that.
                if not layer[low]:
                    layer[low] = 1
                layer[low + 1 : high] = 2
    said = []
    for low, high in paragraph.sentences:
        content = (paragraph.layers[2, low:high] > 0).mean() >= 0.3
        said.append(float(content or (paragraph.layers[1, low:high] > 0).any()))
    paragraph.said = np.array(said, dtype=np.float32)
