() => {
  // A marker opens the passage that it points to, within its own answer.
  document.addEventListener("click", (event) => {
    const marker = event.target.closest("button.marker");
    if (!marker) return;
    const answer = marker.closest(".message");
    const source = answer && answer.querySelector(`details.source-${marker.name}`);
    if (!source) return;
    source.closest("details.sources").open = true;
    source.open = true;
    source.querySelector("summary").focus({ preventScroll: true });
    source.scrollIntoView({ block: "nearest", behavior: "smooth" });
  });

  // A new question is brought into view, wherever the reader had scrolled to.
  let questions = 0;
  new MutationObserver(() => {
    const asked = document.querySelectorAll("#log .user-row");
    if (asked.length > questions) {
      const view = asked[0].closest(".bubble-wrap");
      view.scrollTo(0, view.scrollHeight);
    }
    questions = asked.length;
  }).observe(document.body, { childList: true, subtree: true });
}
