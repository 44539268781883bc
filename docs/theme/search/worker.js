// Searches the site in Chinese and English. Chinese is written without spaces: what stands together is taken apart
// into every two characters that follow each other, in pages and in what is asked for alike.
importScripts('lunr.js');

const WORDS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}_])+(?:\.(?:(?!\p{Script=Han})[\p{L}\p{N}_])+)*/gu;
const HAN = /^\p{Script=Han}/u;
let pages = new Map();
let index = null;

/** The words of a text: pairs of Chinese characters (one where it stands alone), and other words whole. */
function words(text) {
  const found = [];
  for (const [run] of text.toLowerCase().matchAll(WORDS)) {
    const letters = Array.from(run);
    if (!HAN.test(run) || letters.length === 1) found.push(run);
    else for (let at = 1; at < letters.length; at++) found.push(letters[at - 1] + letters[at]);
  }
  return found;
}

/** The index of the pages; lunr's trimmer would take every Chinese character off. */
function indexed(docs) {
  return lunr(function () {
    this.tokenizer = (text, metadata) =>
      words(String(text ?? '')).map((word, number) => new lunr.Token(word, { ...metadata, index: number }));
    this.pipeline.remove(lunr.trimmer);
    this.field('title', { boost: 5 });
    this.field('text');
    this.ref('location');
    docs.forEach((doc) => this.add(doc));
  });
}

/** The pages that have all that is asked for; where none has, those that have some of it. */
function search(query) {
  const asked = words(query);
  const having = (presence) => index.query((clauses) => asked.forEach((word) => clauses.term(word, { presence })));
  if (index === null || asked.length === 0) return [];
  const whole = having(lunr.Query.presence.REQUIRED);
  const found = whole.length > 0 ? whole : having(lunr.Query.presence.OPTIONAL);
  return found.map(({ ref }) => ({ ...pages.get(ref), summary: excerpt(pages.get(ref).text, query) }));
}

/** The part of a text around what is asked for, or its beginning. */
function excerpt(text, query) {
  const at = text.toLowerCase().indexOf(query.trim().toLowerCase());
  const start = Math.max(0, at - 60);
  return (start > 0 ? '…' : '') + text.slice(start, start + 200);
}

async function load() {
  const { config, docs } = await (await fetch('search_index.json')).json();
  pages = new Map(docs.map((doc) => [doc.location, doc]));
  index = indexed(docs);
  postMessage({ config });
  postMessage({ allowSearch: true });
}

onmessage = ({ data }) => {
  if (data.init) load();
  else postMessage({ results: search(data.query ?? '') });
};
