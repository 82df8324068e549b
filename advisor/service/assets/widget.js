// The career advisor within another site: <script src="https://HOST/widget.js" defer></script>
// Attributes of the tag: data-label (of the button), data-open (shown at once).
(() => {
  const tag = document.currentScript;
  const home = new URL(tag.src).origin;
  const label = tag.dataset.label || "Ask the career advisor";

  const panel = document.createElement("div");
  panel.id = "career-advisor-panel";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", label);
  panel.hidden = true;
  Object.assign(panel.style, {
    position: "fixed", zIndex: "2147483000", right: "1rem", bottom: "4.5rem",
    width: "min(26rem, calc(100vw - 2rem))", height: "min(40rem, calc(100vh - 6rem))",
    border: "1px solid #8888", borderRadius: "0.75rem", overflow: "hidden",
    background: "Canvas", boxShadow: "0 0.5rem 2rem #0004",
  });

  const button = document.createElement("button");
  button.id = "career-advisor-button";
  button.type = "button";
  button.textContent = label;
  button.setAttribute("aria-controls", panel.id);
  Object.assign(button.style, {
    position: "fixed", zIndex: "2147483000", right: "1rem", bottom: "1rem",
    padding: "0.75rem 1.25rem", border: "0", borderRadius: "2rem", cursor: "pointer",
    font: "600 1rem sans-serif", color: "#fff", background: "#0f766e",
  });

  const show = (open) => {
    if (open && !panel.firstChild) {  // the page is loaded when it is first wanted
      const frame = document.createElement("iframe");
      frame.src = home + "/";
      frame.title = label;
      frame.referrerPolicy = "no-referrer";
      Object.assign(frame.style, { width: "100%", height: "100%", border: "0" });
      panel.append(frame);
    }
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };

  button.addEventListener("click", () => show(panel.hidden));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      show(false);
      button.focus();
    }
  });
  document.body.append(panel, button);
  show("open" in tag.dataset);
})();
