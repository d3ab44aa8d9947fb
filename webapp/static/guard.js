// Whether a question identifies somebody, as the server tells it: by its rules, which lie at
// "address". Given names are marked as search/answers/naming.py does.
let guard = null;

export async function identifies(text, address) {
  guard ??= fetch(address).then(async (answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    const told = await answer.json();
    return {
      rules: told.rules.map((rule) => rule.map(([source, flags]) => new RegExp(source, flags))),
      patterns: told.patterns.map((source) => new RegExp(source)),
      names: new Set(told.names),
      words: new Set(told.also_words),
      known: new Set(told.known),
    };
  });
  let by;
  try {
    by = await guard;
  } catch (error) {
    guard = null;
    throw error;
  }
  const clean = text.normalize("NFKC");
  const plain = clean.normalize("NFKD").replace(/\p{M}/gu, "");
  const marked = plain.replace(/[A-Za-z]+/g, (found, at) => {
    const word = found.toLowerCase();
    const family = /^\s+(?:[A-Z]\.?\s+)?([A-Za-z]+)/.exec(plain.slice(at + found.length));
    if (family && by.known.has(`${word} ${family[1].toLowerCase()}`)) return found;
    return (by.names.has(word) ? "\x01" : by.words.has(word) ? "\x02" : "") + found;
  });
  return by.patterns.some((pattern) => pattern.test(marked))
    || by.rules.some((rule) => rule.every((pattern) => pattern.test(clean)));
}
