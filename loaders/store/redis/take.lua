-- Hold a name that nobody holds: 1 where it is the caller's now. Moments are whole microseconds.
-- KEYS  1 the name   ARGV  1 now   2 until when it is to be held   3 for how many milliseconds that is

local held = redis.call('GET', KEYS[1])
if held and tonumber(held) > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
