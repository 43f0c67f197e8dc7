"""Runs blocks of the monitoring pages one after the other in one namespace, as somebody does who pastes them.

usage: run.py PORT SLEEPS CALL BLOCK...

A block is taken as it stands but for its first line, which names it, its indentation and the port. A pause returns at once,
and the one after SLEEPS of them ends the program, so that endless loops end. CALL is a call of something the blocks define,
or "" for none. What blocks take from others that are not run here is supplied: requests, logging and send_alert.
"""

import logging
import re
import sys
import textwrap
import time

import requests


def send_alert(*words, **named):
    print("ALERT", *words, *(f"{name}={value}" for name, value in named.items()))


port, sleeps, call, *blocks = sys.argv[1:]
left = int(sleeps)


def sleep(seconds):
    global left
    if left == 0:
        sys.exit(0)
    left -= 1


time.sleep = sleep
names = {"__name__": "__main__", "requests": requests, "logging": logging, "send_alert": send_alert}
for block in blocks:
    with open(block, encoding="utf-8") as file:
        text = textwrap.dedent(file.read().split("\n", 1)[1])
    text = re.sub(r"localhost:(8000|5000)", "localhost:" + port, text)
    exec(compile(text, block, "exec"), names)
if call:
    print(eval(call, names))
