// Writes down what is said, by the browser's own facility, where it has one: into the text, at the caret.
const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

export function offerDictation(button, area) {
  if (!Recognition) return;
  const ear = new Recognition();
  ear.lang = button.dataset.language;
  ear.continuous = true;
  ear.interimResults = false;
  let isOn = false;
  button.hidden = false;
  button.addEventListener("click", () => {
    isOn = !isOn;
    if (isOn) ear.start();
    else ear.stop();
    show();
  });
  ear.addEventListener("result", ({ results, resultIndex }) => {
    for (const result of [...results].slice(resultIndex)) if (result.isFinal) write(area, result[0].transcript);
  });
  ear.addEventListener("end", () => {
    if (isOn) ear.start(); // a pause ends it by itself
  });
  ear.addEventListener("error", ({ error }) => {
    if (error === "no-speech") return;
    isOn = false;
    show();
  });
  function show() {
    button.ariaPressed = String(isOn);
  }
}

function write(area, said) {
  const before = area.value.slice(0, area.selectionStart);
  const words = said.trim();
  area.setRangeText(/\S$/.test(before) ? ` ${words}` : words, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
