"use strict";
// The handbook's search box, and the note on a page that has grown old. No request leaves the folder.
// `normalise` and `terms` do what knowledge/language/characters.py and knowledge/handbook/searchable.py do.

const INVISIBLE =
  /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u034f\u061c\u115f\u1160\u180e\u2800\u3164\ufe00-\ufe0f\ufff9-\ufffb\uffa0\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08ca-\u08ff\u{e0000}-\u{e007f}]/gu;
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/g;
const LETTERS = {
  "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ک": "ك", "ڪ": "ك", "ی": "ي", "ے": "ي",
  "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ه", "ڭ": "گ", "ݣ": "گ", "ڨ": "ق", "ڤ": "ف", "ڥ": "ف", "پ": "ب", "چ": "ش", "ژ": "ج",
  "œ": "oe", "æ": "ae", "،": ",", "؛": ";", "؟": "?", "ß": "ss", "ς": "σ",
};
const ARABIC_ARTICLE = /^(?:[وفبك]?ال|لل)(?=[\p{L}\p{N}]{3})/u;
const MOST = 30;
const PLACES = 4; // answer, a phrasing, several phrasings, title
const WEIGHTS = [0.4, 0.7, 0.85, 1];
const ENOUGH = 0.35; // of the best score

function readable(text) {
  return text.replace(INVISIBLE, "").replace(CONTROL, " ").replace(/\s+/g, " ").trim();
}

function normalise(text) {
  const marked = readable(text.replace(/[’‘‛ʼʻ′`´]/g, "'")).normalize("NFKC");
  return readable(marked)
    .normalize("NFKC")
    .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .toLowerCase()
    .replace(/[^\x00-\x7f]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/(\p{L})\1{2,}/gu, "$1$1")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]+/g, "")
    .normalize("NFC");
}

function terms(text) {
  const words = normalise(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length > 1 || /^\d$/.test(word)).map((word) => word.replace(ARABIC_ARTICLE, ""));
}

/** Every indexed word with its places: [word, [[article, place], ...]]. */
function unpacked(data) {
  return data.words.split("|").map((entry) => {
    const [word, numbers] = entry.split(":");
    let value = 0;
    const places = numbers.split(" ").map((difference) => {
      value += parseInt(difference, 36);
      return [Math.floor(value / PLACES), value % PLACES];
    });
    return [word, places];
  });
}

/** How well each article holds the words that begin with the term; a shorter beginning when none does. */
function holding(term, index) {
  const found = new Map();
  for (const [word, places] of index) {
    if (!word.startsWith(term)) continue;
    const closeness = word === term ? 1 : 0.3 + (0.5 * term.length) / word.length;
    for (const [article, place] of places) {
      found.set(article, Math.max(found.get(article) ?? 0, closeness * WEIGHTS[place]));
    }
  }
  return found.size || term.length < 5 ? found : holding(term.slice(0, -1), index);
}

/** Numbers of articles, best first: rare words count more. */
function ranked(query, index, size) {
  const scores = new Map();
  for (const term of new Set(terms(query))) {
    const found = holding(term, index);
    const rarity = Math.log(1 + size / (found.size || 1)) ** 1.5;
    for (const [article, weight] of found) scores.set(article, (scores.get(article) ?? 0) + rarity * weight);
  }
  const best = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return best.filter(([, score]) => score >= best[0][1] * ENOUGH).slice(0, MOST).map(([article]) => article);
}

function startSearch(form) {
  const query = document.getElementById("query");
  const found = document.getElementById("found");
  const results = document.getElementById("results");
  const list = document.getElementById("list");
  let index = null;

  // The words are a third of a megabyte: they come when somebody wants to search.
  function load() {
    if (document.getElementById("data")) return;
    const script = document.createElement("script");
    script.id = "data";
    script.src = "search-data.js";
    script.onload = () => {
      index = unpacked(DALIL_SEARCH);
      show();
    };
    document.head.append(script);
  }

  function line(id) {
    const link = list.querySelector(`a[href="${id}.html"]`).cloneNode(true);
    const country = document.createElement("small");
    country.textContent = list.querySelector(`a[href="${id}.html"]`).closest("details").querySelector("h2").textContent;
    link.append(country);
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  function show() {
    const asked = terms(query.value).length > 0;
    if (asked) load();
    history.replaceState(null, "", asked ? `#q=${encodeURIComponent(query.value)}` : location.pathname);
    if (asked && !index) return;
    const numbers = asked ? ranked(query.value, index, DALIL_SEARCH.ids.length) : [];
    results.replaceChildren(...numbers.map((number) => line(DALIL_SEARCH.ids[number])));
    results.hidden = !numbers.length;
    list.hidden = numbers.length > 0;
    const words = numbers.length ? found.dataset.found.replace("{count}", numbers.length) : found.dataset.none;
    found.textContent = asked ? words : "";
  }

  function move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && query.value) {
      query.value = "";
      show();
      query.focus();
    } else if (step && !results.hidden) {
      const stops = [query, ...results.querySelectorAll("a")];
      const next = stops[stops.indexOf(document.activeElement) + step];
      if (!next) return;
      event.preventDefault();
      next.focus();
    }
  }

  form.hidden = false;
  query.addEventListener("focus", load);
  query.addEventListener("input", show);
  form.addEventListener("keydown", move);
  results.addEventListener("keydown", move);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    results.querySelector("a")?.focus();
  });
  if (location.hash.startsWith("#q=")) {
    query.value = decodeURIComponent(location.hash.slice(3));
    show();
  }
}

/** A page that was saved or printed long ago says so. */
function warnWhenOld(article) {
  const today = new Date().toLocaleDateString("sv"); // year-month-day
  const note = document.getElementById("outdated");
  if (note && today > article.dataset.reviewBy) note.hidden = false;
}

const form = document.getElementById("search");
const article = document.querySelector("[data-review-by]");
if (form) startSearch(form);
if (article) warnWhenOld(article);
