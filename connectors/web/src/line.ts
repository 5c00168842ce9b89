// Replies coming in: a stream that resumes after the last seq seen, or long polls where streams do not get through.

import { backoff } from "./outbox";
import type { Session } from "./session";
import type { Reply, State } from "./shapes";

const SILENCE_MS = 40_000; // the server beats every 15 s
const FIRST_MS = 10_000; // a stream says something at once, or a proxy holds it back
const POLL_S = 25;

export interface Ears {
  reply: (shape: Reply) => void;
  state: (shape: State) => void;
  over: () => void;
  connected: (up: boolean) => void;
}

export class Line {
  private streams = true;
  private running = false;
  private failures = 0;
  private heard = 0;
  private generation = 0;
  private call = new AbortController();
  private wakeUp: () => void = () => undefined;

  constructor(
    private readonly session: Session,
    private readonly ears: Ears,
    private last: number,
  ) {}

  /** Listens from now on; calling it again changes nothing, unless there is another session. */
  open(): void {
    if (this.generation !== this.session.generation) {
      if (this.generation) this.last = 0;
      this.generation = this.session.generation;
      this.call.abort();
    }
    if (this.running) return;
    this.running = true;
    void this.listen();
  }

  /** The network or the person is back: do not wait for the next try, and do not trust a silent stream. */
  wake(): void {
    if (Date.now() - this.heard > SILENCE_MS / 2) this.call.abort();
    this.wakeUp();
  }

  private async listen(): Promise<void> {
    while (this.running) {
      this.call = new AbortController();
      try {
        await (this.streams ? this.stream() : this.poll());
      } catch {
        this.failures += 1;
        if (this.failures > 1) this.ears.connected(false);
      }
      if (this.running && (this.streams || this.failures)) await this.rest(backoff(this.failures));
    }
  }

  private async get(path: string): Promise<Response> {
    const answer = await fetch(path, { headers: this.session.headers(), signal: this.call.signal, cache: "no-store" });
    if (answer.status === 401) {
      this.session.refused();
      this.running = false; // until something is said again
    }
    if (!answer.ok) throw new Error(String(answer.status));
    return answer;
  }

  private async stream(): Promise<void> {
    let timer = this.abortAfter(FIRST_MS);
    let first = true;
    try {
      const answer = await this.get(`/chat/events?after=${this.last}`);
      if (!answer.body) throw this.giveUpStreams();
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      for (let rest = "", part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(timer);
        timer = this.abortAfter(SILENCE_MS);
        first = false;
        this.up();
        const events = (rest + decoder.decode(part.value, { stream: true })).split("\n\n");
        rest = events.pop() ?? "";
        events.forEach((event) => this.take(event));
      }
    } catch (reason) {
      if (first && this.call.signal.aborted && navigator.onLine && this.failures > 0) this.giveUpStreams();
      throw reason;
    } finally {
      clearTimeout(timer);
    }
  }

  private async poll(): Promise<void> {
    const timer = this.abortAfter(2 * POLL_S * 1000);
    try {
      const answer = await this.get(`/chat/poll?after=${this.last}&wait=${this.failures ? 0 : POLL_S}`);
      const page = (await answer.json()) as { events: Reply[]; state: State; over: boolean };
      this.up();
      page.events.forEach((event) => this.reply(event));
      this.ears.state(page.state);
      if (page.over) this.end();
    } finally {
      clearTimeout(timer);
    }
  }

  private take(event: string): void {
    let name = "";
    let data = "";
    for (const row of event.split("\n")) {
      if (row.startsWith("event: ")) name = row.slice(7);
      if (row.startsWith("data: ")) data = row.slice(6);
    }
    if (name === "reply") this.reply(JSON.parse(data) as Reply);
    if (name === "state") this.ears.state(JSON.parse(data) as State);
    if (name === "over") this.end();
  }

  private reply(shape: Reply): void {
    if (shape.seq <= this.last) return;
    this.last = shape.seq;
    this.ears.reply(shape);
  }

  private up(): void {
    this.heard = Date.now();
    this.failures = 0;
    this.ears.connected(true);
  }

  private end(): void {
    this.running = false;
    this.ears.over();
  }

  private giveUpStreams(): Error {
    this.streams = false;
    return new Error("no stream");
  }

  private abortAfter(ms: number): ReturnType<typeof setTimeout> {
    const { call } = this;
    return setTimeout(() => call.abort(), ms);
  }

  private rest(ms: number): Promise<void> {
    return new Promise((done) => {
      this.wakeUp = done;
      setTimeout(done, ms);
    });
  }
}
