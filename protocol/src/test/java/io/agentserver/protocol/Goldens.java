package io.agentserver.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One message of every kind as its exact JSON text (files under {@code golden}) and as the value it stands for. */
final class Goldens {

    private static final String TIME = "2026-02-03T08:00:00.000001+00:00";
    private static final String UUID = "6f0c7b0e-3f5e-4a53-9a43-0d6a3f4b1c22";

    private Goldens() {}

    /** The text of a golden file without its final line feed. */
    static byte[] client(String name) {
        return load("client/" + name);
    }

    /** The text of a golden file without its final line feed. */
    static byte[] server(String name) {
        return load("server/" + name);
    }

    private static byte[] load(String name) {
        try (InputStream in = Goldens.class.getResourceAsStream("/golden/" + name + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("no golden file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .stripTrailing()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, ClientMessage> clientMessages() {
        ClientHeader device = device(MessageStatus.OK, null);
        ClientHeader session = device(MessageStatus.CONTINUE, "night_run@t3");
        ClientHeader galaxy = constellation(MessageStatus.OK, null);
        Map<String, ClientMessage> all = new LinkedHashMap<>();
        RawJson deviceMetadata = RawJson.of("""
                {"platform":"linux","registration_time":"2026-02-03T08:00:00.000001+00:00","system_info":\
                {"device_id":"lab-pc-7","platform":"linux","os_version":"6.1","cpu_count":4,"memory_total_gb":15.5,\
                "hostname":"lab7","ip_address":"10.0.0.7","supported_features":["cli"],"platform_type":"computer",\
                "schema_version":"1.0","custom_metadata":{}}}""");
        all.put(
                "register-device",
                new ClientMessage.Register(
                        device, null, "linux", deviceMetadata.member("system_info"), deviceMetadata));
        all.put("register-constellation", new ClientMessage.Register(galaxy, "lab-pc-7", null, null, RawJson.of("""
                                {"type":"constellation_client","task_name":"night_run",\
                                "targeted_device_id":"lab-pc-7","capabilities":["task_distribution",\
                                "session_management","device_coordination"],"version":"2.0"}""")));
        all.put("heartbeat", new ClientMessage.Heartbeat(device, null));
        all.put(
                "heartbeat-constellation",
                new ClientMessage.Heartbeat(
                        new ClientHeader(MessageStatus.OK, ClientType.DEVICE, "night_run@lab-pc-7", null, TIME),
                        RawJson.of("{\"device_id\":\"lab-pc-7\"}")));
        all.put(
                "task-constellation",
                new ClientMessage.Task(
                        constellation(MessageStatus.CONTINUE, "night_run@t3"),
                        "galaxy/night_run/t3",
                        "lab-pc-7",
                        "count the log files",
                        null,
                        null));
        all.put(
                "task-device",
                new ClientMessage.Task(
                        device(MessageStatus.CONTINUE, null),
                        "räume_auf",
                        null,
                        "Räum \"C:\\tmp\" auf\n\uD83E\uDDF9 und 日本",
                        "q-1",
                        RawJson.of("{\"platform\":\"linux\"}")));
        all.put(
                "task-end",
                new ClientMessage.TaskEnd(device(MessageStatus.FAILED, "night_run@t3"), "disk is full", null));
        all.put(
                "task-end-with-result",
                new ClientMessage.TaskEnd(
                        device(MessageStatus.COMPLETED, "night_run@t3"),
                        null,
                        RawJson.of("[{\"request\":\"count the log files\",\"result\":1}]")));
        all.put("command-results", new ClientMessage.CommandResults(session, "r-9", "q-4", results()));
        all.put(
                "command-results-empty",
                new ClientMessage.CommandResults(
                        device(MessageStatus.COMPLETED, "night_run@t3"), "r-9", "q-4", List.of()));
        all.put(
                "device-info-request",
                new ClientMessage.DeviceInfoRequest(galaxy, "lab-pc-7", "device_info_lab-pc-7_1770105600.25"));
        all.put("device-info-response", new ClientMessage.DeviceInfoResponse(device));
        all.put("error", new ClientMessage.Error(device(MessageStatus.ERROR, "night_run@t3"), "tool crashed"));
        all.put(
                "binary-data",
                new ClientMessage.BinaryTransfer(
                        device(MessageStatus.OK, "night_run@t3"), ClientMessageType.BINARY_DATA));
        ClientHeader roleless = new ClientHeader(MessageStatus.OK, null, "lab-pc-7", null, TIME);
        all.put(
                "file-transfer-start",
                new ClientMessage.BinaryTransfer(roleless, ClientMessageType.FILE_TRANSFER_START));
        all.put(
                "file-transfer-complete",
                new ClientMessage.BinaryTransfer(roleless, ClientMessageType.FILE_TRANSFER_COMPLETE));
        return all;
    }

    private static List<Result> results() {
        return List.of(
                new Result(ResultStatus.SUCCESS, null, RawJson.of("\"a.log\""), "BashExecutor", "k-1"),
                new Result(
                        ResultStatus.FAILURE,
                        "no such file",
                        RawJson.of("{\"code\":-2,\"e\":1.5e-07,\"list\":[true,false,null,{}]}"),
                        "BashExecutor",
                        "k-2"),
                new Result(
                        ResultStatus.SKIPPED, "Skipped due to previous failure (early_exit=True).", null, null, "k-3"),
                new Result(ResultStatus.NONE, null, null, null, null));
    }

    static Map<String, ServerMessage> serverMessages() {
        Map<String, ServerMessage> all = new LinkedHashMap<>();
        all.put("heartbeat-ack", new ServerMessage.Heartbeat(header(MessageStatus.OK, null, UUID)));
        all.put("task-ack", new ServerMessage.Heartbeat(header(MessageStatus.OK, "night_run@t3", UUID)));
        all.put(
                "task",
                new ServerMessage.Task(
                        header(MessageStatus.CONTINUE, "s-1", UUID), "open the \"Räume\" list", "rooms"));
        all.put(
                "command",
                new ServerMessage.Commands(
                        header(MessageStatus.CONTINUE, "night_run@t3", "r-9"),
                        "LinuxAgent",
                        "",
                        "",
                        List.of(
                                Command.action(
                                                "execute_command",
                                                RawJson.of("{\"command\":\"ls /var/log\",\"timeout\":30}"))
                                        .withCallId("k-1"),
                                new Command("list_tools", null, ToolType.DATA_COLLECTION, "k-2"),
                                Command.action("", RawJson.of("{}"))),
                        "galaxy_night_run_t3"));
        all.put(
                "command-empty",
                new ServerMessage.Commands(
                        header(MessageStatus.COMPLETED, "night_run@t3", "r-9"),
                        "LinuxAgent",
                        null,
                        null,
                        List.of(),
                        null));
        all.put(
                "task-end-completed",
                new ServerMessage.TaskEnd(
                        header(MessageStatus.COMPLETED, "night_run@t3", "e-2"),
                        RawJson.of("[{\"request\":\"count the log files\",\"result\":\"1 file\"}]"),
                        null));
        all.put(
                "task-end-failed",
                new ServerMessage.TaskEnd(
                        header(MessageStatus.FAILED, "night_run@t3", "e-2"),
                        null,
                        "Task was cancelled because target device disconnected"));
        all.put("device-info-request", new ServerMessage.DeviceInfoRequest(header(MessageStatus.OK, null, UUID)));
        all.put(
                "device-info-response",
                new ServerMessage.DeviceInfoResponse(
                        header(MessageStatus.OK, null, "device_info_lab-pc-7_1770105600.25"),
                        RawJson.of("{\"device_id\":\"lab-pc-7\",\"platform\":\"linux\",\"cpu_count\":4}")));
        all.put(
                "error",
                new ServerMessage.Error(
                        header(MessageStatus.ERROR, "night_run@t3", UUID),
                        "session_id 'night_run@t3' is owned by another client"));
        return all;
    }

    private static ClientHeader device(MessageStatus status, String sessionId) {
        return new ClientHeader(status, ClientType.DEVICE, "lab-pc-7", sessionId, TIME);
    }

    private static ClientHeader constellation(MessageStatus status, String sessionId) {
        return new ClientHeader(status, ClientType.CONSTELLATION, "night_run@lab-pc-7", sessionId, TIME);
    }

    private static ServerHeader header(MessageStatus status, String sessionId, String responseId) {
        return new ServerHeader(status, sessionId, TIME, responseId);
    }
}
