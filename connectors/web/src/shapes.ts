// What the server sends. It is laid out already: nothing is parsed here, and text only ever becomes text.

export type Span = string | { b: string } | { a: string; t: string } | { i: string };

export interface Block {
  k: "p" | "h" | "ul" | "ol";
  d?: "rtl" | "ltr";
  lines?: Span[][];
  items?: Span[][];
  s?: Span[];
  start?: number;
}

export interface Card {
  name: string;
  phone: string;
  tel: string;
  call: string;
  details: Span[];
  note: string;
}

export interface Choice {
  label: string;
  payload?: string;
  url?: string;
}

export interface Reply {
  seq: number;
  language: string;
  dir: string;
  blocks: Block[];
  cards: Card[];
  sources: Span[][];
  buttons: Choice[];
}

export interface State {
  waiting: boolean;
  first: number;
  last: number;
}

export interface Words {
  language: string;
  dir: string;
  words: Record<string, string>;
  greeting: Block[];
}
