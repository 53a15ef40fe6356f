-- Replays the requests of $BENCH_REQUESTS, one a line (headers as "Name: value" with \1 between, a tab, the body), in order.
local requests, count, at = {}, 0, 0

function init()
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    local head, body = line:match("^([^\t]*)\t(.*)$")
    local headers = {["Content-Type"] = "application/json", ["Accept"] = "application/json"}
    for name, value in head:gmatch("([^:\1]+): ([^\1]+)") do headers[name] = value end
    count = count + 1
    requests[count] = wrk.format("POST", os.getenv("BENCH_PATH"), headers, body)
  end
  at = os.time() % count
end

function request()
  at = at % count + 1
  return requests[at]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('RESULT {"requests":%d,"us":%d,"bytes":%d,"p50":%.3f,"p99":%.3f,"errors":%d}\n', summary.requests, summary.duration,
    summary.bytes, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
