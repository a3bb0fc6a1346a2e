// This browser as a device: permission, subscription, registration, and the topics that are to be told of.
// Everything goes through the public API, by documents that the server knows beforehand.

const form = document.querySelector("#notices");
const said = document.querySelector("#said");
const start = form.querySelector("[value=start]");
const stop = form.querySelector("[value=stop]");

const UNABLE = "这个浏览器不能接收通知。请换用新版的浏览器，或使用手机应用。";
const DENIED = "您没有允许本站发送通知。请在浏览器地址栏左侧的网站设置里把“通知”改为允许，再试一次。";
const UNREACHED = "浏览器没有连上它的推送服务，请检查网络后再试；有些浏览器在国内无法使用这项服务，请改用手机应用。";
const FAILED = "没有登记成功，请稍后再试。";

const KEPT = "/notices/kept"; // read by the worker, which has no page to ask when the browser renews its subscription

class Refused extends Error {}

async function ask(operation, variables, token) {
  const reply = await fetch("/graphql", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({
      variables,
      extensions: { persistedQuery: { version: 1, sha256Hash: form.dataset[operation] } },
    }),
  });
  const { data, errors } = await reply.json();
  const [answer] = Object.values(data ?? {});
  if (!answer || answer.code) throw new Refused(answer?.message ?? errors?.[0]?.message ?? FAILED);
  return answer;
}

function bytes(base64url) {
  const plain = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") throw new Refused(DENIED);
  const worker = await navigator.serviceWorker.register("/service-worker.js");
  await navigator.serviceWorker.ready;
  const key = bytes(form.dataset.key);
  try {
    return await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch {
    throw new Refused(UNREACHED);
  }
}

async function register(subscription) {
  const input = { token: JSON.stringify(subscription), platform: "WEB", idempotencyKey: crypto.randomUUID() };
  const { viewerToken } = await ask("register", { input });
  const topics = [...form.querySelectorAll("[name=topic]:checked")].map((box) => box.value);
  for (const targetId of topics) {
    const wanted = { target: "TOPIC", targetId, idempotencyKey: crypto.randomUUID() };
    await ask("follow", { input: wanted }, viewerToken);
  }
  await keep(topics);
}

async function keep(topics) {
  const { key, register, follow } = form.dataset;
  const cache = await caches.open("notices");
  await cache.put(KEPT, new Response(JSON.stringify({ key, register, follow, topics })));
}

async function begin() {
  await register(await subscribe());
  show(true, "已开启。您选的主题有新政策、解读或提示时，这台设备会收到通知；晚上 10 点到早上 7 点不打扰，应急信息除外。");
}

async function end() {
  const worker = await navigator.serviceWorker.getRegistration("/");
  const subscription = await worker?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  await caches.delete("notices");
  show(false, "已停止，这台设备不再收到通知。");
}

function show(isOn, words) {
  start.textContent = isOn ? "更新所选主题" : "在这台设备上接收通知";
  stop.hidden = !isOn;
  said.textContent = words;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  start.disabled = stop.disabled = true;
  said.textContent = "正在设置，请稍候……";
  try {
    await (event.submitter === stop ? end() : begin());
  } catch (error) {
    said.textContent = error instanceof Refused ? error.message : FAILED;
  }
  start.disabled = stop.disabled = false;
});

async function look() {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    said.textContent = UNABLE;
    return;
  }
  form.hidden = false;
  const worker = await navigator.serviceWorker.getRegistration("/");
  const isOn = Boolean(await worker?.pushManager.getSubscription());
  show(isOn, isOn ? "这台设备正在接收通知。" : "");
}

look();
