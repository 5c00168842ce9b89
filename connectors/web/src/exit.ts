// Leaving at once: nothing stays on the screen, the session ends, and "back" does not lead here.

const WITHIN_MS = 2000;

export function onShiftThrice(leave: () => void): void {
  let pressed: number[] = [];
  addEventListener("keydown", (event) => {
    if (event.repeat) return;
    pressed = event.key === "Shift" ? [...pressed, event.timeStamp].slice(-3) : [];
    const [first] = pressed;
    if (pressed.length === 3 && first !== undefined && event.timeStamp - first < WITHIN_MS) leave();
  });
}

export function leaveFor(address: string, farewell: URLSearchParams): void {
  document.documentElement.classList.add("gone");
  document.body.replaceChildren();
  navigator.sendBeacon("/chat/end", farewell);
  const away = new URL(address, location.href).href;
  if (parent !== window) parent.postMessage({ dalil: "exit", to: away }, "*");
  location.replace(away);
}
