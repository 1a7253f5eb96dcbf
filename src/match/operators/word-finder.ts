/** Where the search stands: the longest beginning of a word that the text ends with so far. */
interface Place {
  readonly next: Map<number, Place>;
  /** Where to go on when no word goes on here: the next shorter beginning that the text ends with. */
  shorter: Place | undefined;
  /** A word ends here. */
  ends: boolean;
}

/**
 * Whether a text holds any of the words, in one pass over the text however many words there are (Aho and Corasick, 1975).
 * A search for each word would cost words × text, and an attacker chooses the text.
 */
export function wordFinder(words: readonly string[]): (text: string) => boolean {
  const start = newPlace();
  for (const word of words) addWord(start, word);
  linkShorter(start);
  return (text) => {
    let place = start;
    for (let i = 0; !place.ends; i++) {
      if (i >= text.length) return false;
      place = follow(place, text.charCodeAt(i)) ?? start;
    }
    return true;
  };
}

const newPlace = (): Place => ({ next: new Map(), shorter: undefined, ends: false });

function addWord(start: Place, word: string): void {
  let place = start;
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i);
    const next = place.next.get(unit) ?? newPlace();
    place.next.set(unit, next);
    place = next;
  }
  place.ends = true;
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
        next.ends ||= next.shorter.ends;
        deeper.push(next);
      }
    }
    layer = deeper;
  }
}
