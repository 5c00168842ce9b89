"""A conversation with written answers, in real words: what the chat shows in tests and in screenshots."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from connectors.message import Button, Citation, HelplineCard, Reply
from connectors.turn import Effect, Outcome, TurnAct, TurnState
from connectors.wiring import Mind
from knowledge import phrases
from knowledge.article import Language

CITATION = Citation(
    article="de-job-visa", title="Make it in Germany", url="https://www.make-it-in-germany.com/en/visa", checked_on="2026-10-30"
)

SHORT = {
    Language.AR: "تحتاجون إلى **عقد عمل أو عرض ملموس** ومؤهل معترف به في ألمانيا. الرسوم 75 يورو، ويستغرق القرار غالبًا من 4 إلى 12 أسبوعًا. "
    "أهم الخطوات:\n\n1. اعترفوا بشهادتكم عبر [anabin](https://anabin.kmk.org).\n2. احجزوا موعدًا في السفارة الألمانية.\n"
    "3. قدموا الملف (VIDEX) مع جواز سفر صالح.\n\nللأسئلة: +49 30 1815 1111 من الاثنين إلى الجمعة.",
    Language.FR: "Il vous faut **un contrat ou une offre ferme** et un diplôme reconnu en Allemagne. Le visa coûte 75 €, la réponse prend "
    "souvent 4 à 12 semaines.\n\n- Faites reconnaître votre diplôme : [anabin](https://anabin.kmk.org).\n"
    "- Prenez rendez-vous à l'ambassade.\n- Déposez le dossier avec un passeport valable.",
    Language.EN: "You need **a contract or a firm offer** and a qualification recognised in Germany. The visa costs 75 €.",
    Language.IT: "Serve **un contratto o un'offerta concreta** e un titolo riconosciuto in Germania. Il visto costa 75 €.",
    Language.DE: "Sie brauchen **einen Arbeitsvertrag oder ein konkretes Angebot** und einen in Deutschland anerkannten Abschluss.",
}
LONG_AR = (
    "**تأشيرة العمل في ألمانيا للمهنيين المؤهلين**\n\n**لمن؟**\n- من لديه شهادة مهنية أو جامعية معترف بها.\n"
    "- من لديه عقد أو عرض عمل ملموس من شركة في ألمانيا.\n\n**الخطوات**\n1. الاعتراف بالشهادة: [anabin](https://anabin.kmk.org) أو "
    "IHK FOSA.\n2. موعد في السفارة عبر https://tunis.diplo.de/termin.\n3. الملف: جواز السفر، العقد، السيرة الذاتية، شهادة اللغة B1.\n"
    "4. الانتظار من 4 إلى 12 أسبوعًا.\n\n**كم يكلف؟**\n- التأشيرة 75 يورو.\n- الاعتراف من 100 إلى 600 يورو.\n\n**احذروا**\n"
    "لا أحد يبيع مواعيد السفارة بشكل قانوني. من يطلب مالًا مقابل «عقد مضمون» فهو في الغالب محتال."
)
HELP = {
    Language.AR: "نأسف لما تمرون به. لستم وحدكم، وما يحدث لكم ممنوع حتى لو لم تكن لديكم أوراق. إن كنتم في خطر الآن فاتصلوا بالشرطة.",
    Language.FR: "Je suis désolé de ce qui vous arrive. Vous n'êtes pas seul, et c'est interdit même sans papiers.",
}
CARDS = (
    HelplineCard(name="Police", phone="110", country="DE", hours="24/7", languages="German; English often"),
    HelplineCard(
        name="Hilfetelefon Gewalt gegen Frauen",
        phone="116 016",
        country="DE",
        hours="24/7",
        languages="18 languages incl. Arabic, French",
        check_first=True,
    ),
)

say = phrases.say


def label(key: str, language: Language, payload: str) -> Button:
    return Button(label=say(key, language), payload=payload)


def answer(language: Language, text: str | None = None) -> Reply:
    buttons = (
        label("button_more", language, '/show{"article":"de-job-visa"}'),
        label("button_yes", language, '/feedback{"helpful":true}'),
        label("button_no", language, '/feedback{"helpful":false}'),
        label("button_person", language, "/handoff"),
    )
    return Reply(text=text or SHORT[language], language=language, citations=(CITATION,), buttons=buttons)


def protection(language: Language) -> Reply:
    text = f"{HELP.get(language, HELP[Language.FR])}\n\n{say('protect_safe_check', language)}"
    return Reply(text=text, language=language, helplines=CARDS, buttons=(label("button_person", language, "/handoff"),))


@dataclass
class Scripted:
    """Answers in the language of the page; `replies` decides, `delay_s` lets the typing dots be seen."""

    replies: Mapping[str, Callable[[Language], Reply]] = field(default_factory=dict)
    delay_s: float = 0.0
    heard: list[str] = field(default_factory=list)

    async def __call__(
        self, text: str, state: TurnState, *, turn_id: str, sender: str, language_hint: str | None, doubtful: bool = False
    ) -> Outcome:
        self.heard.append(text)
        await asyncio.sleep(self.delay_s)
        language = state.language or Language(language_hint or "en")
        if text.startswith("/change_language"):
            chosen = Language(text[-4:-2])
            return _outcome(Reply(text=say("language_changed", chosen), language=chosen), chosen, state)
        if text == '/delete_data{"sure":true}':
            return _outcome(Reply(text=say("delete_done", language), language=language), language, state, Effect.DELETE_DATA)
        return _outcome(self._reply(text, language), language, state)

    def _reply(self, text: str, language: Language) -> Reply:
        for part, reply in self.replies.items():
            if part in text:
                return reply(language)
        return Reply(text=f"echo: {text}", language=language)


def _outcome(reply: Reply, language: Language, state: TurnState, *effects: Effect) -> Outcome:
    return Outcome(
        act=TurnAct.ANSWER,
        replies=(reply,),
        state=replace(state, language=language),
        language=language,
        variety=language.value,
        effects=effects,
    )


def mind(respond: Scripted) -> Mind:
    return Mind(say=say, open_respond=lambda: nullcontext(respond))
