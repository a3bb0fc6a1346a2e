// Shows what the server pushes (push/channels/webpush.py writes it) and opens the release when it is touched.
// Registered for the whole site, so that a page that is open already can be used.

const RELEASE = /^[0-9a-f-]{36}$/;
const LONGEST = 500; // characters shown; the server sends far fewer

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
