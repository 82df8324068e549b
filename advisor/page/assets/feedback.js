// What a visitor thinks of an answer, where the server keeps it.

const feedback = { turn: null };

feedback.give = async (turn, isHelpful) => {
  if (isHelpful) return send(turn, { helpful: true });
  feedback.turn = turn;
  $("judge-form").reset();
  $("judge").showModal();
  return undefined;
};

const send = async (turn, judged) => {
  const { question, answer } = store.turns[turn];
  const history = store.turns.slice(0, turn).flatMap((one) => [
    { role: "user", content: one.question },
    { role: "assistant", content: one.answer?.text ?? one.partial ?? "" },
  ]);
  const found = await call("judge", { question, answer, history, ...judged });
  toast(found.error ?? "Thank you.");
};

const startFeedback = () => {
  const reasons = Object.entries(known.reasons);
  document.body.classList.toggle("no-feedback", reasons.length === 0);
  for (const [value, words] of reasons) {
    $("judge-reasons").append(make("label", {}, make("input", { type: "radio", name: "reason", value, required: true }), ` ${words}`));
  }
  $("judge-cancel").addEventListener("click", () => $("judge").close());
  $("judge-form").addEventListener("submit", () => {
    const { reason, comment } = { reason: new FormData($("judge-form")).get("reason"), comment: $("judge-comment").value };
    send(feedback.turn, { helpful: false, reason, comment });
  });
};
