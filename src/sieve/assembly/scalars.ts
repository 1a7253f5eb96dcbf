// Numbers, true, false and null, as JSON has them. Places are those of memory.

const TRUE: u32 = 0x65757274;
const NULL: u32 = 0x6c6c756e;
const FALSE: u64 = 0x65736c6166;

/** true, false, null or a number; 0 where there is none of them. */
export function passScalar(p: usize): usize {
  if (isTrue(p) || isNull(p)) return p + 4;
  return isFalse(p) ? p + 5 : passNumber(p);
}

export function isTrue(p: usize): bool {
  return load<u32>(p) == TRUE;
}

export function isNull(p: usize): bool {
  return load<u32>(p) == NULL;
}

export function isFalse(p: usize): bool {
  return (load<u64>(p) & 0xff_ffff_ffff) == FALSE;
}

function passNumber(at: usize): usize {
  let p = load<u8>(at) == 0x2d ? at + 1 : at;
  const whole = passDigits(p);
  if (whole == p || (load<u8>(p) == 0x30 && whole > p + 1)) return 0;
  p = whole;
  if (load<u8>(p) == 0x2e) {
    const behind = passDigits(p + 1);
    if (behind == p + 1) return 0;
    p = behind;
  }
  if ((load<u8>(p) | 0x20) == 0x65) {
    p++;
    if (load<u8>(p) == 0x2b || load<u8>(p) == 0x2d) p++;
    const behind = passDigits(p);
    if (behind == p) return 0;
    p = behind;
  }
  return p;
}

function passDigits(at: usize): usize {
  let p = at;
  while (isDigit(load<u8>(p))) p++;
  return p;
}

export function isDigit(byte: u32): bool {
  return byte >= 0x30 && byte <= 0x39;
}
