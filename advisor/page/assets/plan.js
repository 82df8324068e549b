// The plan: a background said in a form, what the server makes of it, and what the person ticks.

const plan = { citations: [] };

const FIELDS = [
  { name: "role", label: "What you do now" },
  { name: "years_experience", label: "Years in the field", kind: "years", quick: ["0", "1", "3", "5", "10"] },
  { name: "coordination_years", label: "Years in the role itself", kind: "years", quick: ["0", "1", "3", "5"] },
  { name: "degree", label: "Highest degree", hint: "bachelor's" },
  { name: "licence", label: "Licence" },
  { name: "credentials", label: "Credentials you hold", kind: "list" },
  { name: "skills", label: "Skills", kind: "list", quick: ["communication", "organization", "empathy"] },
  { name: "interests", label: "Interests", kind: "list", quick: ["end-of-life care", "leadership", "older patients"] },
  { name: "goal", label: "Where you want to get", hint: "director" },
  { name: "constraints", label: "Hours and settings", kind: "list", quick: ["part time", "no nights", "remote", "hospital"] },
];

const fieldOf = (field) => {
  const id = `field-${field.name}`;
  const box = make("input", {
    id, name: field.name, maxlength: "200", autocomplete: "off",
    inputmode: field.kind === "years" ? "decimal" : null,
    placeholder: field.hint ? `such as ${field.hint}` : null,
  });
  return make("div", { class: "field-row" }, make("label", { for: id }, field.label), box, make("div", { class: "chips", id: `quick-${field.name}` }));
};

// Quick replies: some fit anybody, others are what the guide of the career names.
plan.showReplies = (replies) => {
  for (const field of FIELDS) {
    const chips = (replies[field.name] ?? field.quick ?? []).map((value) => {
      const chip = make("button", { type: "button", class: "chip", "aria-label": `${field.label}: ${value}` }, value);
      chip.addEventListener("click", () => reply(field, $(`field-${field.name}`), value));
      return chip;
    });
    $(`quick-${field.name}`).replaceChildren(...chips);
  }
};

// A quick reply: in a list it is added or taken out, elsewhere it takes the place of what was there.
const reply = (field, box, value) => {
  if (field.kind !== "list") {
    box.value = box.value === value ? "" : value;
    return;
  }
  const listed = entries(box.value);
  box.value = (listed.includes(value) ? listed.filter((one) => one !== value) : [...listed, value]).join(", ");
};

const entries = (text) => text.split(/[,;]/).map((one) => one.trim()).filter(Boolean);

const profileOf = () => {
  const profile = {};
  for (const { name, kind } of FIELDS) {
    const text = $(`field-${name}`).value.trim();
    if (text) profile[name] = kind === "list" ? entries(text) : kind === "years" ? text.replace(",", ".") : text;
  }
  return profile;
};

const fill = (profile = {}) => {
  for (const { name } of FIELDS) {
    const value = profile[name];
    $(`field-${name}`).value = Array.isArray(value) ? value.join(", ") : value ?? "";
  }
};

plan.make = async () => {
  const profile = profileOf();
  store.savePlan({ profile });
  if (!show(await call("plan", { profile, guide: guide.chosen() }))) return;
  $("plan-title").focus();
  $("plan-title").scrollIntoView({ block: "start" });
};

plan.fromChat = async () => {
  go("plan");
  const questions = store.turns.map((turn) => turn.question);
  const found = await call("background", { questions });
  if (!found.understood?.length) {
    toast("The open conversation says nothing of your background yet.");
    return;
  }
  const told = Object.entries(found.profile).filter(([, value]) => value != null && value.length !== 0);
  fill({ ...profileOf(), ...Object.fromEntries(told) });
  await plan.make();
};

// Shows what was made, or what went wrong; gives whether there is a plan.
const show = (found) => {
  const error = $("background-error");
  error.hidden = !found.error;
  error.textContent = found.error ?? "";
  for (const { name } of FIELDS) $(`field-${name}`).removeAttribute("aria-invalid");
  if (found.error) {
    for (const name of found.fields ?? []) $(`field-${name}`)?.setAttribute("aria-invalid", "true");
    $(`field-${found.fields?.[0]}`)?.focus();
    return false;
  }
  plan.citations = found.citations;
  store.savePlan({ profile: found.profile, plan: found.plan });
  $("plan-body").innerHTML = found.html;
  $("plan-none").hidden = true;
  $("plan-tools").hidden = false;
  takeUp();
  return true;
};

