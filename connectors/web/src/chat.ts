// The chat page: takes over from the plain forms.

import { bubble, el, reply as drawn } from "./draw";
import { leaveFor, onShiftThrice } from "./exit";
import { Line } from "./line";
import { Outbox, type Delivery, type Said, type Waiting } from "./outbox";
import { Session } from "./session";
import type { Reply, State, Words } from "./shapes";
import { relabel } from "./speech";

const SIZES = ["", "larger", "largest"];
const NEAR_END_PX = 160;
const TALL = 0.55; // of the screen: such an answer is shown from its beginning

class Chat {
  private readonly root = document.documentElement;
  private readonly facts = document.body.dataset;
  private readonly log = byId("log");
  private readonly field = byId("text") as HTMLTextAreaElement;
  private readonly framed = "embed" in this.facts;
  private spoken = JSON.parse(this.facts["words"] ?? "") as Words;
  private readonly session = new Session(this.framed, "session" in this.facts, this.spoken.language);
  private readonly outbox = new Outbox(this.session, () => this.line.open());
  private readonly line = new Line(
    this.session,
    {
      reply: (shape) => this.show(shape),
      state: (shape) => this.settle(shape),
      over: () => this.leave(),
      connected: (up) => this.connected(up),
    },
    Number(this.facts["last"] ?? 0),
  );
  private typing: HTMLElement | null = null;

  begin(): void {
    this.root.classList.add("script");
    this.takeForms();
    this.takeKeys();
    this.takeButtons();
    this.takeNetwork();
    if (!this.log.childElementCount) return;
    this.scrollToEnd();
    if (this.session.known) this.line.open();
  }

  private takeForms(): void {
    document.addEventListener("submit", (event) => {
      const button = event.submitter as HTMLButtonElement | null;
      event.preventDefault();
      const form = (event.target as HTMLFormElement).id;
      if (form === "composer") this.send();
      else if (form === "exit") this.leave();
      else if (button?.name === "switch") void this.speak(button.value);
      else if (button?.name === "text") this.say({ text: button.value }, button.value);
      else if (button) this.say({ payload: button.value }, button.textContent ?? "");
    });
  }

  private takeKeys(): void {
    this.field.addEventListener("keydown", (event) => {
      const touch = matchMedia("(pointer: coarse)").matches;
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || touch) return;
      event.preventDefault();
      this.send();
    });
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (byId("menu").hasAttribute("open")) byId("menu").removeAttribute("open");
      else this.tellSite("close");
    });
    onShiftThrice(() => this.leave());
  }

  private takeButtons(): void {
    let size = 0;
    on("size", () => {
      size = (size + 1) % SIZES.length;
      this.root.dataset["size"] = SIZES[size] ?? "";
    });
    on("print", () => print());
    on("close", () => this.tellSite("close"));
    on("news", () => this.scrollToEnd());
    const seen = (): void => void (this.isAtEnd() && (byId("news").hidden = true));
    addEventListener("scroll", seen, { passive: true });
    this.field.addEventListener("focus", () => void this.session.start().catch(() => undefined), { once: true });
  }

  private takeNetwork(): void {
    addEventListener("online", () => {
      this.line.wake();
      this.outbox.all();
    });
    addEventListener("offline", () => this.connected(false));
    document.addEventListener("visibilitychange", () => document.hidden || this.line.wake());
  }

  private send(): void {
    const text = this.field.value;
    if (!text.trim()) return;
    this.field.value = "";
    this.say({ text }, text.trim());
    this.field.focus();
  }

  private say(said: Said, label: string): void {
    byId("intro").classList.add("begun");
    const made = bubble("me", this.word("web_you"), el("p", { dir: "auto" }, label));
    const state = el("div", { class: "state" });
    made.append(state);
    if (this.typing) this.typing.before(made);
    else this.log.append(made);
    this.scrollToEnd();
    const waiting = this.outbox.say(said, (now) => {
      made.dataset["state"] = now;
      state.replaceChildren(...this.delivery(now, () => waiting));
    });
  }

  private delivery(now: Delivery, waiting: () => Waiting): (string | Node)[] {
    if (now !== "failed") return [this.word(`web_${now}`)];
    this.announce("web_failed");
    const again = el("button", { type: "button", class: "again" }, this.word("web_retry"));
    again.addEventListener("click", () => this.outbox.again(waiting()));
    return [this.word("web_failed"), " ", again];
  }

  private show(shape: Reply): void {
    const follow = this.isAtEnd();
    const made = drawn(shape, this.word("web_bot"));
    if (this.typing) this.typing.before(made);
    else this.log.append(made);
    if (!follow) byId("news").hidden = false;
    else if (made.getBoundingClientRect().height > innerHeight * TALL) made.scrollIntoView({ block: "start" });
    else this.scrollToEnd();
  }

  private settle(state: State): void {
    this.announce(state.waiting ? "web_typing" : "");
    if (!state.waiting) {
      this.typing?.remove();
      this.typing = null;
    } else if (!this.typing) {
      const dots = el("div", { class: "b" }, el("i"), el("i"), el("i"));
      this.typing = el("div", { class: "m bot typing", "aria-hidden": "true" }, dots);
      const follow = this.isAtEnd();
      this.log.append(this.typing);
      if (follow) this.scrollToEnd();
    }
    if (state.first > 1) this.forget(state.first);
  }

  /** The words before this reply were erased on the server: they leave the screen too. */
  private forget(first: number): void {
    const kept = this.log.querySelector(`[data-seq="${first}"]`);
    while (kept?.previousElementSibling) kept.previousElementSibling.remove();
  }

  private async speak(language: string): Promise<void> {
    const answer = await fetch(`/chat/words?lang=${language}`, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return;
    this.spoken = (await answer.json()) as Words;
    this.session.language = this.spoken.language;
    relabel(document, this.spoken);
    byId("menu").removeAttribute("open");
    this.field.focus();
    this.outbox.say({ text: `/language ${this.spoken.language}` }, () => undefined);
  }

  private connected(up: boolean): void {
    byId("offline").hidden = up;
    if (up) this.outbox.all();
  }

  private leave(): void {
    leaveFor(this.facts["exit"] ?? "/", this.session.farewell());
  }

  private announce(key: string): void {
    byId("status").textContent = key && this.word(key);
  }

  private word(key: string): string {
    return this.spoken.words[key] ?? "";
  }

  private tellSite(what: string): void {
    if (this.framed) parent.postMessage({ dalil: what }, "*");
  }

  private isAtEnd(): boolean {
    return innerHeight + scrollY > this.root.scrollHeight - NEAR_END_PX;
  }

  private scrollToEnd(): void {
    byId("news").hidden = true;
    scrollTo(0, this.root.scrollHeight);
  }
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(id);
  return found;
}

function on(id: string, act: () => void): void {
  document.getElementById(id)?.addEventListener("click", act);
}

new Chat().begin();
