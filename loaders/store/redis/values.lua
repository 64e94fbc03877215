-- A value, unless the caller has it already: nothing where there is none, 1 where its stamp is the caller's, else all of it.
-- KEYS  1 the value   ARGV  1 the stamp of the caller's, or ''   2 where a stamp begins   3 where it ends

local stamp = redis.call('GETRANGE', KEYS[1], ARGV[2], ARGV[3])
if stamp == '' then return false end
if stamp == ARGV[1] then return 1 end
return redis.call('GET', KEYS[1])
