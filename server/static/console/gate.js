// A session that ended while somebody was writing: the log-in form comes to the page, and the page stays as it is.
// Any answer with a dialog in it may be put into #session-gate; `session-restored` on the document says when to go on.

const gate = document.getElementById("session-gate");
const SAID_FOR = 10_000; // ms

if (gate) new MutationObserver(look).observe(gate, { childList: true });

function look() {
  const dialog = gate.querySelector("dialog");
  if (dialog && !dialog.open) ask(dialog);
  const said = gate.querySelector("[data-session-restored]");
  if (!said) return;
  delete said.dataset.sessionRestored;
  setTimeout(() => said.remove(), SAID_FOR);
  document.dispatchEvent(new CustomEvent("session-restored"));
}

function ask(dialog) {
  const name = dialog.querySelector("input[name=username]");
  if (name && !name.value) name.value = gate.dataset.username ?? "";
  dialog.showModal();
  [...dialog.querySelectorAll("input")].find((input) => !input.value)?.focus();
}