// Ticks and notes are kept under the item's key, so that they outlast a plan made anew.
const takeUp = () => {
  const { ticks = {}, notes = {} } = store.plan();
  for (const item of $("plan-body").querySelectorAll(".check")) {
    const key = item.dataset.key;
    const [tick, note] = [item.querySelector("input"), item.querySelector("textarea")];
    tick.checked = Boolean(ticks[key]);
    note.value = notes[key] ?? "";
    item.querySelector("details").open = Boolean(notes[key]);
    tick.addEventListener("change", () => { keepOwn("ticks", key, tick.checked); progress(); });
    note.addEventListener("input", () => keepOwn("notes", key, note.value));
  }
  progress();
};

const keepOwn = (what, key, value) => {
  const own = { ...store.plan()[what], [key]: value };
  if (!value) delete own[key];
  store.savePlan({ [what]: own });
};

const progress = () => {
  const ticks = [...$("plan-body").querySelectorAll(".check input")];
  $("plan-progress").textContent = ticks.length ? `${ticks.filter((one) => one.checked).length} of ${ticks.length} ticked` : "";
};

// What the person ticked and noted, as Markdown; the plan itself comes from the server.
const ownNotes = () => {
  const lines = [...$("plan-body").querySelectorAll(".check")].flatMap((item) => {
    const [tick, note] = [item.querySelector("input").checked, item.querySelector("textarea").value.trim()];
    if (!tick && !note) return [];
    return [`- [${tick ? "x" : " "}] ${item.querySelector(".what").textContent}${note ? `: ${note.replace(/\s+/g, " ")}` : ""}`];
  });
  return lines.length ? `\n## My checklist\n\n${lines.join("\n")}\n` : "";
};

plan.save = async (kind) => {
  const { plan: text, ticks = {}, notes = {} } = store.plan();
  const found = await call("document", { plan: text, kind });
  if (found.error) return toast(found.error);
  const bytes = Uint8Array.from(atob(found.data), (one) => one.charCodeAt(0));
  if (kind === "pdf") return download("career-plan.pdf", bytes, found.type);
  const written = new TextDecoder().decode(bytes);
  const whole = kind === "md" ? written + ownNotes() : JSON.stringify({ ...JSON.parse(written), checklist: { ticks, notes } }, null, 2);
  return download(`career-plan.${kind}`, whole, found.type);
};

plan.load = async (file) => {
  const text = await file.text();
  const found = await call("load_plan", { plan: text });
  if (found.error) {
    show(found);
    return;
  }
  const { ticks = {}, notes = {} } = JSON.parse(text).checklist ?? {};
  store.savePlan({ ticks, notes });
  fill(found.profile);
  show(found);
  toast("The plan is loaded.");
};

plan.clear = () => {
  store.forgetPlan();
  fill();
  plan.citations = [];
  $("plan-body").replaceChildren();
  $("plan-none").hidden = false;
  $("plan-tools").hidden = true;
  $("plan-progress").textContent = "";
  $("background-error").hidden = true;
};

const forgetMe = async () => {
  if (!(await confirmed("Forget your background, your plan, your ticks and your notes?", "Forget me"))) return;
  plan.clear();
  toast("Forgotten.");
};

const startPlan = async () => {
  $("background-fields").replaceChildren(...FIELDS.map(fieldOf));
  $("background").addEventListener("submit", (event) => { event.preventDefault(); plan.make(); });
  $("from-chat").addEventListener("click", plan.fromChat);
  $("forget-me").addEventListener("click", forgetMe);
  $("load-plan").addEventListener("change", (event) => {
    if (event.target.files[0]) plan.load(event.target.files[0]);
    event.target.value = "";
  });
  $("plan-tools").addEventListener("click", (event) => {
    const kind = event.target.dataset.save;
    if (kind) plan.save(kind);
  });
  $("plan-body").addEventListener("click", (event) => {
    if (event.target.dataset.do === "correct") $("field-role").focus();
  });
  const { profile, plan: text } = store.plan();
  fill(profile);
  if (text) show(await call("load_plan", { plan: text }));
};
