-- One step of one bucket, as `change` in bucket.rs takes it, all or nothing.
--
-- KEYS[1]  the bucket: the instant at which it is full again, in microseconds since 1970
-- ARGV     now; microseconds in which a point refills; microseconds in which all do; points to take (0 looks, less
--          gives back); milliseconds for which a full bucket is still remembered
-- returns  1 or 0, whether there was enough; microseconds until the bucket is full
--
-- The numbers stay below 2^53, within which Lua's are exact. `%.0f`, because Lua writes large ones with an exponent.

local now, interval, capacity = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local cost, spare = tonumber(ARGV[4]), tonumber(ARGV[5])
local before = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local after = math.max(before + cost * interval, now)

if cost > 0 and after - now > capacity then
    return { 0, before - now }
end
if cost ~= 0 then
    local milliseconds = math.ceil((after - now) / 1000) + spare
    redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', string.format('%.0f', milliseconds))
end
return { 1, after - now }
