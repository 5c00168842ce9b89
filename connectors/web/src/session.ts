// Who speaks: a cookie that scripts cannot read; in a frame, where cookies stay away, a token in memory.

export class Session {
  private starting: Promise<void> | null = null;
  private bearer = "";
  private asked = 0;

  /** How many sessions there were: the replies of another one are counted from the start. */
  generation = 0;

  constructor(
    private readonly framed: boolean,
    public known: boolean,
    public language: string,
  ) {}

  /** Makes sure there is a session; a refused one is replaced, by a token when the cookie did not hold. */
  start(): Promise<void> {
    this.starting ??= this.ask().finally(() => (this.starting = null));
    return this.starting;
  }

  refused(): void {
    this.known = false;
  }

  headers(): Record<string, string> {
    return this.bearer ? { Authorization: `Bearer ${this.bearer}` } : {};
  }

  /** What a beacon carries to end this session: it cannot have headers. */
  farewell(): URLSearchParams {
    return new URLSearchParams(this.bearer ? { session: this.bearer } : {});
  }

  private async ask(): Promise<void> {
    if (this.known) return;
    const bearer = this.framed || this.asked > 0;
    const answer = await post("/chat/start", { bearer, language: this.language }, {});
    if (!answer.ok) throw new Error(String(answer.status));
    this.bearer = ((await answer.json()) as { session?: string }).session ?? "";
    this.asked += 1;
    this.known = true;
    this.generation += 1;
  }
}

export const TIMEOUT_MS = 20_000;

export async function post(path: string, body: object, headers: Record<string, string>): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), TIMEOUT_MS);
  try {
    return await fetch(path, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: late.signal,
      cache: "no-store",
    });
  } finally {
    clearTimeout(timer);
  }
}
