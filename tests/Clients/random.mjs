// A seeded generator (xorshift32), so that a failing round can be repeated.
export class Random {
  constructor(seed) {
    this.state = (seed >>> 0) || 1;
  }

  next() {
    let x = this.state;
    x ^= x << 13;
    x >>>= 0;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x >>> 0;
    return this.state;
  }

  below(count) {
    return this.next() % count;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  chance(percent) {
    return this.below(100) < percent;
  }

  hex(bytes) {
    let text = '0x';
    for (let i = 0; i < bytes; i++) text += this.below(256).toString(16).padStart(2, '0');
    return text;
  }

  // A whole number of the type's range, its ends more often than chance would have them.
  integer(bits, signed) {
    const low = signed ? -(1n << BigInt(bits - 1)) : 0n;
    const high = signed ? (1n << BigInt(bits - 1)) - 1n : (1n << BigInt(bits)) - 1n;
    const ends = [low, low + 1n, high, high - 1n, 0n, 1n];
    if (this.chance(30)) return this.pick(ends);
    const any = BigInt(this.hex(1 + this.below(bits / 8)));
    const value = signed && this.chance(50) ? -any : any;
    return value < low || value > high ? low + (any % (high - low + 1n)) : value;
  }

  text() {
    const alphabets = ['abc XYZ 019', 'äöü ß é', '投票 提案', '🗳️😀 x', '"\\/\n\t\u0001\u2028'];
    const alphabet = [...this.pick(alphabets)];
    return Array.from({ length: this.below(40) }, () => this.pick(alphabet)).join('');
  }
}

export const print = (value) => process.stdout.write(JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? v.toString() : v)) + '\n');

export const attempt = (action) => {
  try {
    return action();
  } catch {
    return null;
  }
};
