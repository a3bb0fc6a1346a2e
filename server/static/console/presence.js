// Who else has this release open: the page says that it is here, and shows what the server answers.

const PING_MS = 10000;
const AWAY_MS = 5 * 60 * 1000; // nobody touched the page for so long: not here, and the session may end of idleness
const line = document.getElementById("here");
let touched = Date.now();
if (line) {
  for (const sign of ["keydown", "pointerdown", "pointermove", "scroll"]) {
    addEventListener(sign, () => (touched = Date.now()), { passive: true });
  }
  ping();
  setInterval(() => isHere() && ping(), PING_MS);
}

function isHere() {
  return document.visibilityState === "visible" && Date.now() - touched < AWAY_MS;
}

async function ping() {
  const { address, version, writing } = line.dataset;
  const body = new URLSearchParams({ expected_version: version, writing });
  try {
    const answer = await fetch(address, { method: "POST", body, redirect: "error" });
    if (answer.ok) line.innerHTML = await answer.text();
  } catch {
    // Nobody is disturbed by a lost ping: the next one is due in ten seconds.
  }
}
