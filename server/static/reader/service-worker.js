// Shows what the server pushes (push/channels/webpush.py writes it) and opens the release when it is touched.
// Registered for the whole site, so that a page that is open already can be used.

const RELEASE = /^[0-9a-f-]{36}$/;
const LONGEST = 500; // characters shown; the server sends far fewer
const KEPT = "/notices/kept"; // what notices.js has chosen and sent

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const told = read(event.data);
  event.waitUntil(
    self.registration.showNotification(told.title, {
      body: told.body,
      tag: told.tag,
      silent: told.silent,
      renotify: Boolean(told.tag) && !told.silent, // a correction is heard, though it replaces what is shown
      lang: "zh-CN",
      data: { release: told.release },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(address(event.notification.data)));
});

// Browsers renew a subscription by themselves, and the old address is dead then: the new one gets what was chosen.
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event.newSubscription)));

async function renew(given) {
  const kept = await (await (await caches.open("notices")).match(KEPT))?.json();
  if (!kept) return; // stopped, or never begun
  const subscription = given ?? (await subscribed(kept.key));
  const input = { token: JSON.stringify(subscription), platform: "WEB", idempotencyKey: crypto.randomUUID() };
  const { viewerToken } = await ask(kept.register, input);
  if (!viewerToken) return; // refused: nobody to follow anything
  for (const targetId of kept.topics) {
    await ask(kept.follow, { target: "TOPIC", targetId, idempotencyKey: crypto.randomUUID() }, viewerToken);
  }
}

async function subscribed(applicationServerKey) {
  const there = await self.registration.pushManager.getSubscription();
  return there ?? self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
}

async function ask(sha256Hash, input, token) {
  const reply = await fetch("/graphql", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ variables: { input }, extensions: { persistedQuery: { version: 1, sha256Hash } } }),
  });
  const { data } = await reply.json();
  return Object.values(data ?? {})[0] ?? {};
}

// A browser must show something for every push, so what cannot be read is still a notice.
function read(data) {
  let told = {};
  try {
    told = data.json() ?? {};
  } catch {
    // not ours, or cut
  }
  return {
    title: text(told.title) || "有新的消息",
    body: text(told.body),
    tag: text(told.tag),
    release: text(told.release),
    silent: told.silent === true,
  };
}

function text(value) {
  return typeof value === "string" ? value.slice(0, LONGEST) : "";
}

function address(data) {
  return RELEASE.test(data?.release ?? "") ? `/open/${data.release}` : "/";
}

async function open(path) {
  const [page] = await self.clients.matchAll({ type: "window" });
  if (!page) return self.clients.openWindow(path);
  const there = await page.navigate(path);
  return there?.focus().catch(() => undefined); // a browser may refuse to bring it to the front
}
