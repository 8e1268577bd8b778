"""Measures the program itself on what articles of one event tell differently.

    python training/accounts_score.py BINARY CORPORA [--half 0|1] [--show]
    python training/accounts_score.py folders CORPORA FOLDERS

The labels are `labels/triplets.json`. For each event the three articles of BASIL, with their days of publication, are one folder;
what `copydesk coverage --format json` lists as differences is laid beside the facts that readers marked. A fact is found
when a difference overlaps it in both articles. Of what is listed, that which overlaps a fact told differently is right
(one that "may both be right" counts neither way in what is to be found), and what overlaps a fact told alike is wrong; the
rest was not judged: `--show` prints it. `folders` writes the folders, for `accounts.py`.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import subprocess
import tempfile

LABELS = pathlib.Path(__file__).parent / "labels/triplets.json"
TYPED = "count sum age day hour place name who speaker".split()


def half(event):
    return int(hashlib.md5(event.encode()).hexdigest(), 16) % 2


def folder(corpora, event, into):
    """The articles of an event with their days, as a folder."""
    source = pathlib.Path(corpora) / "basil/articles"
    published = json.loads((source.parent / "gold.json").read_text(encoding="utf-8"))
    lines, texts = [], {}
    for path in sorted(source.glob(f"{event}_*.txt")):
        (into / path.name).write_bytes(path.read_bytes())
        texts[path.name] = path.read_bytes().decode("utf-8")
        day = published.get(path.stem, {}).get("date")
        if day:
            lines.append(f'[articles."{path.name}"]\npublished = {day}\n')
    (into / "copydesk.toml").write_text("\n".join(lines))
    return texts


def listed(binary, into):
    """What the program lists as told differently: kind and two places."""
    said = subprocess.run([binary, "coverage", str(into), "--format", "json"], capture_output=True, check=True)
    found = []
    for event in json.loads(said.stdout)["events"]:
        for one in event["differences"]:
            places = [(pathlib.PurePath(v["article"]).name, v["start"], v["end"]) for v in one["versions"]]
            found.append((one["what"], places, [v["words"] for v in one["versions"]]))
    return found


def meets(one, other):
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def same(places, fact):
    a, b = places
    return meets(a, fact["a"]) and meets(b, fact["b"]) or meets(a, fact["b"]) and meets(b, fact["a"])


def sentence(text, start, end):
    first = max(text.rfind("\n", 0, start) + 1, text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0)
    last = min(at for at in (text.find("\n", end), text.find(". ", end), len(text)) if at >= 0)
    return f"{text[first:start]}[[{text[start:end]}]]{text[end:last]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("corpora")
    parser.add_argument("folders", nargs="?")
    parser.add_argument("--half", type=int)
    parser.add_argument("--show", action="store_true")
    said = parser.parse_args()
    gold = json.loads(LABELS.read_text(encoding="utf-8"))
    if said.folders:
        for event in gold:
            into = pathlib.Path(said.folders) / event
            if not event.startswith("_"):
                into.mkdir(parents=True, exist_ok=True)
                folder(said.corpora, event, into)
        return
    found, kinds, told = collections.Counter(), collections.Counter(), collections.Counter()
    for event, labels in gold.items():
        if event.startswith("_") or said.half is not None and half(event) != said.half:
            continue
        with tempfile.TemporaryDirectory() as into:
            texts = folder(said.corpora, event, pathlib.Path(into))
            given = listed(said.binary, into)
        for fact in labels["differs"]:
            group = "typed" if fact["sort"] in TYPED else fact["sort"]
            key = group + (" soft" if fact.get("soft") else "")
            hit = any(same(places, fact) for _, places, _ in given)
            for name in {key, " " + fact["sort"] + (" soft" if fact.get("soft") else "")}:
                found[name, "all"] += 1
                found[name, "found"] += hit
        for what, places, words in given:
            right = any(same(places, fact) for fact in labels["differs"])
            wrong = not right and any(same(places, fact) for fact in labels["agrees"])
            verdict = "right" if right else "wrong" if wrong else "not judged"
            told[what, verdict] += 1
            told["all", verdict] += 1
            if said.show:
                print(f"{event} {what}: {verdict}")
                for place in places:
                    print(f"    {place[0][9:-4]} {sentence(texts[place[0]], *place[1:])}")
    for name in sorted({name for name, _ in found}):
        print(f"{name:16} found {found[name, 'found']:3} of {found[name, 'all']}")
    for what in sorted({what for what, _ in told}):
        print(f"{what:16} right {told[what, 'right']}, wrong {told[what, 'wrong']}, not judged {told[what, 'not judged']}")


if __name__ == "__main__":
    main()
