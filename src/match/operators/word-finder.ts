/** Where the search stands: the longest beginning of a word that the text ends with so far. */
interface Place {
  readonly next: Map<number, Place>;
  /** Where to go on when no word goes on here: the next shorter beginning that the text ends with. */
  shorter: Place | undefined;
  /** Numbers of words that end here. */
  ends: readonly number[];
}

/**
 * Whether a text holds any of the words, in one pass over the text however many words there are (Aho and Corasick, 1975).
 * A search for each word would cost words × text, and an attacker chooses the text.
 */
export function wordFinder(words: readonly string[]): (text: string) => boolean {
  const start = placesOf(words);
  return (text) => {
    let place = start;
    for (let i = 0; place.ends.length === 0; i++) {
      if (i >= text.length) return false;
      place = follow(place, text.charCodeAt(i)) ?? start;
    }
    return true;
  };
}

/** Which of the words a text holds, by their numbers, in the same way. @param words none of them empty */
export function wordsFinder(words: readonly string[]): (text: string) => ReadonlySet<number> {
  const start = placesOf(words);
  return (text) => {
    let found: Set<number> | undefined;
    let place = start;
    for (let i = 0; i < text.length; i++) {
      place = follow(place, text.charCodeAt(i)) ?? start;
      for (const word of place.ends) (found ??= new Set()).add(word);
    }
    return found ?? NONE;
  };
}

const NONE: ReadonlySet<number> = new Set();

function placesOf(words: readonly string[]): Place {
  const start = newPlace();
  for (const [number, word] of words.entries()) addWord(start, word, number);
  linkShorter(start);
  return start;
}

const newPlace = (): Place => ({ next: new Map(), shorter: undefined, ends: [] });

function addWord(start: Place, word: string, number: number): void {
  let place = start;
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i);
    const next = place.next.get(unit) ?? newPlace();
    place.next.set(unit, next);
    place = next;
  }
  place.ends = [...place.ends, number];
}

/** The place after one more unit, from here or from a shorter beginning. */
function follow(from: Place, unit: number): Place | undefined {
  let place: Place | undefined = from;
  while (place !== undefined) {
    const next = place.next.get(unit);
    if (next !== undefined) return next;
    place = place.shorter;
  }
  return undefined;
}

/** By length of the beginning, so that the shorter ones are linked already. */
function linkShorter(start: Place): void {
  let layer = [start];
  while (layer.length > 0) {
    const deeper: Place[] = [];
    for (const place of layer) {
      for (const [unit, next] of place.next) {
        next.shorter = place.shorter === undefined ? start : (follow(place.shorter, unit) ?? start);
        if (next.shorter.ends.length > 0) next.ends = [...next.ends, ...next.shorter.ends];
        deeper.push(next);
      }
    }
    layer = deeper;
  }
}
