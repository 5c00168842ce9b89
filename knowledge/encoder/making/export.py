"""Exports the sentence-transformers directory's network to ONNX, in full precision: token ids in, token vectors out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import torch
from transformers import BertModel

OPSET: Final = 17  # the first with LayerNormalization as one operator
_MASKED: Final = -1e4  # added to the scores of padding; the softmax of it is 0 in float32


class _TokenVectors(torch.nn.Module):  # type: ignore[misc]  # torch is not in the environment that is checked
    """BERT with its mask as one subtraction: the library's own mask is 150 operators and a fifth of the time."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        penalty = (1.0 - attention_mask[:, None, None, :].to(torch.float32)) * _MASKED
        states: torch.Tensor = self.bert.embeddings(input_ids=input_ids)
        for layer in self.bert.encoder.layer:
            states = layer(states, penalty)
        return states


def export(directory: Path, target: Path) -> None:
    """Write `target`: int64 input_ids and attention_mask [batch, tokens] to float32 last_hidden_state [.., .., 384]."""
    bert = BertModel.from_pretrained(str(directory), add_pooling_layer=False, attn_implementation="eager").eval()
    example = torch.ones(2, 8, dtype=torch.long)
    names = ("input_ids", "attention_mask", "last_hidden_state")
    torch.onnx.export(
        _TokenVectors(bert),
        (example, example.clone()),
        str(target),
        input_names=list(names[:2]),
        output_names=[names[2]],
        dynamic_axes={name: {0: "batch", 1: "tokens"} for name in names},
        opset_version=OPSET,
        dynamo=False,
    )
