"""Turns the exported network into int8: matrices a scale per output channel, the embedding table a scale per piece."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import onnx
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from knowledge.encoder.making.rows import quantise_rows

_TABLE_SUFFIX: Final = "word_embeddings.weight"
# The widest activations of the adapted network go through these; in int8 they cost more of the meaning than all other layers' (5 MB more;
# least cosine to full precision 0.932 without, 0.974 with them; docs/decisions/0003-encoder.md).
_IN_FULL: Final = tuple(f"/layer.{layer}/output/dense/MatMul" for layer in (0, 4, 5))


def quantise(source: Path, target: Path) -> None:
    """Write the int8 network; activations are quantised while it runs, so no calibration texts are needed.

    Weights use 7 of the 8 bits (`reduce_range`): processors with AVX2 but without VNNI add two products in 16 bits,
    which overflow with all 8, and the base has 4-bit weights anyhow (parity is the same with 7 and with 8).
    """
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        reduce_range=True,
        nodes_to_exclude=_nodes(source, _IN_FULL),
    )
    model = onnx.load(target)
    _replace_table(model)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def _nodes(network: Path, endings: tuple[str, ...]) -> list[str]:
    """The full names of some nodes: the exporter puts the module's path before them."""
    names = [node.name for node in onnx.load(network, load_external_data=False).graph.node]
    found = [name for name in names if name.endswith(endings)]
    if len(found) != len(endings):
        raise ValueError(f"{network.name} has {len(found)} of the {len(endings)} nodes to leave in full")
    return found


def _replace_table(model: ModelProto) -> None:
    """Look up int8 rows and multiply by the row's scale, where the export looks up float rows."""
    graph = model.graph
    (table,) = [t for t in graph.initializer if t.name.endswith(_TABLE_SUFFIX)]
    (position,) = [i for i, node in enumerate(graph.node) if node.op_type == "Gather" and node.input[0] == table.name]
    gather = graph.node[position]
    rows, scales = quantise_rows(numpy_helper.to_array(table))
    nodes = _lookup(gather.input[1], gather.output[0])
    graph.node.remove(gather)
    for offset, node in enumerate(nodes):
        graph.node.insert(position + offset, node)
    graph.initializer.remove(table)
    graph.initializer.extend([numpy_helper.from_array(rows, "word_rows"), numpy_helper.from_array(scales, "word_scales")])


def _lookup(ids: str, output: str) -> list[NodeProto]:
    return [
        helper.make_node("Gather", ["word_rows", ids], ["word_int8"], axis=0),
        helper.make_node("Gather", ["word_scales", ids], ["word_scale"], axis=0),
        helper.make_node("Cast", ["word_int8"], ["word_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["word_float", "word_scale"], [output]),
    ]
