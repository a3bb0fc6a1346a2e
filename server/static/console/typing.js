// A small help around forms: demo log-ins fill themselves in.

document.addEventListener("click", (event) => {
  const account = event.target.closest?.(".demo-account");
  if (!account) return;
  const form = document.querySelector("form[action='/console/login']");
  form.elements.username.value = account.dataset.username;
  form.elements.password.value = account.dataset.password;
  form.querySelector("button").focus();
});
