// Counts a short answer while it is typed, with each {figure} as long as it will be when it is sent.
(() => {
  const place = /\{([a-z][a-z0-9_]*)(:year)?\}/g;

  const filledLength = (text, lengths) => {
    const filled = text.trim().replace(place, (whole, id, year) => (id in lengths ? "0".repeat(year ? 4 : lengths[id]) : whole));
    return [...filled].length; // characters, as Python counts them
  };

  const watch = (field) => {
    const limit = Number(field.dataset.shortAnswer);
    const lengths = JSON.parse(field.dataset.figureLengths);
    const output = document.createElement("output");
    output.dataset.shortAnswerCount = "";
    output.htmlFor = field.id;
    field.after(output);
    const show = () => {
      const count = filledLength(field.value, lengths);
      output.textContent = field.dataset.shortAnswerLabel.replace("{count}", count).replace("{limit}", limit);
      output.classList.toggle("over", count > limit);
    };
    field.addEventListener("input", show);
    show();
  };

  const start = () => document.querySelectorAll("textarea[data-short-answer]").forEach(watch);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
