// Only what changes another document's validity has a day, and only some of it single clauses: the rest is hidden and
// not sent. Enter in the search box searches; it does not send the form.

const form = document.querySelector("form[data-relation]");
if (form) {
  const type = form.elements.type;
  const show = () => {
    for (const part of form.querySelectorAll("[data-when]")) {
      const shown = form.getAttribute(`data-${part.dataset.when}`).split(" ").includes(type.value);
      part.hidden = !shown;
      for (const control of part.querySelectorAll("input")) control.disabled = !shown;
    }
  };
  type.addEventListener("change", show);
  form.addEventListener("submit", show);
  form.elements.words.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  show();
}
