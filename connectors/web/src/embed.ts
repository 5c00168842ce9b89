// One script tag on another site: a button, and the chat in a frame of ours. Nothing is stored there, nothing read.

(() => {
  const script = document.currentScript as HTMLScriptElement | null;
  if (!script) return;
  const home = new URL(script.src).origin;
  const all = JSON.parse("DALIL_WORDS") as Record<string, Record<string, string>>;
  const asked = (script.dataset["language"] || document.documentElement.lang || navigator.language).slice(0, 2);
  const language = asked in all ? asked : "en";
  const words = all[language] ?? {};
  const away = language === "ar" ? "left" : "right";
  let frame: HTMLIFrameElement | null = null;

  const dress = (node: HTMLElement, rules: Record<string, string>): void => {
    for (const [name, value] of Object.entries(rules)) node.style.setProperty(name, value, "important");
  };

  const button = document.createElement("button");
  button.type = "button";
  button.lang = language;
  button.textContent = words["web_open_chat"] ?? "";
  button.setAttribute("aria-expanded", "false");
  dress(button, {
    all: "initial",
    position: "fixed",
    bottom: "16px",
    [away]: "16px",
    "z-index": "2147483000",
    "min-height": "48px",
    padding: "0 20px",
    "border-radius": "24px",
    background: "#0d5c63",
    color: "#fff",
    font: "600 16px/1.2 system-ui, sans-serif",
    cursor: "pointer",
    "box-shadow": "0 2px 12px rgb(0 0 0 / .25)",
  });
  button.addEventListener("focus", () => dress(button, { outline: "3px solid #ffbf47", "outline-offset": "2px" }));
  button.addEventListener("blur", () => dress(button, { outline: "none" }));

  const open = (): void => {
    frame ??= made();
    dress(frame, { display: "block" });
    button.setAttribute("aria-expanded", "true");
    button.hidden = true;
    dress(button, { display: "none" });
    frame.focus();
  };
  const close = (): void => {
    if (frame) dress(frame, { display: "none" });
    button.setAttribute("aria-expanded", "false");
    dress(button, { display: "block" });
    button.focus();
  };
  const made = (): HTMLIFrameElement => {
    const node = document.createElement("iframe");
    node.src = `${home}/?embed=1&lang=${language}`;
    node.title = words["web_title"] ?? "";
    node.referrerPolicy = "no-referrer";
    const narrow = innerWidth < 500;
    dress(node, {
      position: "fixed",
      bottom: narrow ? "0" : "16px",
      [away]: narrow ? "0" : "16px",
      width: narrow ? "100%" : "400px",
      height: narrow ? "100%" : "min(640px, calc(100% - 32px))",
      border: "0",
      "border-radius": narrow ? "0" : "16px",
      "z-index": "2147483001",
      "box-shadow": "0 8px 40px rgb(0 0 0 / .3)",
      background: "#fff",
      "color-scheme": "normal",
    });
    document.body.append(node);
    return node;
  };

  addEventListener("message", (event: MessageEvent<{ dalil?: string; to?: string }>) => {
    if (event.origin !== home || !frame || event.source !== frame.contentWindow) return;
    if (event.data.dalil === "close") close();
    if (event.data.dalil === "exit" && /^https?:/.test(event.data.to ?? "")) {
      document.documentElement.hidden = true;
      location.replace(event.data.to ?? home);
    }
  });
  button.addEventListener("click", open);
  const mount = (): void => void document.body.append(button);
  if (document.body) mount();
  else addEventListener("DOMContentLoaded", mount);
})();
