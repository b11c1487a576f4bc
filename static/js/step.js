// A letter is offered only the ways that can carry it.
const CARRIERS = { letter: ["", "email"], survey: ["", "email"], review: ["", "email", "text", "chat", "post"] };
const form = document.getElementById("step-form");

function offer() {
  const carriers = CARRIERS[form.elements.action.value];
  for (const name of ["way", "second_way", "third_way"]) {
    const select = form.elements[name];
    for (const option of select.options) option.hidden = option.disabled = Boolean(carriers && !carriers.includes(option.value));
    if (select.selectedOptions[0]?.disabled) select.value = name === "way" ? "email" : "";
  }
}

form.addEventListener("change", (event) => { if (event.target.name === "action") offer(); });
offer();
