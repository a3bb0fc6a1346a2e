// What is selected in the text is what a new note is about.
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const words = selection.toString().trim();
  const within = selection.anchorNode?.parentElement?.closest(".prose");
  const field = document.querySelector("[data-quote]");
  if (field && words && within) field.value = words.slice(0, 300);
});
