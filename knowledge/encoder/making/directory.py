"""Writes an ordinary sentence-transformers directory: BERT weights, tokenizer, mean pooling, L2 normalisation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from knowledge.encoder.making.base_weights import Sizes

_MODULES: Final = ("Transformer", "Pooling", "Normalize")
_NAMES: Final = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "cls_token": "<s>",
    "sep_token": "</s>",
    "mask_token": "<mask>",
}


def write(folder: Path, sizes: Sizes, tensors: Mapping[str, NDArray[np.float32]], tokenizer: Mapping[str, Any]) -> None:
    """Write everything `SentenceTransformer(folder)` reads; an existing directory is overwritten."""
    rows = len(tensors["embeddings.word_embeddings.weight"])
    for part in ("", "1_Pooling", "2_Normalize"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    # e5 never uses the pooler; zeros keep the loaders from warning about a missing layer.
    pooler = {
        "pooler.dense.weight": np.zeros((sizes.hidden, sizes.hidden), np.float32),
        "pooler.dense.bias": np.zeros(sizes.hidden, np.float32),
    }
    weights = {name: np.ascontiguousarray(tensor) for name, tensor in {**tensors, **pooler}.items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    for name, content in _configurations(sizes, rows).items():
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")


def _configurations(sizes: Sizes, rows: int) -> dict[str, Any]:
    return {
        "config.json": _bert(sizes, rows),
        "modules.json": [
            {
                "idx": i,
                "name": str(i),
                "path": f"{i}_{kind}" if i else "",
                "type": f"sentence_transformers.models.{kind}",
            }
            for i, kind in enumerate(_MODULES)
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True},
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            **_NAMES,
        },
        "special_tokens_map.json": _NAMES,
    }


def _bert(sizes: Sizes, rows: int) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": rows,
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.feed_forward,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.token_types,
        "layer_norm_eps": sizes.epsilon,
        "pad_token_id": 1,
        "position_embedding_type": "absolute",
        "torch_dtype": "float32",
    }
