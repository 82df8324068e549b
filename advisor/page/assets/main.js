// Which view is shown, and how everything begins.

const VIEWS = ["chat", "guide", "plan"];

const go = (view) => {
  const wanted = view === "chat" ? "#/" : `#/${view}`;
  if (!location.hash.startsWith(wanted) || (view === "chat" && location.hash !== "#/")) location.hash = wanted;
  route();
};

// `#/`, `#/plan`, `#/guide`, `#/guide/FILE`, `#/guide/FILE/PLACE`
const route = () => {
  const [view, source, order] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const shown = VIEWS.includes(view) ? view : "chat";
  if ($("shell").dataset.view !== shown) panel.close();
  $("shell").dataset.view = shown;
  for (const link of document.querySelectorAll("#header nav a")) {
    if (link.dataset.view === shown) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (shown === "guide") {
    if (order && matchMedia("(max-width: 60rem)").matches) panel.close();
    guide.show(source, order);
  }
};

const begin = () => {
  document.documentElement.lang = "en";
  $("brand").textContent = known.title;
  startPanel();
  startChat();
  startConversations();
  startGuide();
  startPlan();
  guide.list();
  startFeedback();
  addEventListener("hashchange", route);
  route();
  watch("value", () => chat.receive(props.value ?? []));
  const turns = store.open(store.openId());
  conversations.list();
  chat.showEmpty();
  if (turns.length) chat.show(turns);
  chat.showBackground();
  if (!turns.length && matchMedia("(min-width: 60rem)").matches) $("question").focus();
  $("shell").dataset.ready = "yes";
};

// The other parts of the page may come after this one.
const PARTS = ["header", "drawer", "start", "log", "ask", "guide-text", "plan-body", "source", "judge"];
const whenReady = () => (PARTS.every((id) => $(id)) ? begin() : requestAnimationFrame(whenReady));
whenReady();
