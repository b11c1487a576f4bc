// Show or hide a password while it is typed.
for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => {
    const input = document.getElementById(button.dataset.show);
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.ariaPressed = String(!shown);
  });
}
