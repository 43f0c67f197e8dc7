"""Reads log files the way consumers in Python do (contract 4.6: C0-10, C1-6, C1-8, C1-10), with nothing but the standard library.

Usage: log_consumers.py JSON_LOG PLAIN_LOG. Prints what it found as JSON; any surprise ends it with a traceback.
"""

import json
import sys
from collections import Counter
from datetime import datetime


def read(path):
    with open(path, "r") as file:
        return file.readlines()


def main():
    json_lines = read(sys.argv[1])
    plain_lines = read(sys.argv[2])
    levels, modules, clients, hours = Counter(), Counter(), Counter(), Counter()
    completed = unsuccessful = 0
    for line in json_lines:
        entry = json.loads(line)
        # Python's own encoder writes the same bytes.
        assert json.dumps(entry) + "\n" == line, line
        levels["{:10s}".format(entry["level"]).strip()] += 1
        modules["{:20s}".format(entry["module"]).strip()] += 1
        assert len(entry["message"][:50]) > 0
        if "client_id" in entry:
            clients["{:30s}".format(entry["client_id"]).strip()] += 1
        hours[datetime.fromisoformat(entry["timestamp"]).hour] += 1
        if "Task completed" in entry["message"]:
            completed += 1
        elif "Task failed" in entry["message"] or "Task cancelled" in entry["message"]:
            unsuccessful += 1
    plain_errors = sum(1 for line in plain_lines if "ERROR" in line or "WARNING" in line)
    print(json.dumps({
        "entries": len(json_lines),
        "levels": levels,
        "modules": modules,
        "clients": clients,
        "hours": {"%02d" % hour: count for hour, count in hours.items()},
        "completed": completed,
        "failure_rate": unsuccessful / (completed + unsuccessful),
        "error_rate": (levels["ERROR"] + levels["CRITICAL"]) / len(json_lines),
        "plain_error_rate": plain_errors / len(plain_lines),
    }))


main()
