// Shows a button that opens the device's own way of sharing, where the browser has one. The links beside it need no script.
for (const button of document.querySelectorAll("[data-share]")) {
  if (navigator.share) {
    button.parentElement.hidden = false;
    button.addEventListener("click", () => {
      // Rejected when the reader changes their mind, which is no fault.
      navigator.share({ title: document.querySelector("h1").textContent, url: button.dataset.share }).catch(() => {});
    });
  }
}
