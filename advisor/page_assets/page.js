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

  // A new question is held at the top of the view while its answer grows, so that the answer is
  // read from its beginning; until the reader scrolls.
  let questions = 0;
  let held = null;
  const hold = () => {
    const asked = document.querySelectorAll("#log .user-row");
    if (asked.length > questions) held = asked[asked.length - 1];
    questions = asked.length;
    if (!held || !held.isConnected) return;
    const view = held.closest(".bubble-wrap");
    view.scrollTop += held.getBoundingClientRect().top - view.getBoundingClientRect().top - 16;
  };
  new MutationObserver(hold).observe(document.body, { childList: true, subtree: true });
  for (const sign of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(sign, () => { held = null; }, { passive: true });
  }
}
