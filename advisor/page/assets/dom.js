// Small helpers. Text always goes in as text; only what the server has escaped goes in as HTML.

const $ = (id) => document.getElementById(id);

const make = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
};

const toast = (text, act, done) => {
  const shown = make("p", { class: "toast" }, text);
  if (act) {
    const button = make("button", { type: "button", class: "quiet" }, act);
    button.addEventListener("click", () => { shown.remove(); done(); });
    shown.append(" ", button);
  }
  $("toasts").replaceChildren(shown);
  setTimeout(() => shown.remove(), act ? 8000 : 4000);
};

// Asks before something is lost; resolves to whether it was wanted.
const confirmed = (text, yes) => new Promise((resolve) => {
  const dialog = $("confirm");
  $("confirm-text").textContent = text;
  $("confirm-yes").textContent = yes;
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  dialog.showModal();
});

const download = (name, data, type) => {
  const url = URL.createObjectURL(new Blob([data], { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};

const fileName = (title) => title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "untitled";

// Asks the server; what goes wrong is a reply with an error that can be shown.
const call = async (name, asked = {}) => {
  try {
    return await server[name](asked);
  } catch {
    return { error: "The server cannot be reached. Please try again in a moment." };
  }
};

const whereabouts = (citation) => {
  const [first, last] = citation.lines;
  return citation.place || (first === last ? `line ${first}` : `lines ${first} to ${last}`);
};

const pathOf = (citation) => [citation.guide, ...citation.section.filter((part) => part !== citation.guide)];
