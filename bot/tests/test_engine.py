"""The trained engine over HTTP: every act of the contract."""

import json
import threading

import pytest

from tests.conftest import Conversation, Engine

ASKED = {"origin": None, "destination": None, "present_in": None, "follow_up": False}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("salam", {"say": "greet"}),
        ("عسلامة", {"say": "greet"}),
        ("Guten Tag", {"say": "greet"}),
        ("bslama", {"say": "goodbye"}),
        ("arrivederci", {"say": "goodbye"}),
        ("شكرا بزاف", {"say": "thanks"}),
        ("merci beaucoup", {"say": "thanks"}),
        ("aywa", {"say": "affirm_ack"}),
        ("لا شكرا", {"say": "deny_ack"}),
        ("chkoun enti", {"say": "about"}),
        ("are you a robot?", {"say": "about"}),
        ("aiuto", {"say": "help"}),
        ("شنو كتعرف دير", {"say": "help"}),
        ("what's the weather tomorrow", {"say": "out_of_scope"}),
        ("ektebli code python", {"say": "out_of_scope"}),
        ("انت غبي", {"say": "abuse"}),
        ("voglio parlare con una persona", {"run": "handoff"}),
        ("عايز اكلم حد", {"run": "handoff"}),
        ("supprimez toutes mes données", {"run": "delete_data"}),
        ("fassakh ma3loumeti", {"run": "delete_data"}),
        ("english please", {"run": "change_language", "language": "en"}),
        ("جاوبني بالفرنسية", {"run": "change_language", "language": "fr"}),
        ("change language", {"run": "change_language", "language": None}),
        ("das war hilfreich", {"run": "feedback", "helpful": True}),
        ("ma nf3nich", {"run": "feedback", "helpful": False}),
    ],
)
def test_small_talk_and_orders_become_their_act(person: Conversation, text: str, act: dict[str, object]) -> None:
    assert person.say(text) == [act]


@pytest.mark.parametrize(
    ("text", "corridor"),
    [
        ("salam chhal khassni flous bach nmchi n9ra f almanya", {"destination": "DE"}),
        ("je suis au Maroc, quel visa pour aller en Belgique ?", {"destination": "BE", "present_in": "MA"}),
        ("أنا من مصر، ما هي الوثائق المطلوبة لتأشيرة العمل في إيطاليا؟", {"origin": "EG", "destination": "IT"}),
        ("bech nemchi nekhdem fel italie chnia lezemni", {"destination": "IT"}),
        ("3ayez a3raf el wara2 el matlob l visa shoghl almanya", {"destination": "DE"}),
        ("my boss doesn't pay me, what can I do", {}),
        ("come rinnovo il permesso di soggiorno", {}),
        ("wie viele stunden darf ein student in frankreich arbeiten", {"destination": "FR"}),
    ],
)
def test_a_question_is_looked_up_with_the_countries_that_it_names(person: Conversation, text: str, corridor: dict[str, str]) -> None:
    (act,) = person.say(text)
    asked = act["look_up"]
    confidence = asked.pop("confidence")
    assert asked == {**ASKED, **corridor}
    assert 0.3 < confidence <= 1


@pytest.mark.parametrize("text", ["and for Italy?", "w talyan?", "وإيطاليا؟", "et pour l'Italie ?"])
def test_a_follow_up_keeps_the_corridor_and_changes_what_it_names(person: Conversation, text: str) -> None:
    person.say("from Morocco to Germany, how much does the visa cost?")
    (act,) = person.say(text)
    assert act["look_up"]["follow_up"] is True
    assert (act["look_up"]["origin"], act["look_up"]["destination"]) == ("MA", "IT")


@pytest.mark.parametrize("text", ["", "   ", "\x00\x01", "🦆🦆🦆", "<b>hi</b> <script>", "x" * 5000, "ﷺ" * 50, "/restart"])
def test_whatever_is_typed_gets_an_act(person: Conversation, text: str) -> None:
    assert person.say(text)


def test_nothing_said_is_looked_up_without_any_confidence(person: Conversation) -> None:
    assert person.say("  ") == [{"look_up": {**ASKED, "confidence": 0.0}}]


