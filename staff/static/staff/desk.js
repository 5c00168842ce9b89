// The desk while it is open: new words and people appear, a sound and a notification without words, keys, and what can be
// inserted into an answer. Everything else works without this script.
(() => {
  const EVERY_MS = 4000;
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const find = (name) => desk.querySelector(`[data-desk-${name}]`);
  const part = find("part");
  const answer = desk.querySelector("textarea[name=text]");
  let known = { mark: "", news: null, alarms: null };

  // --- sound and notification: switched on by hand, remembered on this device ---------------------------------------
  const remembered = (name) => localStorage.getItem(`desk-${name}`) === "on";
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));

  const toggle = (name, button, allow) => {
    press(button, remembered(name));
    button.addEventListener("click", async () => {
      const on = !remembered(name) && (await allow());
      localStorage.setItem(`desk-${name}`, on ? "on" : "off");
      press(button, on);
    });
  };

  const beep = () => {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = 660;
    volume.gain.setValueAtTime(0.2, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.6);
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.6);
    tone.onended = () => audio.close();
  };

  const notify = () => {
    try {
      new Notification(document.title.split(" - ").pop(), { body: desk.dataset.deskSaid, tag: "desk" });
    } catch {
      // Android's browsers show notifications from service workers only.
    }
  };

  toggle("sound", find("sound"), async () => { beep(); return true; });
  toggle("notify", find("notify"), async () => "Notification" in window && (await Notification.requestPermission()) === "granted");

  const tell = () => {
    if (remembered("sound")) beep();
    if (remembered("notify") && document.hidden) notify();
  };

  // --- what is new ----------------------------------------------------------------------------------------------------

  const show = (found) => {
    const log = part.querySelector("[role=log]");
    const atEnd = log && log.scrollTop + log.clientHeight >= log.scrollHeight - 40;
    const focused = document.activeElement?.getAttribute?.("href");
    part.innerHTML = found.html; // rendered and escaped by the server
    if (focused && !part.contains(document.activeElement)) part.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    if (atEnd) toEnd();
    const grew = known.news !== null && (found.news > known.news || found.alarms > known.alarms);
    known = found;
    if (grew) tell();
  };

  const toEnd = () => {
    const log = part.querySelector("[role=log]");
    if (log) log.scrollTop = log.scrollHeight;
  };

  const changedHands = (standing) => {
    if (!standing || standing === desk.dataset.deskStanding) return;
    if (answer?.value.trim()) find("changed").hidden = false;
    else location.reload();
  };

  const look = async () => {
    const offline = find("offline");
    try {
      const response = await fetch(`${desk.dataset.deskLive}?mark=${known.mark}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      offline.hidden = true;
      if (response.status === 204) return;
      const found = await response.json();
      show(found);
      const seen = desk.querySelector("input[name=seen]");
      if (seen && found.seen) seen.value = found.seen;
      changedHands(found.standing);
    } catch {
      offline.hidden = false;
    }
  };

  // --- what can be inserted -------------------------------------------------------------------------------------------
  const insert = (text) => {
    const [start, end] = [answer.selectionStart, answer.selectionEnd];
    const before = answer.value.slice(0, start);
    const gap = before && !before.endsWith("\n") ? "\n\n" : "";
    answer.setRangeText(gap + text, start, end, "end");
    answer.focus();
    answer.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const offer = (list, articles) => {
    const items = articles.map((article) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.dir = "auto";
      button.textContent = article.title;
      button.addEventListener("click", () => { insert(article.text); list.replaceChildren(); find("article").value = ""; });
      item.append(button);
      return item;
    });
    if (!items.length) {
      const item = document.createElement("li");
      item.textContent = desk.dataset.deskNothing;
      items.push(item);
    }
    list.replaceChildren(...items);
  };

  const searchArticles = () => {
    const field = find("article");
    const list = find("found");
    let waiting = 0;
    const search = async () => {
      const query = field.value.trim();
      if (query.length < 2) return list.replaceChildren();
      const address = `${desk.dataset.deskArticles}?${new URLSearchParams({ q: query, language: desk.dataset.deskLanguage })}`;
      const response = await fetch(address);
      if (response.ok && field.value.trim() === query) offer(list, (await response.json()).articles);
    };
    field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 250); });
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); search(); } });
  };

  const startAnswer = () => {
    const ready = find("ready");
    ready.addEventListener("change", () => { if (ready.value) insert(ready.value); ready.value = ""; });
    searchArticles();
    answer.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && answer.value.trim()) {
        event.preventDefault();
        answer.form.querySelector("[value=reply]").click();
      }
    });
    answer.form.addEventListener("submit", () => setTimeout(() => { answer.form.querySelector("[value=reply]").disabled = true; }));
  };

  // --- keys: Alt and a letter, by its place on the keyboard, so that they work with Arabic layouts too -----------------
  const keys = { KeyR: () => answer, KeyK: () => find("ready"), KeyA: () => find("article"), KeyN: () => desk.querySelector("#desk-note") };
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.code === "KeyT" && desk.querySelector("[data-desk-key=t]")) {
      event.preventDefault();
      desk.querySelector("[data-desk-key=t]").click();
    }
    const target = keys[event.code]?.();
    if (target) { event.preventDefault(); target.focus(); }
  });

  if (answer) startAnswer();
  toEnd();
  look();
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
})();
