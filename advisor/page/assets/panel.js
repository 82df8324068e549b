// A citation: its quote where it is pointed at, its passage within its section where it is opened.

const panel = { citations: [], at: 0, opener: null };

const citationOf = (button) => {
  const [kind, turn, number] = (button.name || "").split("-");
  const from = kind === "cite" ? store.turns[turn]?.answer?.citations : plan.citations;
  const wanted = Number(kind === "cite" ? number : button.dataset.citation);
  const citations = from || [];
  return { citations, at: citations.findIndex((one) => one.number === wanted) };
};

panel.open = (citations, at, opener) => {
  if (at < 0) return;
  Object.assign(panel, { citations, opener: opener || panel.opener });
  $("shell").classList.add("with-source");
  $("source").hidden = false;
  $("source-veil").hidden = false;
  panel.show(at);
  $("source-title").focus({ preventScroll: true });
};

panel.show = async (at) => {
  const citation = panel.citations[at];
  panel.at = at;
  $("source-title").textContent = `Source ${citation.number} of ${panel.citations.length}`;
  $("source-path").textContent = pathOf(citation).join(" › ");
  $("source-where").textContent = `${citation.source}, ${whereabouts(citation)}`;
  $("source-origin").textContent = citation.origin ? `Source: ${citation.origin}` : "";
  $("source-before").disabled = at === 0;
  $("source-after").disabled = at === panel.citations.length - 1;
  $("source-open").hidden = true;
  const quote = make("blockquote", { class: "cited" }, citation.quote);
  $("source-text").replaceChildren(quote);
  const { source, lines } = citation;
  const found = await call("passage", { source, lines, quote: citation.quote });
  if (panel.citations[panel.at] !== citation) return;
  if (!found.html) {
    const why = found.error || "The guide has changed since: it no longer holds these words.";
    $("source-text").append(make("p", { class: "notice" }, why));
    return;
  }
  $("source-text").innerHTML = found.html;
  $("source-open").hidden = false;
  $("source-open").href = `#/guide/${encodeURIComponent(source)}/${found.order}`;
  const cited = $("source-text").querySelector(".cited");
  const view = $("source-text");
  view.scrollTop += cited.getBoundingClientRect().top - view.getBoundingClientRect().top - view.clientHeight / 3;
};

panel.close = () => {
  if ($("source").hidden) return;
  $("source").hidden = true;
  $("source-veil").hidden = true;
  $("shell").classList.remove("with-source");
  if (panel.opener?.isConnected) panel.opener.focus();
};

const tip = {
  show: (marker) => {
    const { citations, at } = citationOf(marker);
    if (at < 0) return;
    $("tip").replaceChildren(make("span", { class: "tip-path" }, citations[at].section.at(-1)), citations[at].quote.slice(0, 400));
    $("tip").hidden = false;
    marker.setAttribute("aria-describedby", "tip");
    const place = marker.getBoundingClientRect();
    const box = $("tip").getBoundingClientRect();
    const left = Math.max(8, Math.min(place.left, innerWidth - box.width - 8));
    const above = place.top - box.height - 8;
    $("tip").style.left = `${left}px`;
    $("tip").style.top = `${above > 8 ? above : place.bottom + 8}px`;
  },
  hide: () => { $("tip").hidden = true; },
};

const startPanel = () => {
  const marker = (event) => event.target.closest?.("button.marker");
  document.addEventListener("mouseover", (event) => (marker(event) ? tip.show(marker(event)) : tip.hide()));
  document.addEventListener("focusin", (event) => {
    if (marker(event)?.matches(":focus-visible")) tip.show(marker(event));
    else tip.hide();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.marker, button.source, [data-citation]");
    if (!button) return;
    event.preventDefault();
    tip.hide();
    const { citations, at } = citationOf(button);
    panel.open(citations, at, button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if ($("tip").hidden) panel.close();
    tip.hide();
  });
  $("source-close").addEventListener("click", panel.close);
  $("source-veil").addEventListener("click", panel.close);
  $("source-before").addEventListener("click", () => panel.show(panel.at - 1));
  $("source-after").addEventListener("click", () => panel.show(panel.at + 1));
};
