// The guides, to be read; a stretch of text can be asked about.

const guide = { source: null, guides: [], examples: {}, replies: {} };
const LONGEST_SELECTION = 300;

guide.list = async () => {
  const { guides = [], examples = {}, replies = {} } = await call("guides");
  Object.assign(guide, { guides, examples, replies });
  const names = guides.map((one) => make("option", { value: one.source }, `${one.companion ? "– " : ""}${one.title}`));
  $("guide-choice").replaceChildren(...names);
  const careers = guides.filter((one) => !one.companion);
  const chosen = careers.find((one) => one.source === kept("career", "")) ?? careers[0];
  $("career").replaceChildren(...careers.map((one) => make("option", { value: one.source }, one.career)));
  $("career").hidden = careers.length < 2;
  if (chosen) choose(chosen.source);
};

// The career that is asked about and planned for, where there are several.
const choose = (source) => {
  $("career").value = source;
  $("brand-guide").textContent = guide.guides.find((one) => one.source === source)?.title ?? "";
  chat.showExamples(guide.examples[source] ?? []);
  plan.showReplies(guide.replies[source] ?? {});
  keep("career", source);
};

guide.chosen = () => ($("career").hidden ? "" : $("career").value);

// Shows a guide, the main one where none is named, from a place on where one is.
guide.show = async (source, order) => {
  if (!guide.guides.length) await guide.list();
  const wanted = source || guide.source || guide.guides[0]?.source;
  if (wanted && wanted !== guide.source) await load(wanted);
  if (order != null) jump(order);
};

const load = async (source) => {
  const found = await call("guide", { source });
  if (found.error) {
    $("guide-body").replaceChildren(make("p", { class: "notice" }, found.error));
    return;
  }
  guide.source = source;
  $("guide-choice").value = source;
  $("guide-title").textContent = found.title;
  $("guide-about").textContent = found.about.join(" · ");
  $("guide-body").innerHTML = found.html;
  $("guide-headings").replaceChildren(...found.contents.map((one) => make("li", { class: `level-${one.level}` },
    make("a", { href: `#/guide/${encodeURIComponent(source)}/${one.order}` }, one.text))));
  for (const heading of $("guide-body").querySelectorAll("h3, h4, h5, h6")) {
    const about = make("button", { type: "button", class: "about", "aria-label": `Ask about: ${heading.textContent}` }, "Ask");
    about.addEventListener("click", () => chat.ask(heading.dataset.text));
    heading.dataset.text = heading.textContent;
    heading.append(" ", about);
  }
  $("guide").querySelector(".guide-view").scrollTop = 0;
};

const jump = (order) => {
  const there = $("guide-body").querySelector(`[data-order="${Number(order)}"]`);
  if (!there) return;
  for (const one of $("guide-body").querySelectorAll(".cited")) one.classList.remove("cited");
  there.classList.add("cited");
  there.setAttribute("tabindex", "-1");
  there.focus({ preventScroll: true });
  there.scrollIntoView({ block: "center" });
  if (matchMedia("(max-width: 60rem)").matches) $("guide-fold").open = false;
};

const selected = () => {
  const selection = getSelection();
  const text = selection.toString().replace(/\s+/g, " ").trim();
  const isHere = selection.rangeCount && $("guide-text").contains(selection.getRangeAt(0).commonAncestorContainer);
  return isHere && text.length > 2 ? { text: text.slice(0, LONGEST_SELECTION), box: selection.getRangeAt(0).getBoundingClientRect() } : null;
};

const startGuide = () => {
  $("career").addEventListener("change", () => choose($("career").value));
  $("guide-choice").addEventListener("change", () => { location.hash = `#/guide/${encodeURIComponent($("guide-choice").value)}`; });
  if (matchMedia("(max-width: 60rem)").matches) $("guide-fold").open = false;
  document.addEventListener("selectionchange", () => {
    const found = selected();
    $("ask-about").hidden = !found;
    if (!found) return;
    $("ask-about").style.top = `${Math.max(60, found.box.top - 44)}px`;
    $("ask-about").style.left = `${Math.max(8, Math.min(found.box.left, innerWidth - 150))}px`;
  });
  $("ask-about").addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  $("ask-about").addEventListener("click", () => {
    const found = selected();
    if (found) chat.ask(found.text);
    getSelection().removeAllRanges();
  });
};
