-- How many other keys of a print are RUNNING or LOST.
--
-- KEYS  1 the keys of the print that are not DONE
-- ARGV  1 since when a key is still kept   2 what the name of a record begins with   3 the key that asks

local rivals = 0
for _, key in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local since = redis.call('HGET', ARGV[2] .. key, 'since')
  if key ~= ARGV[3] and since and tonumber(since) > tonumber(ARGV[1]) then rivals = rivals + 1 end
end
return rivals
