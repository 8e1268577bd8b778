"""A teacher: a public encoder (all-MiniLM-L6-v2) with the reader's heads, too slow to ship.

It sees what the reader sees: the rules' findings and the shape of each word are added to its word vectors, since its
vocabulary has no capitals.
"""

import json
import pathlib

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

import pieces as cutting
from data import TAGS
from network import FLAGS, ROWS, Field, pooled

WIDTH = 384
HEADS = 12
SCALE = (WIDTH / HEADS) ** -0.5
# Word pieces that the encoder has places for, its two marks left out.
LONGEST = 500


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.mixed = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide = nn.Linear(WIDTH, 4 * WIDTH)
        self.narrow = nn.Linear(4 * WIDTH, WIDTH)
        self.last = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x, seen):
        split = lambda y: y.unflatten(2, (HEADS, -1)).transpose(1, 2)
        # Written out: torch's own goes backward much slower on a CPU.
        chances = (split(self.query(x)) @ split(self.key(x)).transpose(2, 3) * SCALE + seen).softmax(3)
        y = chances.to(x.dtype) @ split(self.value(x))
        x = self.norm(x + self.dropout(self.mixed(y.transpose(1, 2).flatten(2))))
        return self.last(x + self.dropout(self.narrow(F.gelu(self.wide(x)))))


class Encoder(nn.Module):
    def __init__(self, folder):
        super().__init__()
        weights = load_file(str(folder / "model.safetensors"))
        self.words = nn.Embedding.from_pretrained(weights["embeddings.word_embeddings.weight"])
        self.places = nn.Parameter(weights["embeddings.position_embeddings.weight"])
        self.kind = nn.Parameter(weights["embeddings.token_type_embeddings.weight"][0])
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(6))
        places = {"embeddings.LayerNorm": self.norm}
        for at, layer in enumerate(self.layers):
            of = {
                "attention.self.query": layer.query,
                "attention.self.key": layer.key,
                "attention.self.value": layer.value,
                "attention.output.dense": layer.mixed,
                "attention.output.LayerNorm": layer.norm,
                "intermediate.dense": layer.wide,
                "output.dense": layer.narrow,
                "output.LayerNorm": layer.last,
            }
            places.update({f"encoder.layer.{at}.{name}": module for name, module in of.items()})
        for name, module in places.items():
            module.weight = nn.Parameter(weights[f"{name}.weight"])
            module.bias = nn.Parameter(weights[f"{name}.bias"])

    def forward(self, ids, more):
        """`ids`: batch x pieces, 0 for padding; `more` is added to the vectors of words."""
        seen = torch.where(ids > 0, 0.0, -1e4)[:, None, None, :]
        x = self.words(ids) + more + self.places[: ids.shape[1]] + self.kind
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, seen)
        return x


class Teacher(nn.Module):
    def __init__(self, folder):
        super().__init__()
        self.vocabulary = json.loads((pathlib.Path(folder) / "tokenizer.json").read_text())["model"]["vocab"]
        self.known = {}
        self.encoder = Encoder(pathlib.Path(folder))
        self.hashed = nn.ModuleList(nn.Embedding(rows, WIDTH) for rows in ROWS[1:])
        self.flagged = nn.ModuleList(nn.Embedding(rows, WIDTH) for rows in FLAGS)
        for table in [*self.hashed, *self.flagged]:
            nn.init.normal_(table.weight, std=0.01)
        self.names = nn.Linear(WIDTH, TAGS["names"])
        self.spans = nn.Linear(WIDTH, TAGS["spans"])
        self.said = nn.Linear(2 * WIDTH, 1)
        self.fields = nn.ModuleDict({head: Field(tags) for head, tags in TAGS.items()})
        self.dropout = nn.Dropout(0.1)

    def cut(self, word):
        """The pieces of a word, at most six."""
        if word not in self.known:
            found = []
            for part in cutting.words(cutting.plain(word)):
                found += cutting.pieces_of(part, self.vocabulary) or ["[UNK]"]
            self.known[word] = [self.vocabulary[piece] for piece in found[:6]] or [self.vocabulary["[UNK]"]]
        return self.known[word]

    def forward(self, _, hashes, flags, mask, sentences, words):
        more = sum(table(hashes[:, :, at + 1]) for at, table in enumerate(self.hashed))
        more = more + sum(table(flags[:, :, at]) for at, table in enumerate(self.flagged))
        rows, windows = [], []
        for row, text in enumerate(words):
            window, count = [], 0
            for at, word in enumerate(text):
                cut = self.cut(word)
                if count + len(cut) > LONGEST:
                    windows.append((row, window))
                    window, count = [], 0
                window.append((at, cut))
                count += len(cut)
            windows.append((row, window))
        longest = max(sum(len(c) for _, c in window) for _, window in windows) + 2
        ids = torch.zeros(len(windows), longest, dtype=torch.long)
        # Row and token of each piece; the marks have none.
        owner = torch.full((len(windows), longest), -1, dtype=torch.long)
        first, place = [], []
        for nth, (row, window) in enumerate(windows):
            ids[nth, 0] = 101
            end = 1
            for at, cut in window:
                first.append(nth * longest + end)
                place.append(row * hashes.shape[1] + at)
                ids[nth, end : end + len(cut)] = torch.tensor(cut)
                owner[nth, end : end + len(cut)] = place[-1]
                end += len(cut)
            ids[nth, end] = 102
        flat = torch.cat([more.flatten(0, 1), more.new_zeros(1, WIDTH)])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = self.encoder(ids, flat[owner])
        x = x.float().flatten(0, 1)[torch.tensor(first)]
        y = x.new_zeros(hashes.shape[0] * hashes.shape[1], WIDTH).index_copy(0, torch.tensor(place), x)
        y = y.unflatten(0, hashes.shape[:2])
        said = self.said(pooled(y, sentences)).squeeze(1)
        y = self.dropout(y)
        return self.names(y), self.spans(y), said
