// The engine's own sums from the pieces under `what_if` in results.json (cba/what_if.py): exact for every
// position of the sliders, overlap between interventions included. Without this script the page is complete.
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("try-data").textContent);
  const pieces = data.what_if;
  const longest = pieces.horizon.highest;
  const CANCELLED = 1e-9;
  const state = {horizon: data.horizon, of: Object.keys(pieces.interventions)[0], moved: {}};

  function reset() {
    state.horizon = data.horizon;
    for (const id of Object.keys(pieces.interventions)) state.moved[id] = {people: 1, effect: 1, cost: 1};
  }

  const at = (amounts, n) => (amounts && n < amounts.length ? amounts[n] : 0);

  // Σ_m amounts[m] · after[n − m]
  function followed(amounts, after) {
    const total = new Array(longest).fill(0);
    for (let m = 0; m < amounts.length; m += 1) {
      if (amounts[m]) for (let k = 0; k < after.length && m + k < longest; k += 1) total[m + k] += amounts[m] * after[k];
    }
    return total;
  }

  // Overlap: reductions multiply, they never add up (cba/overlap.py).
  function movedPart(part) {
    const moved = state.moved[part.intervention];
    return Object.assign({}, part, {
      reduction: part.reduction.map((r) => r * moved.effect),
      exposed: part.exposed.map((x) => (part.place ? x : x * moved.people)),
    });
  }

  function events(place, exposed, perUnit) {
    if (!place) return followed(exposed, perUnit);
    return Array.from({length: longest}, (_, n) => at(perUnit, n) * at(exposed, n));
  }

  function shared(clique) {
    const first = clique[0];
    const exposed = first.exposed.map((_, n) => Math.min(...clique.map((part) => at(part.exposed, n))));
    const rate = clique.reduce((sum, part) => sum + part.rate, 0) / clique.length;
    const product = first.reduction.map((_, n) => clique.reduce((all, part) => all * at(part.reduction, n), 1));
    return events(first.place, exposed, product.map((r) => r * rate));
  }

  function* largerCliques(clique, candidates, parts) {
    for (let k = 0; k < candidates.length; k += 1) {
      const larger = [...clique, candidates[k]];
      if (larger.length > 1) yield larger;
      const overlapping = parts[candidates[k]].overlaps;
      yield* largerCliques(larger, candidates.slice(k + 1).filter((other) => overlapping.includes(other)), parts);
    }
  }

  function combinedEvents(parts) {
    const own = parts.map((part) => events(part.place, part.exposed, part.reduction.map((r) => r * part.rate)));
    const combined = Array.from({length: longest}, (_, n) => own.reduce((sum, one) => sum + one[n], 0));
    for (const clique of largerCliques([], parts.map((_, k) => k), parts)) {
      const sign = clique.length % 2 ? 1 : -1;
      shared(clique.map((k) => parts[k])).forEach((amount, n) => { combined[n] += sign * amount; });
    }
    return {own, combined};
  }

  function reducedFigure(parts) {
    const years = Array.from({length: longest}, (_, n) => n);
    return {
      own: parts.map((part) => years.map((n) => at(part.reduction, n))),
      combined: years.map((n) => 1 - parts.reduce((left, part) => left * (1 - at(part.reduction, n)), 1)),
    };
  }

  // What overlap leaves of a change, by year: combined ÷ Σ own.
  function leftOver() {
    const left = {};
    for (const group of pieces.overlaps) {
      const parts = group.parts.map(movedPart);
      const {own, combined} = group.one_figure ? reducedFigure(parts) : combinedEvents(parts);
      const factor = combined.map((amount, n) => {
        const sum = own.reduce((total, one) => total + one[n], 0);
        const size = own.reduce((total, one) => total + Math.abs(one[n]), 0);
        return Math.abs(sum) > CANCELLED * size ? amount / sum : 1;
      });
      for (const part of parts) left[part.intervention + "/" + part.outcome] = factor;
    }
    return left;
  }

  // Net result by payer and year, not discounted.
  function net() {
    const total = Object.fromEntries(data.payers.map((payer) => [payer, new Array(longest).fill(0)]));
    const left = leftOver();
    const add = (amounts, times) => {
      for (const [payer, years] of Object.entries(amounts)) years.forEach((amount, n) => { total[payer][n] += times * amount; });
    };
    for (const [id, item] of Object.entries(pieces.interventions)) {
      const moved = state.moved[id];
      add(item.benefits, 1);
      add(item.costs, -moved.cost);
      add(item.costs_by_participants, -moved.cost * moved.people);
      for (const [outcome, effect] of Object.entries(item.effects)) {
        const factor = left[id + "/" + outcome];
        const change = effect.change.map((amount, n) => (factor ? amount * factor[n] : amount));
        const worth = Object.entries(effect.worth).map(([payer, after]) => [payer, followed(change, after)]);
        add(Object.fromEntries(worth), moved.effect * (effect.by_participants ? moved.people : 1));
      }
    }
    return total;
  }

  function answer() {
    const years = net();
    const present = {};
    for (const payer of data.payers) {
      present[payer] = 0;
      for (let n = 0; n < state.horizon; n += 1) present[payer] += pieces.discount_factors[n] * years[payer][n];
    }
    let running = 0, largest = 1, below = -1;
    const sums = [];
    for (let n = 0; n < state.horizon; n += 1) {
      const all = data.payers.reduce((sum, payer) => sum + years[payer][n], 0);
      running += all;
      largest = Math.max(largest, Math.abs(all));
      sums.push(running);
    }
    sums.forEach((sum, n) => { if (sum < -1e-9 * largest) below = n; });
    return {
      payers: present,
      total: data.payers.reduce((sum, payer) => sum + present[payer], 0),
      back: below + 1 < state.horizon ? data.start + below + 1 : null,
    };
  }

  // Words and numbers in the page's own language and style.
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function whole(value) {
    const size = Math.floor(Math.abs(value) + 0.5);
    const digits = String(size).replace(/\B(?=(\d{3})+$)/g, data.style.group);
    return (value < 0 && size ? data.style.minus : "") + digits;
  }

  function kroner(value) {
    const digits = whole(Math.abs(value));
    return (value < 0 && digits !== "0" ? data.style.minus : "") + fill(data.style.kroner, {number: digits});
  }

  const percent = (share) => fill(data.style.percent, {number: whole(100 * share)});
  const standing = (amount) => (Math.abs(amount) < 0.5 ? "even" : amount > 0 ? "gains" : "loses");
  const years = (number) => fill(number === 1 ? data.words.year : data.words.years, {number});

  function said(found) {
    const words = data.words[standing(found.total)][state.horizon === 1 ? 0 : 1];
    const back = found.back === null ? data.words.not_back : fill(data.words.back, {year: found.back});
    return fill(words, {amount: kroner(Math.abs(found.total)), years: String(state.horizon)}) + " " + back;
  }

  const byId = (id) => document.getElementById(id);
  const root = byId("try");
  const inputs = {people: byId("try-people"), effect: byId("try-effect"), cost: byId("try-cost"), horizon: byId("try-horizon")};

  // Starters a year where that is one whole number, else a share of what is planned.
  function starters(item) {
    const some = (item.participants || []).filter((number) => number);
    const one = some.length && some.every((number) => number === some[0]) && Number.isInteger(some[0]);
    return {number: one ? some[0] : null, total: some.reduce((sum, number) => sum + number, 0)};
  }

  function limits(input, lowest, highest, value) {
    input.min = lowest;
    input.max = highest;
    input.value = value;
  }

  function place() {
    const item = pieces.interventions[state.of], moved = state.moved[state.of], {number} = starters(item);
    inputs.people.closest(".control").hidden = item.participants === null;
    inputs.effect.closest(".control").hidden = item.most_effect === null;
    if (item.participants) {
      if (number === null) limits(inputs.people, 1, 300, Math.round(100 * moved.people));
      else limits(inputs.people, 1, 3 * number, Math.round(number * moved.people));
    }
    if (item.most_effect !== null) limits(inputs.effect, 0, Math.round(100 * item.most_effect), Math.round(100 * moved.effect));
    limits(inputs.cost, 0, 200, Math.round(100 * moved.cost));
    limits(inputs.horizon, pieces.horizon.lowest, pieces.horizon.highest, state.horizon);
  }

  function label(name, text) {
    inputs[name].setAttribute("aria-valuetext", text);
    byId("try-" + name + "-now").textContent = text;
  }

  function show() {
    const item = pieces.interventions[state.of], moved = state.moved[state.of], {number, total} = starters(item);
    if (number === null) label("people", percent(moved.people));
    else label("people", fill(data.words.people, {number: whole(number * moved.people), total: whole(total * moved.people)}));
    label("effect", percent(moved.effect));
    label("cost", percent(moved.cost));
    label("horizon", years(state.horizon) + ", " + data.start + (state.horizon > 1 ? "\u2013" + (data.start + state.horizon - 1) : ""));
    const found = answer();
    for (const row of root.querySelectorAll("tr[data-payer]")) {
      const now = row.dataset.payer === "all" ? found.total : found.payers[row.dataset.payer];
      const base = Number(row.dataset.base);
      row.cells[2].textContent = kroner(now);
      row.cells[3].textContent = Math.abs(now - base) < 0.5 ? data.words.same : (now > base ? "+" : "") + kroner(now - base);
    }
    const sentence = byId("try-verdict");
    sentence.className = standing(found.total);
    sentence.firstElementChild.textContent = {gains: "▲", loses: "▼", even: "="}[standing(found.total)];
    sentence.lastElementChild.textContent = said(found);
    return found;
  }

  function read(name) {
    const value = Number(inputs[name].value), {number} = starters(pieces.interventions[state.of]);
    if (name === "horizon") state.horizon = value;
    else if (name === "people" && number !== null) state.moved[state.of].people = value / number;
    else state.moved[state.of][name] = value / 100;
    show();
  }

  // Spoken when a slider has come to rest, not at every step.
  const speak = () => { byId("try-spoken").textContent = byId("try-verdict").lastElementChild.textContent; };

  for (const name of Object.keys(inputs)) {
    inputs[name].addEventListener("input", () => read(name));
    inputs[name].addEventListener("change", speak);
  }
  const which = byId("try-of");
  if (which) which.addEventListener("change", () => { state.of = which.value; place(); show(); });
  byId("try-reset").addEventListener("click", () => { reset(); place(); show(); speak(); });

  reset();
  if (pieces.horizon.lowest === pieces.horizon.highest) inputs.horizon.closest(".control").hidden = true;
  place();
  show();
  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
})();
