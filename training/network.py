"""The network: hashed words and word pieces, residual convolutions, a head for each task.

The shapes here are those of `src/model/network.rs`.
"""

import torch
from torch import nn
from torch.nn import functional as F

from data import TAGS

ROWS = [6000, 1500, 1500, 300]
FLAGS = [4, 15, 27, 11, 16]
WIDTH = 96
DILATIONS = [1, 1, 2, 4]
# Names are read off after so many layers: they need less context, and lose by more of it.
NAMES_AFTER = 3
STATE = 64


class Convolution(nn.Module):
    """Three tokens, maxout of two, layer norm, residual."""

    def __init__(self, dilation):
        super().__init__()
        self.dilation = dilation
        self.linear = nn.Linear(3 * WIDTH, 2 * WIDTH)
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, x, mask):
        d = self.dilation
        x = x * mask
        before = F.pad(x, (0, 0, d, 0))[:, : x.shape[1]]
        after = F.pad(x, (0, 0, 0, d))[:, d:]
        y = self.linear(torch.cat([before, x, after], dim=2))
        y = torch.maximum(y[..., :WIDTH], y[..., WIDTH:])
        return x + self.norm(y)


@torch.jit.script
def scan(keep: torch.Tensor, new: torch.Tensor) -> torch.Tensor:
    h = torch.zeros_like(new[:, 0])
    states = []
    for t in range(new.shape[1]):
        h = keep[:, t] * h + new[:, t]
        states.append(h)
    return torch.stack(states, 1)


class Recurrence(nn.Module):
    """A gated recurrence whose gates do not look at its state (minGRU, Feng et al. 2024), in both directions."""

    def __init__(self, width):
        super().__init__()
        self.linear = nn.Linear(width, 4 * STATE)

    def forward(self, x, mask):
        z, h, zb, hb = self.linear(x).chunk(4, dim=2)
        # Padding keeps the state.
        z, zb = torch.sigmoid(z) * mask, torch.sigmoid(zb) * mask
        h, hb = torch.tanh(h), torch.tanh(hb)
        forth = scan(1 - z, z * h)
        back = scan((1 - zb).flip(1), (zb * hb).flip(1)).flip(1)
        return torch.cat([forth, back], dim=2)


def pooled(y, sentences):
    """The greatest and the mean of each state over the tokens of each sentence."""
    length = torch.tensor([high - low for _, low, high in sentences])
    start = torch.tensor([article * y.shape[1] + low for article, low, _ in sentences])
    owner = torch.repeat_interleave(torch.arange(len(sentences)), length)
    first = torch.repeat_interleave(torch.cumsum(length, 0) - length, length)
    words = y.flatten(0, 1)[start[owner] + torch.arange(len(owner)) - first]
    index = owner.unsqueeze(1).expand_as(words)
    empty = words.new_zeros(len(sentences), words.shape[1])
    greatest = empty.scatter_reduce(0, index, words, "amax", include_self=False)
    return torch.cat([greatest, empty.scatter_add(0, index, words) / length.unsqueeze(1)], dim=1)


@torch.jit.script
def partition(scores: torch.Tensor, mask: torch.Tensor, steps: torch.Tensor, start: torch.Tensor) -> torch.Tensor:
    """The log of the sum over all sequences; `steps` are the scores of tag after tag, one table a paragraph."""
    total = scores[:, 0] + start
    for t in range(1, scores.shape[1]):
        longer = torch.logsumexp(total.unsqueeze(2) + steps, 1) + scores[:, t]
        total = torch.where(mask[:, t].unsqueeze(1) > 0, longer, total)
    return torch.logsumexp(total, 1)


class Field(nn.Module):
    """A linear-chain conditional random field (Lafferty et al. 2001) over begin and inside tags."""

    def __init__(self, tags):
        super().__init__()
        self.steps = nn.Parameter(torch.zeros(tags, tags))
        self.start = nn.Parameter(torch.zeros(tags))
        barred = torch.zeros(tags, tags)
        for inside in range(2, tags, 2):
            barred[:, inside] = -1e4
            barred[inside - 1, inside] = barred[inside, inside] = 0
        self.register_buffer("barred", barred, persistent=False)

    def scores(self):
        """Scores of tag after tag, and of the first tag."""
        return self.steps + self.barred, self.start + self.barred[0]

    def loss(self, scores, mask, wanted, pairs):
        """Sum over paragraphs of the cross-entropy to a distribution over sequences given by its marginals: `wanted`
        batch x tokens x tags, `pairs` batch x tags x tags (each summed over the paragraph)."""
        steps, start = self.scores()
        reached = (wanted * scores).sum() + (pairs * self.steps).sum() + (wanted[:, 0] * self.start).sum()
        total = partition(scores, mask, steps.expand(len(scores), -1, -1), start)
        return total.sum() - reached

    @torch.enable_grad()
    def marginals(self, scores, mask):
        """The probability of each tag at each token, and of each pair summed over the paragraph."""
        scores = scores.detach().requires_grad_()
        steps, start = (table.detach() for table in self.scores())
        steps = steps.expand(len(scores), -1, -1).clone().requires_grad_()
        return torch.autograd.grad(partition(scores, mask, steps, start).sum(), (scores, steps))


class Reader(nn.Module):
    def __init__(self, pieces, dropout=0.2):
        super().__init__()
        # The last row stands for what no piece fits, one more for padding.
        unknown = torch.zeros(2, pieces.shape[1])
        self.register_buffer("pieces", torch.cat([pieces, unknown]))
        self.project = nn.Linear(pieces.shape[1], WIDTH)
        self.hashed = nn.ModuleList(nn.Embedding(rows, WIDTH) for rows in ROWS)
        self.flagged = nn.ModuleList(nn.Embedding(rows, WIDTH) for rows in FLAGS)
        for table in [*self.hashed, *self.flagged]:
            nn.init.normal_(table.weight, std=0.3)
        self.norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Convolution(d) for d in DILATIONS)
        self.names = nn.Linear(WIDTH, TAGS["names"])
        self.first = Recurrence(WIDTH)
        self.second = Recurrence(2 * STATE)
        self.spans = nn.Linear(2 * STATE + WIDTH, TAGS["spans"])
        self.said = nn.Linear(2 * (2 * STATE + WIDTH), 1)
        self.fields = nn.ModuleDict({head: Field(tags) for head, tags in TAGS.items()})
        self.dropout = nn.Dropout(dropout)

    def forward(self, pieces, hashes, flags, mask, sentences, words=None):
        """`sentences`: (row of the batch, first token, past the last) of each, at least one."""
        mask = mask.unsqueeze(2)
        count = (pieces >= 0).sum(2, keepdim=True).clamp(min=1)
        x = self.project(self.pieces[pieces].sum(2) / count)
        for at, table in enumerate(self.hashed):
            x = x + table(hashes[:, :, at])
        for at, table in enumerate(self.flagged):
            x = x + table(flags[:, :, at])
        x = self.dropout(self.norm(x))
        for at, layer in enumerate(self.layers):
            x = self.dropout(layer(x, mask))
            if at + 1 == NAMES_AFTER:
                names = self.names(x)
        y = self.dropout(self.first(x, mask))
        y = torch.cat([self.second(y, mask) + y, x], dim=2)
        # Dropout before a maximum would make it greater in training than in use.
        said = self.said(self.dropout(pooled(y, sentences))).squeeze(1)
        return names, self.spans(self.dropout(y)), said
