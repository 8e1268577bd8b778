"""The claim head: which sentences claim something that nobody answers for, of which kind, and which words carry it.

The shapes here are those of `src/model/claim.rs`. Convolutions are the reader's, over fewer states.
"""

import torch
from torch import nn
from torch.nn import functional as F

from claims_data import KINDS

# Values of each flag of a token, and numbers of a sentence (src/model/claim.rs).
FLAGS = [4, 7, 8, 4]
AROUND = 24
# Hashed tables of the reader that this network sees, too: the last three letters, the shape.
HASHED = {2: 1500, 3: 300}
WIDTH = 64
DILATIONS = [1, 2]
HIDDEN = 32
# Tokens of nothing between two sentences, so that no convolution sees from one into the other.
GAP = max(DILATIONS)


class Convolution(nn.Module):
    """Three tokens, maxout of two, layer norm, residual."""

    def __init__(self, dilation, width):
        super().__init__()
        self.dilation = dilation
        self.linear = nn.Linear(3 * width, 2 * width)
        self.norm = nn.LayerNorm(width)

    def forward(self, x, there):
        d, width = self.dilation, x.shape[1]
        x = x * there
        none = x.new_zeros(d, width)
        y = self.linear(torch.cat([torch.cat([none, x[:-d]]), x, torch.cat([x[d:], none])], dim=1))
        return x + self.norm(torch.maximum(y[:, :width], y[:, width:]))


class Head(nn.Module):
    """Reads the sentences of an article, and weighs each beside its neighbors and all of them."""

    def __init__(self, pieces, width=WIDTH, dilations=DILATIONS, hidden=HIDDEN, dropout=0.1):
        super().__init__()
        # Vectors of words: the mean of the reader's rows for their pieces, which stay as they are.
        self.register_buffer("pieces", pieces, persistent=False)
        self.project = nn.Linear(pieces.shape[1], width)
        self.hashed = nn.ModuleList(nn.Embedding(rows, width) for rows in HASHED.values())
        self.flagged = nn.ModuleList(nn.Embedding(rows, width) for rows in FLAGS)
        for table in [*self.hashed, *self.flagged]:
            nn.init.normal_(table.weight, std=0.1)
        self.norm = nn.LayerNorm(width)
        self.layers = nn.ModuleList(Convolution(d, width) for d in dilations)
        self.triggers = nn.Linear(width, 1)
        self.edges = nn.Linear(width, 2)
        self.sentence = nn.Linear(3 * width + AROUND, hidden)
        self.article = nn.Linear(4 * hidden, hidden)
        self.flags = nn.Linear(2 * hidden, 2)
        self.kinds = nn.Linear(2 * hidden, len(KINDS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, words, hashes, flags, owner, around, articles):
        """`words`, `hashes`, `flags`: one row a token; `owner` says which sentence it is of, those of one behind the
        other with GAP tokens of none (-1) between two; `articles`: how many sentences each article has.

        Gives the log odds that a sentence is at least may, and must; scores of its kinds; the log odds of each token to
        carry the claim, and two scores: that the words which carry it begin with the token, that they end with it.
        """
        there = (owner >= 0).unsqueeze(1)
        x = self.project(self.pieces[words])
        for at, table in enumerate(self.hashed):
            x = x + table(hashes[:, at])
        for at, table in enumerate(self.flagged):
            x = x + table(flags[:, at])
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = self.dropout(layer(x, there))
        triggers, edges = self.triggers(x).squeeze(1), self.edges(x)
        inside = there.squeeze(1)
        x, of, carries = x[inside], owner[inside], triggers[inside]
        index = of.unsqueeze(1).expand_as(x)
        none = x.new_zeros(len(around), x.shape[1])
        count = torch.bincount(of, minlength=len(around)).unsqueeze(1)
        # Log odds are small numbers: no maximum is taken off.
        share = carries.clamp(-30, 30).exp()
        share = share / x.new_zeros(len(around)).scatter_add(0, of, share)[of]
        looked = none.scatter_add(0, index, x * share.unsqueeze(1))
        greatest = none.scatter_reduce(0, index, x, "amax", include_self=False)
        mean = none.scatter_add(0, index, x) / count
        h = F.relu(self.sentence(torch.cat([looked, greatest, mean, around], 1)))
        h = self.dropout(h)
        wide = []
        for own in h.split(articles):
            none = own.new_zeros(1, own.shape[1])
            before, after = torch.cat([none, own[:-1]]), torch.cat([own[1:], none])
            wide.append(torch.cat([before, own, after, own.mean(0, keepdim=True).expand_as(own)], 1))
        g = self.dropout(F.relu(self.article(torch.cat(wide))))
        both = torch.cat([h, g], 1)
        return self.flags(both), self.kinds(both), triggers, edges
