"""What corresponds between three articles on one event: labels by offset, without the articles' text.

    python training/labels_triplets.py CORPORA OUT

`training/labels/triplets.json` holds for each event of BASIL the places whose very same thing stands elsewhere, and the
facts that two articles tell differently or alike; a place is a file with [start, end) in code points. This writes
OUT/triplets.json in the desk's format and the articles into OUT/articles, so that the desk's scorer of jumps runs on them.
"""

import collections
import json
import pathlib
import sys

LABELS = pathlib.Path(__file__).parent / "labels/triplets.json"


def read(path):
    return path.read_bytes().decode("utf-8")


def position(text, at):
    """Line and UTF-16 character of a code point, both from 0."""
    line = text.rfind("\n", 0, at) + 1
    return {"line": text.count("\n", 0, at), "character": len(text[line:at].encode("utf-16-le")) // 2}


def place(texts, of):
    file, start, end = of
    text = texts[file]
    span = {"start": position(text, start), "end": position(text, end)}
    return {"file": file, "quote": text[start:end], "start": start, "end": end, "range": span}


def query(texts, name, labels):
    """One place that is asked, in the desk's format; the cursor stands in the middle of its words."""
    at = place(texts, labels["at"])
    middle = (at["start"] + at["end"]) // 2
    targets = [place(texts, one) for one in labels["targets"]]
    return {
        "id": name,
        "request": "definition",
        "relation": labels["what"],
        "position": position(texts[at["file"]], middle),
        **at,
        "expect": {"targets": targets, "target_files": sorted({one["file"] for one in targets})},
        "must_not": {"targets": [place(texts, one) for one in labels["traps"]], "files": []},
    }


def main():
    corpora, out = map(pathlib.Path, sys.argv[1:])
    source = corpora / "basil/articles"
    published = json.loads(read(corpora / "basil/gold.json"))
    (out / "articles").mkdir(parents=True, exist_ok=True)
    found, counts = {}, collections.Counter()
    for event, labels in json.loads(read(LABELS)).items():
        if event.startswith("_") or "queries" not in labels:
            continue
        texts = {path.name: read(path) for path in sorted(source.glob(f"{event}_*.txt"))}
        for name, text in texts.items():
            (out / "articles" / name).write_bytes((source / name).read_bytes())
            day = published.get(name.removesuffix(".txt"), {}).get("date")
            found[name] = {"article": {"published": day}, "length": len(text), "queries": []}
        for nth, one in enumerate(labels["queries"]):
            found[one["at"][0]]["queries"].append(query(texts, f"{event}-{nth}", one))
            counts["places"] += 1
            counts["without a counterpart"] += not one["targets"]
    (out / "triplets.json").write_text(json.dumps(found, ensure_ascii=False, indent=0), encoding="utf-8")
    print(dict(counts))


if __name__ == "__main__":
    main()
