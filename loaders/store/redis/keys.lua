-- Changes by their keys. Moments are whole microseconds.
--
-- KEYS  1 the record of the key
-- ARGV  1 verb   2 now   3 how long a key is kept   4 what every name begins with; then, by verb:
--       look, release   nothing
--       begin           key, digest, print, began, until when it is leased
--       beat            until when it is leased
--       lose            nothing
--       finish          key, outcome, whether it made something, what
-- look and begin answer  digest, print, state, began, until when it is leased, outcome (where DONE); or nothing
-- finish answers  0 refused   1 noted   2 there is no such record

local verb, now, kept, prefix = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local record = KEYS[1]
local lifetime = string.format('%.0f', kept / 1000)

local function get(field) return redis.call('HGET', record, field) end

local since = get('since')

if verb == 'look' or verb == 'begin' then
  if since and tonumber(since) + kept > now then
    local known = redis.call('HMGET', record, 'digest', 'print', 'state', 'began', 'leased')
    if known[3] == 'DONE' then known[6] = get('outcome') end
    return known
  end
  if verb == 'look' then return false end
  if since then
    redis.call('SREM', prefix .. 'print:' .. get('print'), ARGV[5])
    local made = get('made')
    if made then redis.call('DEL', prefix .. 'made:' .. made) end
    redis.call('DEL', record)
  end
  redis.call('HSET', record, 'digest', ARGV[6], 'print', ARGV[7], 'state', 'RUNNING', 'began', ARGV[8],
    'since', ARGV[2], 'leased', ARGV[9])
  redis.call('PEXPIRE', record, lifetime)
  local rivals = prefix .. 'print:' .. ARGV[7]
  redis.call('SADD', rivals, ARGV[5])
  redis.call('PEXPIRE', rivals, lifetime)
  return false
end

if not since then return 2 end
local state = get('state')

if verb == 'beat' then
  redis.call('HSET', record, 'leased', ARGV[5])
elseif verb == 'lose' then
  if state == 'RUNNING' then redis.call('HSET', record, 'state', 'LOST') end
elseif verb == 'release' then
  if state ~= 'DONE' then
    redis.call('SREM', prefix .. 'print:' .. get('print'), ARGV[5])
    redis.call('DEL', record)
  end
elseif verb == 'finish' then
  local key, outcome, made = ARGV[5], ARGV[6], ARGV[7] == '1' and ARGV[8]
  if state == 'DONE' then return get('outcome') == outcome and get('made') == made and 1 or 0 end
  if made then
    local maker = redis.call('GET', prefix .. 'made:' .. made)
    if maker and maker ~= key then return 0 end
    redis.call('SET', prefix .. 'made:' .. made, key, 'PX', lifetime)
    redis.call('HSET', record, 'made', made)
  end
  redis.call('HSET', record, 'state', 'DONE', 'outcome', outcome)
  redis.call('SREM', prefix .. 'print:' .. get('print'), key)
end
return 1
