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
}
