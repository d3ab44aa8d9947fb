-- Requests the paths in a file, one on each line, in turn, and prints the figures as JSON.
-- Arguments after wrk's own: the file, and the name and value of a header to send.

local paths = {}
local at = 0
local threads = 0

function setup(thread)
  thread:set("first", threads * 101)
  threads = threads + 1
end

function init(args)
  for path in io.lines(args[1]) do
    paths[#paths + 1] = path
  end
  if args[2] then
    wrk.headers[args[2]] = args[3]
  end
  at = first
end

function request()
  at = at + 1
  return wrk.format("GET", paths[at % #paths + 1])
end

function done(summary, latency, requests)
  local failed = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.3f, "bytes": %d, "p50": %.3f, "p99": %.3f, '
      .. '"refused": %d, "broken": %d, "late": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    failed.status, failed.connect + failed.read + failed.write, failed.timeout))
end
