// The list of conversations: opened, renamed, deleted, searched, exported.

const conversations = {};

conversations.list = () => {
  const wanted = $("search").value.trim().toLowerCase();
  const all = store.all();
  const found = all.filter((one) => !wanted || textOf(one).toLowerCase().includes(wanted));
  const open = store.openId();
  $("kept").replaceChildren(...found.map((one) => entry(one, one.id === open)));
  $("none-kept").hidden = found.length > 0;
  $("none-kept").textContent = all.length ? "Nothing found." : "No conversation yet.";
  $("export-all").hidden = all.length === 0;
};

const textOf = (one) => [one.title, ...one.turns.flatMap((turn) => [turn.question, turn.answer?.text ?? ""])].join("\n");

const entry = (one, isOpen) => {
  const title = make("button", { type: "button", class: "title", title: one.title, "aria-current": isOpen && "true" }, one.title);
  title.addEventListener("click", () => conversations.open(one.id));
  const acts = make("div", { class: "acts" },
    act("Rename", () => rename(one, title)),
    act("Save as Markdown", () => download(`${fileName(one.title)}.md`, asMarkdown(one), "text/markdown")),
    act("Save as JSON", () => download(`${fileName(one.title)}.json`, JSON.stringify(one, null, 2), "application/json")),
    act("Delete", () => remove(one)));
  const more = make("details", { class: "more" }, make("summary", { "aria-label": `More for ${one.title}` }, "⋯"), acts);
  return make("li", { class: isOpen ? "is-open" : "" }, title, more);
};

const act = (words, done) => make("button", { type: "button", onclick: done }, words);

conversations.open = (id) => {
  const turns = store.open(id);
  go("chat");
  conversations.toggle(false);
  chat.showEmpty();
  chat.show(turns);
  conversations.list();
};

const rename = (one, title) => {
  const box = make("input", { class: "rename", "aria-label": "New title", maxlength: "80" });
  box.value = one.title;
  let over = false;
  const end = (isWanted) => {
    if (over) return;
    over = true;
    if (isWanted && box.value.trim()) store.change(one.id, { title: box.value.trim() });
    conversations.list();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") end(true);
    if (event.key === "Escape") end(false);
  });
  box.addEventListener("blur", () => end(true));
  title.replaceWith(box);
  box.focus();
  box.select();
};

const remove = (one) => {
  const wasOpen = store.openId() === one.id;
  store.remove(one.id);
  if (wasOpen) chat.begin();
  conversations.list();
  toast("Deleted.", "Undo", () => { store.restore(one); conversations.list(); });
};

const asMarkdown = (one) => {
  const lines = [`# ${one.title}`];
  for (const turn of one.turns) {
    lines.push(`## ${turn.question}`, turn.answer?.text ?? turn.partial ?? "");
    for (const cited of turn.answer?.citations ?? []) {
      lines.push(`> [${cited.number}] ${pathOf(cited).join(" › ")} (${cited.source}, ${whereabouts(cited)}): ${cited.quote}`);
    }
  }
  return `${lines.join("\n\n")}\n`;
};

conversations.toggle = (isWanted = !$("shell").classList.contains("with-drawer")) => {
  $("shell").classList.toggle("with-drawer", isWanted);
  $("drawer-toggle").setAttribute("aria-expanded", isWanted);
};

const forgetAll = async () => {
  const text = "Forget all conversations, your background and your plan? They are kept nowhere else.";
  if (!(await confirmed(text, "Forget everything"))) return;
  store.forget();
  plan.clear();
  chat.begin();
  toast("Everything is forgotten.");
};

const startConversations = () => {
  $("new").addEventListener("click", () => { conversations.toggle(false); chat.begin(); });
  $("new-short").addEventListener("click", chat.begin);
  $("drawer-toggle").addEventListener("click", () => conversations.toggle());
  $("search").addEventListener("input", conversations.list);
  $("export-all").addEventListener("click", () => download("conversations.json", JSON.stringify(store.all(), null, 2), "application/json"));
  $("forget-all").addEventListener("click", forgetAll);
  addEventListener("storage", conversations.list); // another tab
};
