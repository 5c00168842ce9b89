// Replies as elements, the same ones as the server's template makes.

import type { Block, Card, Choice, Reply, Span } from "./shapes";

type Child = Node | string;
type Attributes = Record<string, string>;

export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const SAFE = /^(https?:\/\/|tel:|mailto:)/;

export function link(address: string, attributes: Attributes, ...children: Child[]): HTMLElement {
  if (!SAFE.test(address)) return el("span", attributes, ...children);
  const away: Attributes = /^http/.test(address)
    ? { target: "_blank", rel: "noopener noreferrer nofollow", referrerpolicy: "no-referrer" }
    : {};
  return el("a", { ...attributes, ...away, href: address }, ...children);
}

function span(part: Span): Child {
  if (typeof part === "string") return part;
  if ("b" in part) return el("strong", {}, part.b);
  if ("i" in part) return el("bdi", { dir: "ltr" }, part.i);
  return link(part.a, {}, el("bdi", {}, part.t));
}

function line(parts: Span[]): Child[] {
  return parts.map(span);
}

export function block(shape: Block): HTMLElement {
  const way: Attributes = shape.d ? { dir: shape.d } : {};
  if (shape.k === "h") return el("h2", way, ...line(shape.s ?? []));
  if (shape.k === "p") {
    const lines = (shape.lines ?? []).map((parts, n) => (n ? [el("br"), ...line(parts)] : line(parts)));
    return el("p", way, ...lines.flat());
  }
  const items = (shape.items ?? []).map((parts) => el("li", {}, ...line(parts)));
  return shape.k === "ul" ? el("ul", way, ...items) : el("ol", { ...way, start: String(shape.start ?? 1) }, ...items);
}

function card(shape: Card): HTMLElement {
  const made = el("div", { class: "card" }, el("strong", {}, el("bdi", {}, shape.name)));
  if (shape.details.length) made.append(el("span", { class: "small" }, ...line(shape.details)));
  if (shape.note) made.append(el("span", { class: "small note" }, shape.note));
  if (shape.tel) made.append(link(shape.tel, { class: "call" }, shape.call + " ", el("bdi", { dir: "ltr" }, shape.phone)));
  return made;
}

function choice(shape: Choice): HTMLElement {
  if (shape.url) return link(shape.url, { class: "choice" }, shape.label);
  return el("button", { class: "choice", name: "payload", value: shape.payload ?? "" }, shape.label);
}

export function bubble(who: string, text: string, ...inside: Child[]): HTMLElement {
  return el("div", { class: `m ${who}` }, el("span", { class: "away" }, text + ": "), el("div", { class: "b" }, ...inside));
}

export function reply(shape: Reply, bot: string): HTMLElement {
  const made = bubble("bot", bot, ...shape.blocks.map(block), ...shape.cards.map(card));
  const inside = made.lastElementChild as HTMLElement;
  inside.lang = shape.language;
  inside.dir = shape.dir;
  made.dataset["seq"] = String(shape.seq);
  if (shape.sources.length) {
    inside.append(el("div", { class: "sources" }, ...shape.sources.map((parts) => el("p", {}, ...line(parts)))));
  }
  if (shape.buttons.length) {
    const way = { class: "choices", lang: shape.language, dir: shape.dir };
    made.append(el("form", way, ...shape.buttons.map(choice)));
  }
  return made;
}
