// Counters that stay true: an event stream, or a question every so often where there is none. Nothing moves on the
// page; new items are announced, and come when asked for.

const ASK_EVERY_MS = 15000;
const GIVE_UP_MS = 60000; // without a stream for so long: ask instead

let asking = 0;
let lost = 0;
let newest = {};

if (document.querySelector("[data-count]")) listen();

function listen() {
  if (!("EventSource" in window)) return ask();
  const stream = new EventSource("/console/triage/live");
  stream.addEventListener("counts", (event) => {
    clearTimeout(lost);
    lost = 0;
    stopAsking();
    show(JSON.parse(event.data));
  });
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) return ask(); // refused: a proxy, or somebody logged out
    lost ||= setTimeout(ask, GIVE_UP_MS);
  });
  addEventListener("pagehide", () => stream.close());
}

function ask() {
  if (asking) return;
  asking = setInterval(askOnce, ASK_EVERY_MS);
  askOnce();
}

async function askOnce() {
  const answer = await fetch("/console/triage/counts").catch(() => null);
  if (answer?.ok) show(await answer.json());
  else if (answer?.status === 401) stopAsking(); // logged out
}

function stopAsking() {
  clearInterval(asking);
  asking = 0;
}

function show(counts) {
  newest = counts;
  for (const place of document.querySelectorAll("[data-count]")) {
    const count = counts[place.dataset.count];
    if (count === undefined || place.textContent === String(count)) continue;
    place.textContent = count;
    place.classList.toggle("zero", count === 0);
  }
  announce();
}

// The list was drawn with so many waiting; more than that are news.
function announce() {
  const rows = document.getElementById("rows");
  const news = document.querySelector("[data-news]");
  if (!rows || !news) return;
  const more = (newest[rows.dataset.list] ?? 0) - Number(rows.dataset.waiting);
  const isNews = rows.dataset.waiting !== "" && more > 0;
  if (isNews) news.querySelector("span").textContent = `有 ${more} 条新来稿`;
  news.hidden = !isNews;
}

document.addEventListener("htmx:after:swap", () => {
  const rows = document.getElementById("rows");
  if (rows?.dataset.waiting) newest[rows.dataset.list] = Number(rows.dataset.waiting);
  announce();
});
