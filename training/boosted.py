"""Writes boosted trees of LightGBM as the container that src/model/boosted.rs reads.

    save(path, "copydesk-jump-1", [booster])

Numbers are f32 as in the program: a threshold is rounded down to the next f32, so that each number of the training set
goes the same way in both.
"""

import numpy
import torch
from safetensors.torch import save_file


def save(path, format, boosters, cuts=(), before=0.0):
    """Writes some lightgbm.Booster of one output, fitted on the same numbers without gaps: their mean counts. `cuts` are
    scores from which on something holds, `before` is added to all scores. Returns how many nodes there are."""
    nodes, roots, said = [], [], None
    for booster in boosters:
        said = booster.dump_model()
        for tree in said["tree_info"]:
            roots.append(len(nodes))
            _add(nodes, tree["tree_structure"], 1 / len(boosters))
    tensors = {
        "nodes": torch.tensor(nodes, dtype=torch.float32),
        "roots": torch.tensor(roots, dtype=torch.float32).reshape(-1, 1),
        "before": torch.full((1, 1), float(before)),
    }
    if cuts:
        tensors["cuts"] = torch.tensor(cuts, dtype=torch.float32).reshape(-1, 1)
    save_file(tensors, path, {"format": format, "features": " ".join(said["feature_names"])})
    return len(nodes)


def score(path, rows):
    """What the program makes of rows of numbers: for tests of the container."""
    from safetensors.torch import load_file

    weights = load_file(path)
    nodes, roots = weights["nodes"].tolist(), weights["roots"].flatten().tolist()
    found = []
    for row in rows:
        total = float(weights["before"])
        for root in roots:
            at = int(root)
            while True:
                feature, cut, low, high, adds = nodes[at]
                next = int(high if row[int(feature)] > cut else low)
                if next == at:
                    total += adds
                    break
                at = next
        found.append(total)
    return found


def _add(nodes, node, share):
    """Appends a node and what is below it; a leaf leads to itself, and adds a share of what it is worth."""
    at = len(nodes)
    nodes.append(None)
    if "leaf_value" in node:
        nodes[at] = [0, 0, at, at, node["leaf_value"] * share]
        return at
    if node["decision_type"] != "<=" or node["missing_type"] != "None":
        raise ValueError(f"a node of another kind: {node['decision_type']}, {node['missing_type']}")
    cut = numpy.float32(node["threshold"])
    # As a Python float: numpy would round the threshold before it compares.
    if float(cut) > node["threshold"]:
        cut = numpy.nextafter(cut, numpy.float32("-inf"))
    low = _add(nodes, node["left_child"], share)
    high = _add(nodes, node["right_child"], share)
    nodes[at] = [node["split_feature"], float(cut), low, high, 0.0]
    return at
