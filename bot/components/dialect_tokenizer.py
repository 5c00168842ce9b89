"""Rasa's view of the words: tokens whose lemma is the form that all spellings share."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from components.text import form_of, words_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class DialectTokenizer(Tokenizer):
    """Tokens for the character n-grams (`use_lemma: true` there) and for the entity extractor's offsets."""

    @staticmethod
    def get_default_config() -> dict[str, object]:
        """Options of every Rasa tokenizer; none of our own."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Words; a message without one (emoji, "??") is a single token, so that it has features too."""
        text: str = message.get(attribute)
        tokens = [Token(text[word.start : word.end], word.start, word.end, lemma=word.form) for word in words_of(text)]
        return tokens or [Token(text, 0, len(text), lemma=form_of(text).strip())]
