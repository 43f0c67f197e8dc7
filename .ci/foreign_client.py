#!/usr/bin/python3
"""One device that nobody here wrote the WebSocket code of: Debian's python3-websockets.

Registers, takes a task that curl dispatches, answers it as the original's device client does (with a TASK of its own
whose session_id is null), runs the COMMAND, and checks TASK_END and /api/task_result. Exit code 0 when all of it held.
"""

import argparse
import asyncio
import datetime
import json
import subprocess
import sys
import uuid

import websockets

STEP_SECONDS = 60


def client_message(kind, client_id, **fields):
    """All 14 keys in the original's order, absent ones as null."""
    message = {
        "type": kind,
        "status": "ok",
        "client_type": "device",
        "session_id": None,
        "task_name": None,
        "client_id": client_id,
        "target_id": None,
        "request": None,
        "action_results": None,
        "timestamp": datetime.datetime.now(datetime.timezone.utc).isoformat(),
        "request_id": None,
        "prev_response_id": None,
        "error": None,
        "metadata": None,
    }
    message.update(fields)
    return json.dumps(message)


def check(held, text):
    if not held:
        raise AssertionError(text)


async def receive(socket, kind, status):
    text = await asyncio.wait_for(socket.recv(), STEP_SECONDS)
    check(isinstance(text, str), f"expected a text frame, got {text!r}")
    message = json.loads(text)
    check(
        (message.get("type"), message.get("status")) == (kind, status),
        f"expected {kind}/{status}, got {text[:1000]}",
    )
    return message


def curl(url, *arguments):
    command = ["curl", "--silent", "--show-error", "--fail-with-body", "--max-time", "60", *arguments, url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    check(done.returncode == 0, f"curl {url}: {done.stderr.strip()} {done.stdout}")
    return json.loads(done.stdout)


async def run(url, key, device, result):
    task_name = f"foreign_{uuid.uuid4().hex[:8]}"
    request = "count the log files"
    auth = ["-H", f"X-API-Key: {key}"]
    socket_url = url.replace("http", "ws", 1) + f"/ws?token={key}"

    async with websockets.connect(socket_url, max_size=100 * 1024 * 1024) as socket:
        await socket.send(client_message("register", device, metadata={"platform": "linux"}))
        confirmed = await receive(socket, "heartbeat", "ok")
        check(confirmed.get("error") is None, f"registration: {confirmed}")

        health = curl(f"{url}/api/health")
        check(device in health["online_clients"], f"{device} is not in {health}")

        await socket.send(client_message("heartbeat", device))
        await receive(socket, "heartbeat", "ok")

        body = {"client_id": device, "request": request, "task_name": task_name}
        dispatched = await asyncio.to_thread(
            curl, f"{url}/api/dispatch", *auth, "-H", "Content-Type: application/json", "-d", json.dumps(body)
        )
        check(dispatched["status"] == "dispatched", f"dispatch: {dispatched}")
        session_id = dispatched["session_id"]

        task = await receive(socket, "task", "continue")
        check(task["user_request"] == request, f"task: {task}")
        await socket.send(
            client_message(
                "task",
                device,
                status="continue",
                task_name=task["task_name"],
                request=task["user_request"],
                request_id=str(uuid.uuid4()),
                metadata={"platform": "linux"},
            )
        )
        accepted = await receive(socket, "heartbeat", "ok")
        check(accepted["session_id"] == session_id, f"accepted another session than {session_id}: {accepted}")

        command = await receive(socket, "command", "continue")
        check(command["session_id"] == session_id, f"command: {command}")
        results = [
            {"status": "success", "error": None, "result": result, "namespace": None, "call_id": action["call_id"]}
            for action in command["actions"]
        ]
        await socket.send(
            client_message(
                "command_results",
                device,
                status=command["status"],
                session_id=session_id,
                prev_response_id=command["response_id"],
                request_id=str(uuid.uuid4()),
                action_results=results,
            )
        )
        end = await receive(socket, "task_end", "completed")
        check(end["session_id"] == session_id and end["error"] is None, f"task_end: {str(end)[:1000]}")
        check(end["result"] == [{"request": request, "result": result}], f"task_end: {str(end)[:1000]}")

    answer = await asyncio.to_thread(curl, f"{url}/api/task_result/{task_name}", *auth)
    check(answer["status"] == "done", f"task_result: {str(answer)[:1000]}")
    check(answer["result"] == end["result"], f"task_result: {str(answer)[:1000]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:5000")
    parser.add_argument("--key", required=True)
    parser.add_argument("--device", default="foreign-device")
    parser.add_argument("--result-bytes", type=int, default=6, help="how large the device's result is")
    arguments = parser.parse_args()
    try:
        asyncio.run(run(arguments.url, arguments.key, arguments.device, "x" * arguments.result_bytes))
    except (AssertionError, asyncio.TimeoutError, OSError, websockets.exceptions.WebSocketException) as error:
        print(f"foreign client: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    print("foreign client: registered, ran a dispatched task, read its result")
    return 0


if __name__ == "__main__":
    sys.exit(main())
