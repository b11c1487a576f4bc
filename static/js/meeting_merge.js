// Two texts that grew from one: what either side wrote is kept, what one side took away of the old is gone.
//
// merge(base, mine, theirs) works line by line. Where both wrote in the same place, theirs stands first;
// a line that the other side went on with is not repeated.

export function merge(base, mine, theirs) {
  if (mine === theirs || theirs === base) return mine;
  if (mine === base) return theirs;
  const [old, my, their] = [base, mine, theirs].map((text) => text.split("\n"));
  const inMine = common(old, my), inTheirs = common(old, their);
  const out = [];
  let [i, j, k] = [0, 0, 0];
  for (let anchor = 0; anchor <= old.length; anchor += 1) {
    const last = anchor === old.length;
    if (!last && (inMine[anchor] === undefined || inTheirs[anchor] === undefined)) continue;
    const [toMine, toTheirs] = last ? [my.length, their.length] : [inMine[anchor], inTheirs[anchor]];
    out.push(...part(old.slice(i, anchor), my.slice(j, toMine), their.slice(k, toTheirs)));
    if (!last) out.push(old[anchor]);
    [i, j, k] = [anchor + 1, toMine + 1, toTheirs + 1];
  }
  return out.join("\n");
}

function part(old, mine, theirs) {
  const same = (one, other) => one.length === other.length && one.every((line, n) => line === other[n]);
  if (same(mine, old) || same(mine, theirs)) return theirs;
  if (same(theirs, old)) return mine;
  const fresh = theirs.filter((line) => !old.includes(line) && !goesOn(line, mine));
  return [...fresh, ...mine.filter((line) => !goesOn(line, fresh))];
}

function goesOn(line, others) {
  return !line.trim() || others.some((other) => other.startsWith(line));
}

// Of a longest common run of lines: for each line of `one` that is in it, where it stands in `other`.
function common(one, other) {
  const found = {};
  let start = 0, end = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) {
    found[start] = start;
    start += 1;
  }
  while (end < one.length - start && end < other.length - start && one.at(-1 - end) === other.at(-1 - end)) {
    found[one.length - 1 - end] = other.length - 1 - end;
    end += 1;
  }
  const a = one.slice(start, one.length - end), b = other.slice(start, other.length - end);
  const long = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let n = a.length - 1; n >= 0; n -= 1) {
    for (let m = b.length - 1; m >= 0; m -= 1) {
      long[n][m] = a[n] === b[m] ? long[n + 1][m + 1] + 1 : Math.max(long[n + 1][m], long[n][m + 1]);
    }
  }
  for (let n = 0, m = 0; n < a.length && m < b.length;) {
    if (a[n] === b[m]) found[start + n++] = start + m++;
    else if (long[n + 1][m] >= long[n][m + 1]) n += 1;
    else m += 1;
  }
  return found;
}
