/* Take the shade that is offered in place of one that cannot be read. */
for (const button of document.querySelectorAll("[data-shade]")) {
  button.addEventListener("click", () => {
    document.getElementById(button.dataset.for).value = button.dataset.shade;
  });
}
