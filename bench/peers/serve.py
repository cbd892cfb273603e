"""
Answers requests for one contestant, each a line of JSON. A contestant is a file with `make(work)`, which gives a
function that does the work and answers, and `versions`.

    {"load": work}      {"loaded": name, "versions": {...}}
    {"set": work}       the same, for a contestant of sets of pictures
    {"least": 250}      {"answer": "49/1 ...", "milliseconds": per run, over as many runs as 250 ms hold, one at least}
"""

import importlib
import json
import sys
import time

from set_work import read_set
from work import read_work


def serve(name: str) -> None:
    contestant = importlib.import_module(name)
    run = None
    for line in sys.stdin:
        request = json.loads(line)
        if "load" in request:
            work = read_work(request["load"])
            run = contestant.make(work)
            reply = {"loaded": work.name, "versions": contestant.versions}
        elif "set" in request:
            work = read_set(request["set"])
            run = contestant.make(work)
            reply = {"loaded": work.name, "versions": contestant.versions}
        else:
            answer, milliseconds = timed(run, request["least"])
            reply = {"answer": answer, "milliseconds": milliseconds}
        print(json.dumps(reply), flush=True)


def timed(run, least: float) -> tuple:
    """The answer, and milliseconds per run."""
    runs = 0
    began = time.perf_counter()
    while True:
        answer = run()
        runs += 1
        spent = 1000 * (time.perf_counter() - began)
        if spent >= least:
            return answer, spent / runs


if __name__ == "__main__":
    serve(sys.argv[1])
