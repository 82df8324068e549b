// What the browser keeps: conversations and the plan. Another tab may write as well, so everything
// is read anew before it is changed.

const PREFIX = "career-advisor/";
const MOST_CONVERSATIONS = 100;

const kept = (name, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? otherwise;
  } catch {
    return otherwise;
  }
};

const keep = (name, value) => {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    return false; // no room, or no storage at all
  }
};

const store = {
  turns: [], // of the open conversation

  all: () => {
    const all = kept("conversations", []);
    return Array.isArray(all) ? all : [];
  },

  openId: () => {
    try {
      return sessionStorage.getItem(PREFIX + "open") ?? kept("open", null);
    } catch {
      return null;
    }
  },

  find: (id) => store.all().find((one) => one.id === id),

  // Opens a conversation, or a new one that is kept once it has a turn.
  open: (id) => {
    const found = id && store.find(id);
    try {
      sessionStorage.setItem(PREFIX + "open", found ? id : "");
    } catch { /* then the tab forgets it */ }
    keep("open", found ? id : "");
    store.turns = found ? found.turns : [];
    return store.turns;
  },

  save: (turns) => {
    store.turns = turns;
    if (!turns.length) return;
    let all = store.all();
    let id = store.openId();
    let found = all.find((one) => one.id === id);
    if (!found) {
      id = `${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
      found = { id, title: turns[0].question.slice(0, 80) };
      all.push(found);
    }
    if (JSON.stringify(found.turns) === JSON.stringify(turns)) return; // opened, not gone on with
    found.turns = turns;
    found.at = Date.now();
    all.sort((one, other) => other.at - one.at);
    all = all.slice(0, MOST_CONVERSATIONS);
    while (!keep("conversations", all) && all.length > 1) all.pop(); // no room: the oldest goes
    store.mark(id);
  },

  mark: (id) => {
    try {
      sessionStorage.setItem(PREFIX + "open", id);
    } catch { /* then the tab forgets it */ }
    keep("open", id);
  },

  change: (id, what) => keep("conversations", store.all().map((one) => (one.id === id ? { ...one, ...what } : one))),

  remove: (id) => keep("conversations", store.all().filter((one) => one.id !== id)),

  restore: (conversation) => keep("conversations", [conversation, ...store.all()].sort((a, b) => b.at - a.at)),

  plan: () => kept("plan", {}),

  savePlan: (what) => keep("plan", { ...store.plan(), ...what }),

  forgetPlan: () => localStorage.removeItem(PREFIX + "plan"),

  forget: () => {
    for (const storage of [localStorage, sessionStorage]) {
      Object.keys(storage).filter((key) => key.startsWith(PREFIX)).forEach((key) => storage.removeItem(key));
    }
    store.turns = [];
  },
};
