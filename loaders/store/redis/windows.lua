-- The calls of one name in its moving windows. Moments and lengths are whole microseconds.
--
-- KEYS  1 its calls, sorted by moment   2 what was told of them   3 the name of this memory (see below)
-- ARGV  1 verb   2 now   3 the name of the memory the caller knows, or ''   4 a new name for a memory that has none
--       5 how many windows there are; for each its limit, its length and what is to be spared; then, by verb:
--       spend    a name for the call; one that is counted already may be made
--       tell     until when to pause, or 0; then name and moment of calls made without asking
--       correct  until when to pause, or 0; whether remaining was told; remaining; the number of the window meant; what
--                it allows
--       left     nothing
-- Every verb answers  wait, memory, until, then three of each window: what it allows, what remains, when it is whole or 0.
-- A memory whose name has changed was lost, and with it calls: nothing is spent then, and wait is -1.

local verb, now, count = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[5])
local rest = 6 + 3 * count

local function text(number) return string.format('%.0f', number) end
local function told(field) return tonumber(redis.call('HGET', KEYS[2], field) or '0') end

local memory = redis.call('GET', KEYS[3])
if not memory then
  memory = ARGV[4]
  redis.call('SET', KEYS[3], memory)
end
local lost = verb == 'spend' and ARGV[3] ~= '' and ARGV[3] ~= memory

if verb == 'tell' then
  for at = rest + 1, #ARGV, 2 do
    now = math.max(now, tonumber(ARGV[at + 1]))
    redis.call('ZADD', KEYS[1], 'NX', ARGV[at + 1], ARGV[at])
  end
end
now = math.max(now, told('seen'))
redis.call('HSET', KEYS[2], 'seen', text(now))

local until_ = told('until')
if verb == 'tell' or verb == 'correct' then
  until_ = math.max(until_, tonumber(ARGV[rest]))
  redis.call('HSET', KEYS[2], 'until', text(until_))
end

local windows, longest = {}, 0
for number = 1, count do
  local at = 3 + 3 * number
  local window = { limit = tonumber(ARGV[at]), length = tonumber(ARGV[at + 1]), spare = tonumber(ARGV[at + 2]) }
  window.name = ARGV[at] .. '/' .. ARGV[at + 1] .. '/'
  longest = math.max(longest, window.length)
  windows[number] = window
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now - longest))

local function moment(rank)
  return tonumber(redis.call('ZRANGE', KEYS[1], rank, rank, 'WITHSCORES')[2])
end

local function read(window)
  window.allowed, window.lump, window.told_at = window.limit, told(window.name .. 'lump'), told(window.name .. 'at')
  if window.told_at + window.length <= now then window.lump = 0 end
  if window.lump > 0 then window.allowed = told(window.name .. 'allowed') end
  window.used = redis.call('ZCOUNT', KEYS[1], '(' .. text(now - window.length), '+inf')
  window.first = redis.call('ZCARD', KEYS[1]) - window.used
end

-- The moment of the call with whose leaving so many have left; the lump leaves as one.
local function leaving(window, many)
  if window.lump == 0 then return moment(window.first + many - 1) end
  if many <= window.used then
    local own = moment(window.first + many - 1)
    if own <= window.told_at then return own end
  end
  if many <= window.lump then return window.told_at end
  return math.max(window.told_at, moment(window.first + many - window.lump - 1))
end

local function wait(window)
  local over = window.used + window.lump + 1 + window.spare - window.limit
  if over <= 0 then return 0 end
  if window.limit - window.spare < 1 then return window.length end
  return leaving(window, over) + window.length - now
end

for _, window in ipairs(windows) do read(window) end

-- What the vendor told last: others' calls, and by how much its limit is below ours.
if verb == 'correct' and ARGV[rest + 1] == '1' then
  local meant = windows[tonumber(ARGV[rest + 3])]
  meant.allowed, meant.told_at = tonumber(ARGV[rest + 4]), now
  meant.lump = math.max(0, meant.allowed - tonumber(ARGV[rest + 2]) - meant.used) + meant.limit - meant.allowed
  redis.call('HSET', KEYS[2], meant.name .. 'at', text(now), meant.name .. 'allowed', text(meant.allowed),
    meant.name .. 'lump', text(meant.lump))
end

local waiting = 0
if lost then
  waiting = -1
elseif verb == 'spend' and not redis.call('ZSCORE', KEYS[1], ARGV[rest]) then
  waiting = math.max(0, until_ - now)
  for _, window in ipairs(windows) do waiting = math.max(waiting, wait(window)) end
  if waiting == 0 and count > 0 then
    redis.call('ZADD', KEYS[1], text(now), ARGV[rest])
    for _, window in ipairs(windows) do window.used = window.used + 1 end
  end
end

local keep = text(math.ceil(math.max(2 * longest, until_ - now) / 1000) + 60000)
redis.call('PEXPIRE', KEYS[1], keep)
redis.call('PEXPIRE', KEYS[2], keep)

local answer = { waiting, memory, until_ }
for _, window in ipairs(windows) do
  local whole = 0
  if window.used > 0 then whole = moment(-1) + window.length end
  if window.lump > 0 then whole = math.max(whole, window.told_at + window.length) end
  local remaining = math.max(0, window.limit - window.used - window.lump)
  if until_ > now then
    whole, remaining = math.max(whole, until_), 0
  end
  for _, value in ipairs({ window.allowed, remaining, whole }) do answer[#answer + 1] = value end
end
return answer
