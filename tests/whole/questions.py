"""One question a language and spelling, and the article that answers it."""

from __future__ import annotations

# name, question, article cited, language of the reply
QUESTIONS = (
    ("arabic", "كم من المال يجب أن أثبت للحصول على تأشيرة الدراسة في ألمانيا؟", "de-proof-of-funds", "ar"),
    ("french", "C'est quoi le salaire minimum en France ?", "fr-minimum-wage", "fr"),
    ("english", "How does the opportunity card for Germany work?", "de-opportunity-card", "en"),
    ("italian", "Come funziona il decreto flussi per lavorare in Italia?", "it-decreto-flussi", "it"),
    ("german", "Wie hoch ist der Mindestlohn in Belgien?", "be-minimum-wage", "de"),
    ("darija-arabizi", "salam chhal khassni flous bach nmchi n9ra f almanya", "de-proof-of-funds", "ar"),
)
