// Whether a question identifies somebody, as the server tells it: by its rules and by its signs of
// names, which lie at "address". The steps are those of search/answers/name_signs.py.
let guard = null;

export async function identifies(text, address) {
  guard ??= fetch(address).then(async (answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    return known(await answer.json());
  });
  let by;
  try {
    by = await guard;
  } catch (error) {
    guard = null;
    throw error;
  }
  const clean = text
    .replace(/(?<=[\p{L}\p{Nl}\p{No}]{3})[⁰¹²³⁴-⁹]+(?![\p{L}\p{N}_])/gu, "")
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
    .normalize("NFKC")
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟«»‹›″]/g, '"');
  return by.rules.some((rule) => rule.every((pattern) => pattern.test(clean)))
    || names(tokens(clean, by), by);
}

function known({ rules, names }) {
  const kinds = new Map();
  for (const [kind, words] of Object.entries(names.kinds)) {
    for (const word of words.split(" ")) kinds.set(word, kind);
  }
  return {
    rules: rules.map((rule) => rule.map(([source, flags]) => new RegExp(source, flags))),
    token: new RegExp(names.tokens, "g"),
    folds: new Map(Object.entries(names.folds)),
    kinds,
    authors: new Set(names.authors.split(";")),
    titles: new Set(names.titles.split(" ")),
    weights: new Map(names.weights.split("\n").map((line) => {
      const end = line.lastIndexOf(" ");
      return [line.slice(0, end), Number(line.slice(end))];
    })),
    threshold: names.threshold,
  };
}

function tokens(text, by) {
  const plain = text.normalize("NFKD")
    .replace(/[^\x00-\x7f]/g, (letter) => by.folds.get(letter) ?? letter)
    .replace(/\p{M}/gu, "");
  const typed = plain.match(by.token) ?? [];
  const style = styled(typed.filter((word) => /^[A-Za-z]/.test(word)));
  const read = [];
  for (const word of typed) {
    if (word !== "." || !read.at(-1)?.seen.startsWith("@")) read.push(token(word, style, by));
  }
  for (let at = 0; at + 1 < read.length; at++) {
    if (!by.authors.has(`${read[at].word} ${read[at + 1].word}`)) continue;
    for (const of of [read[at], read[at + 1]]) of.kind = of.seen = `a${of.kind.slice(1)}`;
  }
  return read;
}

function styled(words) {
  if (words.filter((word) => /^[A-Z]/.test(word)).length < 3) return "";
  if (words.every((word) => word === word.toUpperCase())) return "U";
  return words.every((word) => word.length < 4 || /^[A-Z]/.test(word)) ? "T" : "";
}

function token(typed, style, by) {
  if (/^\d/.test(typed)) {
    const year = typed.length === 4 && /^(19|20)/.test(typed);
    return { word: typed, kind: "", seen: typed.length < 3 ? "#a" : year ? "#y" : "#n" };
  }
  if (!/^[A-Za-z]/.test(typed)) return { word: typed, kind: "", seen: typed };
  let own = /'[sS]$/.test(typed);
  const base = own ? typed.slice(0, -2) : typed;
  const word = base.replaceAll("'", "").toLowerCase();
  const shape = /^[a-z]/.test(base) ? "x"
    : base.length === 1 ? "I" : base === base.toUpperCase() ? "C" : "X";
  if (by.titles.has(word)) {
    return { word, kind: `w${shape}`, seen: shape === "x" ? "@x" : "@X", own: false };
  }
  const parts = word.split("-");
  let kind = by.kinds.get(word)
    ?? (parts.some((part) => by.kinds.get(part) === "g") ? "g" : by.kinds.get(parts[0]))
    ?? by.kinds.get(`${parts[0].slice(0, 6)}~`) ?? "o";
  if (kind === "o" && /^(O'|Mc)[A-Z]/.test(base)) kind = "h";
  if (kind === "o" && word.endsWith("s") && by.kinds.get(word.slice(0, -1)) === "g") {
    kind = "g";
    own = true;
  }
  const ordinary = kind === "w" || (shape === "x" && !"gho".includes(kind));
  kind += style && shape !== "x" ? style : shape;
  return { word, kind, seen: ordinary ? word.slice(0, 5) : kind, own };
}

function names(read, { weights, threshold }) {
  const weight = (sign) => weights.get(sign) ?? 0;
  const edge = (at) => (at < 0 ? "^" : "$");
  const seen = (at) => read[at]?.seen ?? edge(at);
  const kindAt = (at) => (read[at] ? read[at].kind || read[at].seen : edge(at));
  let ofAll = 0;
  for (const of of new Set(read.map((one) => one.seen))) ofAll += weight(`q ${of}`);
  return read.some(({ kind, own }, at) => {
    if (!kind || !("bgho".includes(kind[0]) || kind[1] !== "x" || seen(at - 1).startsWith("@"))) {
      return false;
    }
    let sum = ofAll + weight(`0 ${kind}`) + weight(`k ${kindAt(at - 1)} ${kind} ${kindAt(at + 1)}`);
    if (own) sum += weight("own") + weight(`own ${kind}`);
    for (const [side, step] of [["a", -1], ["x", 1]]) {
      const near = seen(at + step);
      const far = seen(at + 2 * step);
      sum += weight(`${side} ${near}`) + weight(`${side}0 ${near} ${kind}`) + weight(`${side}${side} ${far}`)
        + weight(`${side}+ ${near} ${far}`) + weight(`${side}k ${kindAt(at + step)} ${kind}`);
    }
    return sum >= threshold;
  });
}
