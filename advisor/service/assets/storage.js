// Within another site a browser may forbid the page to keep anything: then it keeps it until closed.
try {
  window.localStorage;
} catch {
  const kept = new Map();
  const storage = {
    get length() { return kept.size; },
    key: (place) => [...kept.keys()][place] ?? null,
    getItem: (name) => kept.get(String(name)) ?? null,
    setItem: (name, value) => { kept.set(String(name), String(value)); },
    removeItem: (name) => { kept.delete(String(name)); },
    clear: () => { kept.clear(); },
  };
  Object.defineProperty(window, "localStorage", { value: storage });
}
