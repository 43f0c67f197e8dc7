"""A small AIP server that shares no code with the one in this repository: python3-websockets and the standard library.

It registers, acknowledges heartbeats, answers device information and runs tasks: one COMMAND, its results, TASK_END. Written
after the original's behaviour, so it leaves out fields that are null, and knows nothing of HTTP but /api/health.
"""

import asyncio
import json
import sys
import uuid
from datetime import datetime, timezone
from http import HTTPStatus

import websockets

clients = {}
infos = {}
awaited = {}


def message(kind, status="ok", **fields):
    fields.update(type=kind, status=status, timestamp=datetime.now(timezone.utc).isoformat())
    fields.setdefault("response_id", str(uuid.uuid4()))
    return json.dumps(fields)


async def run_task(requester, device, session, request):
    response = str(uuid.uuid4())
    awaited[response] = asyncio.get_running_loop().create_future()
    await requester.send(message("heartbeat", session_id=session))
    action = {"tool_name": "execute", "tool_type": "action", "parameters": {"request": request}, "call_id": "c1"}
    await device.send(message("command", "continue", session_id=session, response_id=response, agent_name="LinuxAgent",
                              actions=[action]))
    results = await awaited[response]
    del awaited[response]
    end = message("task_end", "completed", session_id=session, result=[{"request": request, "result": results}])
    await requester.send(end)
    if device is not requester:
        await device.send(end)


async def serve(socket, path):
    if not path.startswith("/ws"):
        await socket.close()
        return
    first = json.loads(await socket.recv())
    me = first["client_id"]
    if me in clients:
        await socket.send(message("error", "error", error="client_id '%s' is already registered" % me))
        return
    clients[me] = socket
    infos[me] = (first.get("metadata") or {}).get("system_info")
    await socket.send(message("heartbeat"))
    tasks = set()
    try:
        async for text in socket:
            data = json.loads(text)
            kind = data["type"]
            if kind == "heartbeat":
                await socket.send(message("heartbeat"))
            elif kind == "device_info_request":
                await socket.send(message("device_info_response", response_id=data["request_id"],
                                          result=infos.get(data["target_id"]) or {"error": "Device not found"}))
            elif kind == "task":
                device = clients[data.get("target_id") or me]
                session = data.get("session_id") or str(uuid.uuid4())
                task = asyncio.ensure_future(run_task(socket, device, session, data["request"]))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
            elif kind == "command_results":
                future = awaited.get(data["prev_response_id"])
                if future and not future.done():
                    future.set_result(data["action_results"])
    except websockets.ConnectionClosed:
        pass
    finally:
        del clients[me]
        del infos[me]


async def health(path, headers):
    if path == "/api/health":
        return HTTPStatus.OK, [("Content-Type", "application/json")], json.dumps({"online_clients": list(clients)}).encode()
    if not path.startswith("/ws"):
        return HTTPStatus.NOT_FOUND, [], b""
    return None


async def main():
    async with websockets.serve(serve, "127.0.0.1", 0, process_request=health, compression=None) as server:
        print("port %d" % server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
