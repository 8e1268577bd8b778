"""Trains a reader on a handful of sentences, from text to weights: that each step works and fits the next, not that it
learns much. Run by tests/training/run.

    python tests/training/smoke.py COPYDESK OUT

Writes two tiny corpora, in the layouts of those that training/data.py reads, below OUT, and weights into OUT/data. Ends
with a line "N passed, N failed".
"""

import hashlib
import json
import math
import pathlib
import re
import subprocess
import sys

import numpy as np
from safetensors import safe_open

ROOT = pathlib.Path(__file__).resolve().parents[2]

# [label words]: what each head is to find.
SAID = {
    "train": [
        "[Content The ferry will close in May], [Source the mayor, Ann Lee], [Cue said] on Monday.\n"
        "It rained in the afternoon, and the harbour was empty.\n"
        "[Content “We found nothing,”] [Source she] [Cue told] reporters. [Content “Nothing at all.”]\n",
        "[Source Officials] [Cue denied] [Content that the bridge was ever at risk].\n"
        "Workers painted it in June. It is four miles long.\n"
        "[Cue According to] [Source the Harbour Board], [Content repairs cost two million].\n",
    ],
    "dev": [
        "[Source The director] [Cue said] [Content that the library would open again].\n"
        "The roof was mended in March.\n",
    ],
}
NAMES = {
    "train": [
        "[Person Ann Lee] met the [Organization Harbour Board] in [Location Bern] on Monday.\n"
        "The [NORP Swiss] engineers came from [Location Basel] with [Person John Public].\n",
        "The [Organization Ferry Company] sold two boats to [Location Malta].\nIt was a cold day.\n",
    ],
    "dev": ["[Person Ann Lee] flew to [Location Malta].\nThe [Organization Harbour Board] met again.\n"],
}
EPOCHS = 20
CHECKS = []


def check(name, holds, why=""):
    CHECKS.append(bool(holds))
    print(f"{'ok' if holds else 'FAILED'}: {name}{'' if holds else f': {why}'}", flush=True)


def unmarked(marked):
    """The text without its marks, and its spans: (label, start, end) in code points."""
    text, spans = "", []
    for label, words, plain in re.findall(r"\[(\w+) ([^\]]*)\]|([^\[]+)", marked):
        if label:
            spans.append((label, len(text), len(text) + len(words)))
        text += words or plain
    return text, spans


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def corpora(out):
    for split, articles in SAID.items():
        for nth, marked in enumerate(articles):
            text, spans = unmarked(marked)
            write(out / f"polnear/{split}/text/{split}-{nth}.txt", text)
            lines = [f"T{at}\t{label} {low} {high}\t{text[low:high]}" for at, (label, low, high) in enumerate(spans)]
            # The first source, cue and content are one attribution.
            roles = {label: at for at, (label, _, _) in reversed(list(enumerate(spans)))}
            lines.append(f"E1\tAttribution:T{roles['Cue']} Source:T{roles['Source']} Content:T{roles['Content']}")
            write(out / f"polnear/{split}/attributions/{split}-{nth}_a.ann", "\n".join(lines) + "\n")
    gold = {}
    for split, articles in NAMES.items():
        for nth, marked in enumerate(articles):
            text, spans = unmarked(marked)
            write(out / f"worldwide-ner/articles/{split}-{nth}.txt", text)
            entities = [{"type": label, "start": low, "end": high} for label, low, high in spans]
            gold[f"{split}-{nth}"] = {"split": split, "entities": entities}
    write(out / "worldwide-ner/gold.json", json.dumps(gold))


def run(*command):
    done = subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n")
    return done


def main():
    copydesk, out = map(lambda path: pathlib.Path(path).resolve(), sys.argv[1:])
    corpora(out)
    for name in ("polnear", "worldwide-ner"):
        done = run(copydesk, "features", out / name)
        write(out / f"{name}.jsonl", done.stdout)
        check(f"features of {name}", done.returncode == 0 and done.stdout.count("\n") == 3, done.stdout[:200])
    # The vectors that pieces.py makes want a public encoder; any will do here.
    count = len((ROOT / "src/model/data/pieces.txt").read_text(encoding="utf-8").splitlines())
    np.save(out / "pieces.npy", np.random.default_rng(1).normal(size=(count, 128)).astype(np.float32))

    def train(name):
        done = run(
            *(sys.executable, "training/train.py", out, out, out / name, "--pieces", out / "pieces.npy"),
            *("--epochs", EPOCHS, "--rate", "2e-2", "--threads", 1),
        )
        epochs = re.findall(r"^epoch \d+: loss ([\d.]+), \d+ s (\{.*\})$", done.stdout, re.MULTILINE)
        return [float(loss) for loss, _ in epochs], [json.loads(figures) for _, figures in epochs]

    losses, figures = train("reader.pt")
    check("training runs to its end", len(losses) == EPOCHS and (out / "reader.pt").exists(), losses)
    check("the loss falls by half", losses and losses[-1] < 0.5 * losses[0], losses)
    check("figures are figures", all(math.isfinite(value) for one in figures for value in one.values()), figures[-1:])
    check("the same seed gives the same training", (losses, figures) == train("again.pt"))

    (out / "data").mkdir(exist_ok=True)
    done = run(sys.executable, "training/export.py", out / "reader.pt", out / "data")
    weights = out / "data/reader.safetensors"
    digest = hashlib.sha256(weights.read_bytes()).hexdigest() if weights.exists() else "nothing"
    check("the hash of the weights is printed", done.stdout.startswith(digest), done.stdout)
    if weights.exists():
        with safe_open(weights, "np") as tensors, safe_open(ROOT / "src/model/data/reader.safetensors", "np") as shipped:
            shapes = [{key: some.get_slice(key).get_shape() for key in some.keys()} for some in (tensors, shipped)]
            check("the weights have the format and shapes of those in the program", (
                tensors.metadata() == shipped.metadata() and shapes[0] == shapes[1]
            ), tensors.metadata())
    print(f"{sum(CHECKS)} passed, {len(CHECKS) - sum(CHECKS)} failed")
    return 0 if all(CHECKS) else 1


if __name__ == "__main__":
    sys.exit(main())
