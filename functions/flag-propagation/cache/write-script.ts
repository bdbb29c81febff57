import { createHash } from "node:crypto";
import type { CacheWrite } from "../cache-updater/ports";
import { REVISION_FIELD } from "./cache-entry";

/**
 * Writes each entry that is newer than the one in its place, as one step of Redis: no reader sees half of a batch, and no
 * writer comes between the comparison and the write.
 *
 * KEYS[1] is the service's hash; ARGV are triples of flag, bound and value. A value is written where the version in its
 * place is below the bound (see boundOf). The answer has 1 or 0 for each: was it written? What is in its place and is no entry counts as missing: an entry is the version in at most 16 digits, a line
 * break, and a JSON object. The script takes thousands of writes, since it hands none of them to Lua's stack at once.
 */
export const WRITE_SCRIPT = `
local written = {}
local changed = false
for i = 1, #ARGV, 3 do
  local kept = redis.call('HGET', KEYS[1], ARGV[i])
  local digits = kept and string.match(kept, '^(%d+)\\n{')
  if digits and (#digits > 16 or string.sub(kept, -1) ~= '}') then digits = nil end
  if digits and tonumber(digits) >= tonumber(ARGV[i + 1]) then
    written[#written + 1] = 0
  else
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 2])
    written[#written + 1] = 1
    changed = true
  end
end
if changed and type(redis.pcall('HINCRBY', KEYS[1], '${REVISION_FIELD}', 1)) == 'table' then
  redis.call('HSET', KEYS[1], '${REVISION_FIELD}', 1)
end
return written
`.trim();

/** What Redis knows the script by once it has run it. */
export const WRITE_SCRIPT_SHA = createHash("sha1").update(WRITE_SCRIPT).digest("hex");

/** Its own version; the one after, which the same version is below as well, where it mends what may be damaged. */
export function boundOf({ version, resync }: CacheWrite): string {
  return String(resync ? version + 1 : version);
}
