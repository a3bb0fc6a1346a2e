// Small helps around forms: demo log-ins fill themselves in, and unsaved words are not left by accident.

document.addEventListener("click", (event) => {
  const account = event.target.closest?.(".demo-account");
  if (!account) return;
  const form = document.querySelector("form[action='/console/login']");
  form.elements.username.value = account.dataset.username;
  form.elements.password.value = account.dataset.password;
  form.querySelector("button").focus();
});

const editor = document.getElementById("editor");
let changed = false;
editor?.addEventListener("input", () => (changed = true));
editor?.addEventListener("submit", () => (changed = false));
addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
