// The conversation: asks the server, and keeps what it answers.

const chat = { busy: false, editing: null, asked: 0, waiting: "" };

chat.ask = (question, before = store.turns) => {
  const text = question.trim();
  if (!text || chat.busy) return;
  go("chat");
  chat.edit(null);
  chat.setBusy(true);
  chat.waiting = text;
  const heard = ++chat.asked;
  $("question").value = "";
  grow();
  if (matchMedia("(pointer: coarse)").matches) $("question").blur(); // the keyboard makes room
  chat.listen(heard, text);
  trigger("ask", { question: text, turns: before, guide: guide.chosen() });
};

// What came from the server: the turns, the last of which may still be growing.
chat.receive = (turns) => {
  chat.waiting = "";
  chat.asked += 1;
  store.save(turns);
  const last = turns.at(-1);
  if (!last || last.answer || last.notice) chat.setBusy(false);
  chat.showEmpty();
  conversations.list();
  if (!chat.busy) chat.showBackground();
};

// Until the question is heard: a server that refuses it (Gradio says so by itself) or is gone gives
// it back; one that lives may have others in line.
chat.listen = async (heard, question, rounds = 0) => {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  if (!chat.busy || chat.asked !== heard) return;
  const refused = document.querySelector(".toast-body.error");
  const gone = rounds % 10 === 9 && !(await fetch("healthz").then((reply) => reply.ok, () => false));
  if (!refused && !gone) {
    chat.listen(heard, question, rounds + 1);
    return;
  }
  chat.waiting = "";
  chat.setBusy(false);
  $("question").value = question;
  if (gone) toast("The server cannot be reached. Your question is still in the box.");
};

chat.show = (turns) => {
  chat.setBusy(false);
  chat.edit(null);
  panel.close();
  trigger("show", { turns });
};

// What was not heard yet goes back into the box.
chat.stop = () => {
  if (chat.waiting) $("question").value = chat.waiting;
  chat.show(store.turns);
};

chat.begin = () => {
  store.open(null);
  chat.show([]);
  chat.showEmpty();
  chat.showBackground();
  conversations.list();
  go("chat");
  $("question").focus();
};

chat.setBusy = (busy) => {
  chat.busy = busy;
  $("send").hidden = busy;
  $("stop").hidden = !busy;
  $("chat").setAttribute("aria-busy", busy);
};

chat.showExamples = (examples) => {
  const asked = known.examples.length ? known.examples : examples;
  $("examples").replaceChildren(...asked.map((one) => make("button", { type: "button", class: "chip", name: "ask" }, one)));
};

chat.showEmpty = () => {
  $("start").hidden = store.turns.length > 0;
  $("chat").classList.toggle("empty", store.turns.length === 0);
};

// The last question goes back into the box; once sent, it takes the place of the old one.
chat.edit = (turn) => {
  chat.editing = turn;
  $("editing").hidden = turn === null;
  if (turn === null) return;
  $("question").value = store.turns[turn].question;
  grow();
  $("question").focus();
};

chat.copy = async (turn) => {
  const { text, citations } = store.turns[turn].answer;
  const notes = citations.map((one) => `[${one.number}] ${pathOf(one).join(" › ")} (${one.source}, ${whereabouts(one)}): ${one.quote}`);
  try {
    await navigator.clipboard.writeText([text, ...notes].join("\n\n"));
    toast("Copied, with its sources.");
  } catch {
    toast("The browser did not allow it to be copied.");
  }
};

chat.showBackground = async () => {
  const questions = store.turns.map((turn) => turn.question);
  const bar = $("about-you");
  const { understood = [] } = questions.length ? await call("background", { questions }) : {};
  bar.hidden = understood.length === 0;
  const use = make("button", { type: "button", class: "quiet", onclick: () => plan.fromChat() }, "Correct it, or make a plan");
  bar.replaceChildren(make("span", {}, `Understood of you: ${understood.join("; ")}.`), " ", use);
};

const grow = () => {
  const box = $("question");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
};

// A new question is held at the top of the view while its answer grows, so that the answer is read
// from its beginning; until the reader scrolls.
const holdQuestions = () => {
  let questions = 0;
  let held = null;
  // Gradio labels each message with its markup, which a screen reader would spell out.
  const name = () => {
    for (const one of document.querySelectorAll("#log [data-testid][aria-label]")) one.removeAttribute("aria-label");
  };
  const hold = () => {
    const asked = document.querySelectorAll("#log .user-row");
    if (asked.length > questions) held = asked[asked.length - 1];
    questions = asked.length;
    if (!held?.isConnected) return;
    const view = held.closest(".bubble-wrap");
    view.scrollTop += held.getBoundingClientRect().top - view.getBoundingClientRect().top - 16;
  };
  new MutationObserver(() => { name(); hold(); }).observe($("log"), { childList: true, subtree: true });
  for (const sign of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    document.addEventListener(sign, () => { held = null; }, { passive: true });
  }
};

// Where the queue is full, or somebody asks too fast, Gradio tells of it and of nothing else.
chat.refused = () => {
  if (!chat.waiting) return;
  chat.setBusy(false);
  $("question").value = chat.waiting;
  chat.waiting = "";
  toast("The advisor is busy. Your question is still in the box; please send it again in a moment.");
};

const watchRefusals = () => {
  const plainFetch = window.fetch;
  window.fetch = async (...asked) => {
    const reply = await plainFetch(...asked);
    const joins = String(asked[0]?.url ?? asked[0]).includes("/queue/join");
    if (joins && [429, 503].includes(reply.status)) chat.refused();
    return reply;
  };
};

const startChat = () => {
  const box = $("question");
  box.maxLength = known.maxQuestion;
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    $("ask").requestSubmit();
  });
  $("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    chat.ask(box.value, chat.editing === null ? store.turns : store.turns.slice(0, chat.editing));
  });
  $("stop").addEventListener("click", chat.stop);
  $("edit-end").addEventListener("click", () => { box.value = ""; chat.edit(null); });
  $("greeting").textContent = known.greeting;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name]");
    if (!button) return;
    const [what, turn] = button.name.split("-");
    if (what === "ask") chat.ask(button.textContent);
    if (what === "good" || what === "bad") feedback.give(Number(turn), what === "good");
    if (what === "copy") chat.copy(Number(turn));
    if (what === "edit") chat.edit(Number(turn));
    if (what === "retry") chat.ask(store.turns[turn].question, store.turns.slice(0, turn));
  });
  holdQuestions();
  watchRefusals();
};
