// A button with data-dialog opens the dialog of that id; data-closes inside closes it. Escape and focus are the browser's.

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog).showModal();
  event.target.closest?.("[data-closes]")?.closest("dialog").close();
});
