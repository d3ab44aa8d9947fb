// Finds posts in a site that has no server: BM25F over the posts that posts.js holds, by the weights
// of the search engine, which stand there too. What is asked never leaves the browser. Without this
// script the page lists every post.
"use strict";

const { posts, topics, kinds, lookup, weights } = window.DIGEST;
const stop = new Set(lookup.stop_words);
const spare = new Set(lookup.spare);
const WORD = /(?:\p{L}\.){2,}(?![\p{L}\p{N}])|[\p{L}\p{N}][\p{L}\p{N}\u00AD\u200B-\u200D\u2060\uFEFF]*(?:['’\-‐‑][\p{L}\p{N}]+)*/gu;
const UNSEEN = /[\u00AD\u200B-\u200D\u2060\uFEFF]/gu;
const LETTERS = { ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d", ð: "d", ħ: "h", ı: "i", ŧ: "t", þ: "th", ŋ: "n" };
// Without an apostrophe only those that are no other word.
const NEGATED = /^(?:(do|does|did|is|are|was|were|have|has|had|would|could|should|must|need|might|ai|ca|wo|sha)n['’]t|(do|does|did|is|are|was|were|have|has|had|would|could|should)nt|(can)not)$/u;
const POSITIVE = { ai: "is", ca: "can", wo: "will", sha: "shall" };
const OPERATOR = /(^|\s)(-?)(?:(topic|author|year|research):(?:"([^"]*)"|(\S+))|"([^"]+)"|((?<=-)[\p{L}\p{N}][^\s"]*))(?=\s|$)/giu;

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(UNSEEN, "").toLowerCase().replace(/[^\x00-\x7F]/gu, (letter) => LETTERS[letter] || letter);
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

// The stem that the digest gives a word; one that it has not met is met halfway.
function stem(word) {
  const known = own(lookup.stems, word);
  if (known) return known;
  for (const end of ["s", "es", "ed", "ing"]) {
    const short = word.endsWith(end) && word.slice(0, -end.length);
    if (short && short.length > 3) {
      const near = own(lookup.stems, short) || (index.has(short) && short);
      if (near) return near;
    }
  }
  return word;
}

// "Don't" is "do" and "not", "GAD7" is "GAD-7", "U.K." is "UK".
function pieces(part) {
  const negated = NEGATED.exec(part);
  if (negated) {
    const verb = negated[1] || negated[2] || negated[3];
    return [own(POSITIVE, verb) || verb, "not"];
  }
  const scale = /^([a-z]{3,6})(\d{1,2})$/.exec(part);
  return scale ? scale.slice(1) : [part.replace(/['’].*$/, "").replace(/\./g, "")];
}

// The words of a text: where each stands, its stems, and that of its parts run together.
function words(text) {
  return [...text.matchAll(WORD)].map((match) => {
    const parts = fold(match[0]).split(/[-‐‑]/).flatMap(pieces).filter(Boolean);
    const steps = parts.map(stem);
    const joined = parts.length > 1 ? [stem(parts.join(""))] : [];
    return { at: match.index, end: match.index + match[0].length, parts, steps, terms: [...steps, ...joined] };
  });
}

// The texts of a post's parts; those of the boosts' names count, each by its boost.
const parts = {
  title: (post) => [post.title],
  summary: (post) => post.summary,
  implications: (post) => post.implications,
  topics: (post) => post.topics.map((t) => topics[t].name),
  citation: (post) => [post.citation],
};
const texts = (post) => [post.title, ...post.summary, ...post.implications];
const stream = (text) => ` ${words(text).flatMap((word) => word.steps).join(" ")} `;

// What each term is worth in each post that has it, before it is saturated.
const index = new Map();
for (const [name, boost] of Object.entries(weights.boosts)) {
  const terms = posts.map((post) => parts[name](post).flatMap(words).flatMap((word) => word.terms));
  const having = terms.filter((own) => own.length).length;
  const usual = terms.reduce((sum, own) => sum + own.length, 0) / Math.max(having, 1);
  terms.forEach((own, n) => {
    const worth = boost / (1 - weights.b + weights.b * own.length / usual);
    for (const term of own) {
      if (!index.has(term)) index.set(term, new Map());
      const worths = index.get(term);
      worths.set(n, (worths.get(n) || 0) + worth);
    }
  });
}
const rarity = (term) => {
  const n = index.has(term) ? index.get(term).size : 0;
  return Math.log(1 + (posts.length - n + 0.5) / (n + 0.5));
};

// The question: its words that count, what else to look for, phrases, exclusions and filters.
function read(params) {
  const asked = { must: [], never: [], filters: [] };
  const filter = (name, value) => asked.filters.push([name, fold(value)]);
  const free = (params.get("q") || "").slice(0, 1000).replace(OPERATOR, (all, gap, minus, field, quoted, value, phrase, word) => {
    if (field) filter(field.toLowerCase(), quoted ?? value);
    else asked[minus ? "never" : "must"].push(stream(phrase ?? word));
    return gap;
  });
  for (const name of ["topic", "research", "year"]) params.getAll(name).filter(Boolean).forEach((value) => filter(name, value));
  asked.topics = asked.filters.filter(([name]) => name === "topic" || name === "author");
  asked.either = ["research", "year"].map((name) => asked.filters.filter(([other]) => other === name)).filter((any) => any.length);
  const found = words(free);
  const meant = found.filter((word) => word.parts.some((part) => !stop.has(part)));
  const kept = meant.filter((word) => !word.parts.every((part) => spare.has(part)));
  const count = kept.length ? kept : meant;
  asked.clauses = count.map((word) => word.terms.map((term) => [[term], 1]));
  const steps = found.flatMap((word) => word.steps);
  for (const lead of lookup.leads) {
    const at = steps.findIndex((_, n) => lead.steps.every((step, m) => steps[n + m] === step));
    if (at < 0 || (lead.only_with.length && !lead.only_with.some((step) => steps.includes(step)))) continue;
    const clause = lead.steps.length === 1 && asked.clauses.find((each) => each[0][0][0] === lead.steps[0]);
    const more = lead.to.map((term) => [term, weights.expansion]);
    if (clause) clause.push(...more);
    else asked.clauses.push(more);
  }
  asked.terms = [...asked.clauses.flat().map(([term]) => term), ...asked.must.map((phrase) => phrase.trim().split(" "))];
  return asked;
}

// A filter that names nothing the digest has is passed over. A post has every topic and author that
// is asked for, and one of the kinds and of the years.
const is = (thing, value) => fold(thing.name) === value || thing.slug === value;
const named = (things, numbers, value) => numbers.some((n) => is(things[n], value)) || !things.some((thing) => is(thing, value));

function passes(post, asked) {
  const text = asked.must.length || asked.never.length ? texts(post).map(stream) : [];
  return asked.must.every((phrase) => text.some((part) => part.includes(phrase)))
    && !asked.never.some((phrase) => text.some((part) => part.includes(phrase)))
    && asked.topics.every((filter) => has(post, filter))
    && asked.either.every((filters) => filters.some((filter) => has(post, filter)));
}

function has(post, [name, value]) {
  if (name === "topic") return named(topics, post.topics, value);
  if (name === "research") return post.kind !== null && named(kinds, [post.kind], value);
  if (name === "author") return fold(post.citation).includes(value);
  const year = Number(post.month.slice(0, 4));
  return value.split(",").some((span) => {
    const [first, last = first] = span.split("..");
    return year >= Number(first || 0) && year <= Number(last || 9999);
  });
}

// How well a post has one thing to look for: a term, or all the stems of one of several words.
function weight(term, n) {
  let least = Infinity;
  for (const step of term) {
    const worth = index.get(step)?.get(n) || 0;
    least = Math.min(least, rarity(step) * worth * (weights.k1 + 1) / (worth + weights.k1));
  }
  return least;
}

function find(asked) {
  const browsing = !asked.clauses.length;
  return posts.map((post, n) => {
    const gains = asked.clauses.map((clause) => Math.max(...clause.map(([term, share]) => share * weight(term, n))));
    const met = gains.filter((gain) => gain > 0).length;
    const score = gains.reduce((sum, gain) => sum + gain, 0) * (0.5 + met / (2 * Math.max(gains.length, 1)));
    return { post, score };
  }).filter(({ post, score }) => (browsing || score > 0) && passes(post, asked))
    .sort((a, b) => b.score - a.score || b.post.month.localeCompare(a.post.month));
}

// The stems to mark in a text: of a term of several words only where all stand side by side.
function telling(text, asked) {
  const all = stream(text);
  const there = asked.terms.filter((term) => term.length === 1 || all.includes(` ${term.join(" ")} `));
  return new Set(there.flat());
}

// A text with the question's words marked.
function marked(tag, text, asked) {
  const terms = telling(text, asked);
  const element = document.createElement(tag);
  let done = 0;
  for (const word of words(text)) {
    if (!word.terms.some((term) => terms.has(term)) || word.parts.every((part) => stop.has(part))) continue;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(word.at, word.end);
    element.append(text.slice(done, word.at), mark);
    done = word.end;
  }
  element.append(text.slice(done));
  return element;
}

function best(sentences, asked) {
  const worth = (sentence) => {
    const terms = telling(sentence, asked);
    return [...new Set(words(sentence).flatMap((word) => word.terms))]
      .reduce((sum, term) => sum + (terms.has(term) ? rarity(term) : 0), 0);
  };
  return sentences.map((text) => [worth(text), text]).sort((a, b) => b[0] - a[0])[0]?.[1];
}

// A text of a post, in the language that it is told in.
function spoken(element, post) {
  element.lang = post.language;
  element.dir = "auto";
  return element;
}

function hit({ post }, asked) {
  const item = document.createElement("li");
  item.className = "hit";
  const heading = document.createElement("h2");
  const link = marked("a", post.title, asked);
  link.href = post.url;
  spoken(link, post);
  heading.append(link);
  item.append(heading);
  const about = document.createElement("p");
  about.className = "meta";
  about.textContent = [post.kind === null ? "" : kinds[post.kind].name, post.when, post.topics.map((t) => topics[t].name).join("; ")].filter(Boolean).join(" · ");
  for (const [sentences, name] of [[post.implications, "practice"], [post.summary, "passage"]]) {
    const text = best(sentences, asked);
    if (!text) continue;
    const part = document.createElement("p");
    part.className = name;
    part.append(spoken(marked("span", text, asked), post));
    if (name === "practice") {
      const label = document.createElement("span");
      label.className = "label";
      label.textContent = _("For practice");
      part.prepend(label, " ");
    }
    item.append(part);
  }
  item.append(about);
  return item;
}

const params = new URLSearchParams(location.search);
const asked = read(params);
const form = document.querySelector("[data-finder]");
for (const name of ["q", "topic", "research", "year"]) form.elements[name].value = params.get(name) || "";
form.hidden = false;
document.querySelector("[data-unscripted]").hidden = true;
if (asked.clauses.length || asked.must.length || asked.never.length || asked.filters.length) {
  const found = find(asked);
  const count = _n(found.length, "%(num)s post", "%(num)s posts");
  document.querySelector("[data-total]").textContent = found.length ? count : _("No post of this digest fits. Try fewer or other words, or browse below.");
  document.querySelector("[data-hits]").replaceChildren(...found.slice(0, 50).map((each) => hit(each, asked)));
  document.querySelector("[data-all]").hidden = found.length > 0;
}
