// Starts what Wagtail and wagtail-localize start from inline scripts: the content security policy stops those.
(() => {
  const starters = { date: "initDateChooser", datetime: "initDateTimeChooser", time: "initTimeChooser" };

  const startPickers = () => {
    document.querySelectorAll("[data-picker]").forEach((place) => {
      const starter = window[starters[place.dataset.picker]];
      const field = place.querySelector("input");
      if (starter && field?.id) starter(field.id, JSON.parse(place.dataset.pickerConfig));
    });
  };

  const tickAllLanguages = () => {
    const all = document.querySelector('[name="select_all"]');
    all?.addEventListener("change", () => {
      document.querySelectorAll('[name="locales"]').forEach((box) => { box.checked = all.checked; });
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    startPickers();
    tickAllLanguages();
  });
})();
