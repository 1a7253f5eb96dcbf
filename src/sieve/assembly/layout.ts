// Where everything lies in the module's memory. TypeScript knows only what index.ts exports.

/** A record of the largest size that is read (1 MiB), and the window behind which it began. */
export const WINDOW_MAX: usize = 1_310_720;
export const MAX_NODES: u32 = 384;
export const MAX_RECORDS: u32 = 512;

/** Whole lines of the processor's cache. */
const LINE: usize = 63;
/** Behind the module's own constants. What is written without functions the compiler works out, and puts it into the instructions. */
export const BEGIN: usize = 4_096;

/** Keys of the paths that rules ask for, as a hash table: 1,024 entries of 32 bytes. */
export const KEY_SLOTS: u32 = 1024;
export const KEYS: usize = BEGIN;
export const KEY_TEXT: usize = KEYS + 1024 * 32;
export const KEY_TEXT_BYTES: usize = 16_384;

/** Of every node of the path trie: the number behind its last descendant, and how many of its values get numbers. */
export const NODES: usize = KEY_TEXT + KEY_TEXT_BYTES;

/** The keys that are expected (expected.ts): 2,048 entries of 64 bytes, and by node the one that an object begins with. */
export const EXPECTED_SLOTS: u32 = 2_048;
export const EXPECTED: usize = (NODES + 384 * 8 + LINE) & ~LINE;
export const FIRST_KEYS: usize = EXPECTED + 2_048 * 64;

/** Values that repeat: a hash table of 16,384 entries of 16 bytes, and their texts. */
export const VALUE_SLOTS: u32 = 16_384;
export const MAX_VALUES: u32 = 8_192;
export const VALUES: usize = (FIRST_KEYS + 384 * 4 + LINE) & ~LINE;
/** Of every node, how many values were given numbers for it. */
export const GIVEN: usize = VALUES + 16_384 * 16;
/** Where the text of a value begins and ends, by its number. */
export const VALUE_SPANS: usize = GIVEN + 384 * 4;
/** The value that came behind another one the last time, by its number. */
export const NEXT_VALUES: usize = VALUE_SPANS + 8_192 * 8;
export const VALUE_TEXT: usize = NEXT_VALUES + 8_194 * 4;
export const VALUE_TEXT_BYTES: usize = 1_048_576;

/** One bit for every byte of the window: for quotes, what lies outside of texts, backslashes. */
export const MASK_BYTES: usize = 1_310_720 / 8 + 64;
export const QUOTES: usize = (VALUE_TEXT + VALUE_TEXT_BYTES + LINE) & ~LINE;
export const OUTSIDE: usize = (QUOTES + MASK_BYTES + LINE) & ~LINE;
export const BACKSLASHES: usize = (OUTSIDE + MASK_BYTES + LINE) & ~LINE;

/** The account whose records are expected, as JSON. */
export const ACCOUNT_TEXT: usize = (BACKSLASHES + MASK_BYTES + LINE) & ~LINE;

/** Words before the values of a record: where it begins and ends, what is known of it, its branch, and what was passed over. */
export const HEAD: usize = 6;
/** What was found: for every record its place and the values of its fields. */
export const FOUND: usize = ACCOUNT_TEXT + 64;
export const FOUND_BYTES: usize = 512 * (384 + 6) * 4;
/** Which of them somebody must look at: their places, u32 each. */
export const ASKED: usize = FOUND + FOUND_BYTES;

/**
 * The tree from numbered values to what is left of the rules: where the list of a branch's fields lies, by branch. With a
 * thousand rules what is left for one takes up to 32 KB.
 */
export const MAX_BRANCHES: u32 = 4_096;
export const BRANCHES: usize = (ASKED + 512 * 4 + LINE) & ~LINE;
export const FIELD_LISTS: usize = BRANCHES + 4_096 * 4;
export const FIELD_LISTS_BYTES: usize = 65_536;
/** Its edges: a hash table of 8,192 entries of 16 bytes, and the numbers that lead along them. */
export const EDGE_SLOTS: u32 = 8_192;
export const EDGES: usize = FIELD_LISTS + FIELD_LISTS_BYTES;
export const CELL_LISTS: usize = EDGES + 8_192 * 16;
export const CELL_LISTS_BYTES: usize = 262_144;

/** Huffman tables of the block that is decompressed. */
export const LITERALS: usize = (CELL_LISTS + CELL_LISTS_BYTES + LINE) & ~LINE;
export const DISTANCES: usize = LITERALS + 8_192 * 4;
export const LENGTHS: usize = DISTANCES + 4_096 * 4;

/** Lists and objects of a window that were passed over: where each begins and ends. */
export const MAX_PASSED: u32 = 16_384;
export const PASSED: usize = (LENGTHS + 512 + LINE) & ~LINE;

/** What is kept of a window (kept.ts). */
export const KEPT: usize = (PASSED + 16_384 * 8 + LINE) & ~LINE;

/** The caller's: compressed bytes, then decompressed ones. */
export const FREE: usize = (KEPT + WINDOW_MAX + LINE) & ~LINE;
