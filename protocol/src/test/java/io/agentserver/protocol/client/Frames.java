package io.agentserver.protocol.client;

/** What a server sends, written by hand as in contract 2.5 and 2.9. */
final class Frames {

    static final String CONFIRMED = heartbeat(null);

    private Frames() {}

    static String heartbeat(String sessionId) {
        return "{\"type\":\"heartbeat\",\"status\":\"ok\",\"session_id\":" + quoted(sessionId)
                + ",\"timestamp\":\"2026-02-03T08:00:00.004+00:00\",\"response_id\":\"r-0\"}";
    }

    static String error(String text) {
        return "{\"type\":\"error\",\"status\":\"error\",\"error\":" + quoted(text) + "}";
    }

    static String task(String sessionId, String responseId, String taskName, String request) {
        return "{\"type\":\"task\",\"status\":\"continue\",\"user_request\":" + quoted(request) + ",\"session_id\":"
                + quoted(sessionId) + ",\"task_name\":" + quoted(taskName) + ",\"response_id\":" + quoted(responseId)
                + "}";
    }

    /** A round with one action per tool; the call ids are k-0, k-1 and so on. */
    static String command(String sessionId, String responseId, String... tools) {
        StringBuilder actions = new StringBuilder();
        for (int i = 0; i < tools.length; i++) {
            actions.append(i == 0 ? "" : ",")
                    .append("{\"tool_name\":")
                    .append(quoted(tools[i]))
                    .append(",\"tool_type\":\"action\",\"parameters\":{\"n\":")
                    .append(i)
                    .append("},\"call_id\":\"k-")
                    .append(i)
                    .append("\"}");
        }
        return "{\"type\":\"command\",\"status\":\"continue\",\"agent_name\":\"LinuxAgent\",\"process_name\":\"\","
                + "\"root_name\":\"\",\"session_id\":" + quoted(sessionId) + ",\"response_id\":" + quoted(responseId)
                + ",\"actions\":[" + actions + "]}";
    }

    static String taskEnd(String sessionId, String status, String result, String error) {
        return "{\"type\":\"task_end\",\"status\":\"" + status + "\",\"session_id\":" + quoted(sessionId)
                + ",\"result\":" + result + ",\"error\":" + quoted(error) + ",\"response_id\":\"e-1\"}";
    }

    static String deviceInfo(String requestId, String result) {
        return "{\"type\":\"device_info_response\",\"status\":\"ok\",\"response_id\":" + quoted(requestId)
                + ",\"result\":" + result + "}";
    }

    private static String quoted(String text) {
        return text == null ? "null" : '"' + text + '"';
    }
}