@pytest.mark.parametrize(
    ("payload", "acts"),
    [
        ('/feedback{"helpful": true}', [{"run": "feedback", "helpful": True}]),
        ('/feedback{"helpful": false}', [{"run": "feedback", "helpful": False}]),
        ("/feedback", [{"run": "feedback", "helpful": None}]),
        ("/handoff", [{"run": "handoff"}]),
        ("/menu", [{"run": "menu"}]),
        ("/delete_data", [{"run": "delete_data"}]),
        ('/change_language{"language": "fr"}', [{"run": "change_language", "language": "fr"}]),
        ('/change_language{"language": "xx"}', [{"run": "change_language", "language": None}]),
        ("/set_profile", [{"say": "ask_from"}]),
    ],
)
def test_a_button_becomes_its_act(person: Conversation, payload: str, acts: list[dict[str, object]]) -> None:
    assert person.say(payload) == acts


def test_a_button_that_sets_one_country_leaves_the_others_null(person: Conversation) -> None:
    saved, said = person.say('/set_profile{"destination": "DE"}')
    assert saved == {"run": "set_profile", "origin": None, "destination": "DE", "present_in": None, "occupation": None}
    assert said == {"say": "profile_saved"}


def test_a_profile_in_one_sentence_is_saved_at_once(person: Conversation) -> None:
    saved, said = person.say("ana momareda men masr w ray7a italia")
    assert saved == {"run": "set_profile", "origin": "EG", "destination": "IT", "present_in": None, "occupation": "nurse"}
    assert said == {"say": "profile_saved"}


def test_the_form_asks_one_thing_at_a_time_and_saves_at_the_end(person: Conversation) -> None:
    assert person.say("bghit nbedel lma3lomat dyali") == [{"say": "ask_from"}]
    assert person.say("lmaghrib") == [{"say": "ask_to"}]
    assert person.say("l almanya") == [{"say": "ask_present"}]
    assert person.say("rani f tanja") == [{"say": "ask_occupation"}]
    assert person.say("khdam tbakh") == [
        {"run": "set_profile", "origin": "MA", "destination": "DE", "present_in": "MA", "occupation": "cook"},
        {"say": "profile_saved"},
    ]
    assert person.say("chokran") == [{"say": "thanks"}]


def test_a_question_in_the_middle_of_the_form_is_answered_and_the_form_goes_on(person: Conversation) -> None:
    person.say("je veux modifier mon profil")
    assert person.say("Tunisie") == [{"say": "ask_to"}]
    looked_up, asked = person.say("combien coute le visa pour l'italie")
    assert looked_up["look_up"]["destination"] == "IT"
    assert asked == {"say": "ask_to"}
    assert person.say("merci") == [{"say": "thanks"}, {"say": "ask_to"}]
    assert person.say("la France") == [{"say": "ask_present"}]


@pytest.mark.parametrize("text", ["stop", "لا", "annuler"])
def test_the_form_can_be_stopped(person: Conversation, text: str) -> None:
    person.say("/set_profile")
    assert person.say(text) == [{"say": "form_cancelled"}]
    assert person.say("hello") == [{"say": "greet"}]


def test_asking_for_a_person_ends_the_form(person: Conversation) -> None:
    person.say("/set_profile")
    assert person.say("/handoff") == [{"run": "handoff"}]
    assert person.say("hello") == [{"say": "greet"}]


def test_a_country_that_is_not_ours_is_an_answer_and_saved_as_unknown(person: Conversation) -> None:
    person.say("/set_profile")
    assert person.say("I'm from Algeria") == [{"say": "ask_to"}]


def test_a_form_that_starts_again_forgets_the_last_profile(person: Conversation) -> None:
    person.say("ana momareda men masr w ray7a italia")
    assert person.say("change my profile") == [{"say": "ask_from"}]


def test_two_people_do_not_share_a_profile(engine: Engine) -> None:
    engine.conversation().say("I am from Morocco and I want to go to Germany")
    (act,) = engine.conversation().say("how do i renew my residence permit")
    assert act["look_up"]["destination"] is None


