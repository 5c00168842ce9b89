// Messages on their way: one after the other, each with an id of its own, so that trying again never says it twice.

import { post, type Session } from "./session";

export type Delivery = "sending" | "sent" | "failed";
export type Said = { text: string } | { payload: string };

export interface Waiting {
  id: string;
  said: Said;
  tell: (now: Delivery) => void;
}

const TRIES = 4;
const REFUSED = [400, 403, 413];

export class Outbox {
  private readonly queue: Waiting[] = [];
  private readonly failed: Waiting[] = [];
  private busy = false;

  constructor(
    private readonly session: Session,
    private readonly sent: () => void,
  ) {}

  say(said: Said, tell: (now: Delivery) => void): Waiting {
    const waiting = { id: uuid(), said, tell };
    this.push(waiting);
    return waiting;
  }

  again(waiting: Waiting): void {
    const place = this.failed.indexOf(waiting);
    if (place >= 0) this.failed.splice(place, 1);
    this.push(waiting);
  }

  /** The line is back: whatever failed goes out again, in its order. */
  all(): void {
    for (const waiting of this.failed.splice(0)) this.push(waiting);
  }

  private push(waiting: Waiting): void {
    waiting.tell("sending");
    this.queue.push(waiting);
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let next = this.queue[0]; next; next = this.queue[0]) {
      const outcome = await this.deliver(next);
      if (outcome === "failed") this.hold();
      else this.queue.shift();
      if (outcome === "refused") next.tell("failed");
      if (outcome !== "sent") continue;
      next.tell("sent");
      this.sent();
    }
    this.busy = false;
  }

  /** The line is down: what waits behind the failed one waits too, so that the order holds. */
  private hold(): void {
    for (const waiting of this.queue.splice(0)) {
      this.failed.push(waiting);
      waiting.tell("failed");
    }
  }

  private async deliver(waiting: Waiting): Promise<"sent" | "failed" | "refused"> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      if (attempt) await pause(backoff(attempt));
      try {
        await this.session.start();
        const answer = await this.post(waiting);
        if (answer.ok) return "sent";
        if (REFUSED.includes(answer.status)) return "refused";
        if (answer.status === 401) this.session.refused();
        if (answer.status === 429) await pause(1000 * Number(answer.headers.get("Retry-After") ?? 2));
      } catch {
        continue;
      }
    }
    return "failed";
  }

  private post(waiting: Waiting): Promise<Response> {
    const body = { client_msg_id: waiting.id, language: this.session.language, ...waiting.said };
    return post("/chat/messages", body, this.session.headers());
  }
}

/** Full jitter: those who lost the line together do not come back together. */
export function backoff(attempt: number): number {
  return Math.random() * Math.min(1000 * 2 ** attempt, 30_000);
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
