// The words of the page in another language, without loading it again.

import { block } from "./draw";
import type { Words } from "./shapes";

export function relabel(root: ParentNode, spoken: Words): void {
  document.documentElement.lang = spoken.language;
  document.documentElement.dir = spoken.dir;
  document.title = spoken.words["web_title"] ?? "";
  const put = (name: string, set: (node: HTMLElement, words: string) => void): void => {
    root.querySelectorAll<HTMLElement>(`[data-${name}]`).forEach((node) => {
      set(node, spoken.words[node.getAttribute(`data-${name}`) ?? ""] ?? "");
    });
  };
  put("say", (node, words) => (node.textContent = words));
  put("label", (node, words) => node.setAttribute("aria-label", words));
  put("hint", (node, words) => node.setAttribute("placeholder", words));
  root.querySelector("#greeting .b")?.replaceChildren(...spoken.greeting.map(block));
  root.querySelectorAll<HTMLElement>("[name=switch]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.getAttribute("value") === spoken.language));
  });
}