def test_a_turn_that_is_sent_again_is_answered_again_and_done_once(person: Conversation) -> None:
    person.say("/set_profile")
    first = person.say("Morocco", turn_id="t1")
    assert first == person.say("Morocco", turn_id="t1") == [{"say": "ask_to"}]
    assert person.say("Germany", turn_id="t2") == [{"say": "ask_present"}]


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"sender": "a"}', b'{"sender": 1, "message": "x"}', b""])
def test_a_malformed_request_is_refused(engine: Engine, body: bytes) -> None:
    status, answer = engine.post(body)
    assert status == 400
    assert answer["error"]


def test_people_who_write_at_the_same_time_get_their_own_answers(engine: Engine) -> None:
    answers: dict[str, list[dict[str, object]]] = {}

    def ask(country: str) -> None:
        answers[country] = engine.conversation().say(f"visa requirements for {country}?")

    threads = [threading.Thread(target=ask, args=(name,)) for name in ("Germany", "Italy", "France", "Belgium")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = {name: json.loads(json.dumps(acts))[0]["look_up"]["destination"] for name, acts in answers.items()}
    assert found == {"Germany": "DE", "Italy": "IT", "France": "FR", "Belgium": "BE"}


def test_what_people_say_is_not_in_the_log(engine: Engine) -> None:
    engine.conversation().say("my secret word is rhinoceros")
    engine.conversation().say('/feedback{"rhinoceros')
    engine.conversation().say("/rhinoceros{")
    engine.post(b'{"sender": "a", "message": {"text": "rhinoceros"}}')
    assert "rhinoceros" not in engine.log.read_text(errors="replace")


def _asks(question: str, *, begins: bool = False, **heard: str) -> dict[str, object]:
    return {"run": "report", "ask": question, "begins": begins, "heard": heard}


@pytest.mark.parametrize("text", ["/report", "I want to report my boss", "bghit nched chekaya", "je veux raconter ce qui s'est passé"])
def test_a_report_begins_with_its_first_question(person: Conversation, text: str) -> None:
    assert person.say(text) == [_asks("kind", begins=True)]


def test_a_report_is_told_by_buttons_and_in_words_and_ends_with_a_yes(person: Conversation) -> None:
    assert person.say('/report{"report_kind": "unpaid_wages"}') == [_asks("since", begins=True, kind="unpaid_wages")]
    assert person.say("depuis mars", asked="since") == [_asks("where", since="depuis mars")]
    assert person.say("f talyan", asked="where") == [_asks("employer", where="IT")]
    assert person.say('/report_answer{"report_employer": "yes"}') == [_asks("name", employer="yes")]
    assert person.say('/report_answer{"report_name": "said"}') == [_asks("wish", name="said")]
    assert person.say("no, since June", asked="wish") == [_asks("wish", since="since June")]
    assert person.say('/report_answer{"report_wish": "advice"}') == [_asks("sure", wish="advice")]
    assert person.say("aywa", asked="sure") == [_asks("end", sure="yes")]
    assert person.say("hello") == [{"say": "greet"}]


def test_a_report_is_interrupted_by_a_question_and_goes_on(person: Conversation) -> None:
    person.say("/report")
    looked_up, asked = person.say("combien coute le visa pour l'italie ?", asked="kind")
    assert looked_up["look_up"]["destination"] == "IT"
    assert asked == _asks("kind")
    changed, asked = person.say("english please", asked="kind")
    assert (changed, asked) == ({"run": "change_language", "language": "en"}, _asks("kind"))


def test_a_report_stops_and_the_next_one_starts_empty(person: Conversation) -> None:
    person.say('/report{"report_kind": "abuse"}')
    assert person.say("/report_stop") == [_asks("stopped")]
    assert person.say("hello") == [{"say": "greet"}]
    assert person.say("/report") == [_asks("kind", begins=True)]


def test_an_engine_that_lost_a_report_takes_it_up_again_from_the_marks(person: Conversation) -> None:
    marks = '/report_answer{"report_kind": "abuse", "report_since": "said", "report_where": "IT"}'
    assert person.say(marks) == [_asks("employer", kind="abuse", since="said", where="IT")]
