package io.agentserver.server.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A hub that listens somewhere with the key {@code K}, and clients to talk to it over real sockets. */
public interface HubUnderTest extends AutoCloseable {

    String KEY = "K";

    /** What a device says of itself in {@link #device}. */
    String SYSTEM_INFO = "{'device_id':'D1','platform':'linux','os_version':'6.1','cpu_count':4,"
            + "'memory_total_gb':15.5,'hostname':'lab','ip_address':'10.0.0.7','supported_features':['cli'],"
            + "'platform_type':'computer','schema_version':'1.0','custom_metadata':{}}";

    InetSocketAddress address();

    /** An upgraded connection that has said nothing. */
    default WireClient connect() {
        return WireClient.connect(address(), "/ws?token=" + KEY);
    }

    /** A Linux device with system info, confirmed. */
    default WireClient device(String id) {
        return register("{'type':'register','status':'ok','client_type':'device','client_id':'" + id
                + "','metadata':{'platform':'linux','system_info':" + SYSTEM_INFO.replace("D1", id) + "}}");
    }

    /** A constellation that declares that target, confirmed. */
    default WireClient constellation(String id, String target) {
        return register("{'type':'register','status':'ok','client_type':'constellation','client_id':'" + id
                + "','target_id':'" + target + "','metadata':{'type':'constellation_client'}}");
    }

    /** A constellation without a target, confirmed. */
    default WireClient constellation(String id) {
        return register("{'type':'register','status':'ok','client_type':'constellation','client_id':'" + id
                + "','target_id':null}");
    }

    /** A connection whose REGISTER was confirmed. */
    default WireClient register(String singleQuotedJson) {
        WireClient client = connect().send(singleQuotedJson);
        client.expect("{'type':'heartbeat','status':'ok','session_id':null,'error':null}");
        return client;
    }

    /** A GET with the key. */
    default HttpAnswer get(String path) {
        return request("GET", path, "", "X-API-Key: " + KEY);
    }

    /** A POST of JSON with the key; single quotes become double ones. */
    default HttpAnswer post(String path, String singleQuotedJson) {
        return request(
                "POST", path, Json.text(singleQuotedJson), "X-API-Key: " + KEY, "Content-Type: application/json");
    }

    default HttpAnswer dispatch(String singleQuotedJson) {
        return post("/api/dispatch", singleQuotedJson);
    }

    /** A request on a connection of its own, with exactly these headers beside Host and a length if there is a body. */
    default HttpAnswer request(String method, String target, String body, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        if (content.length > 0) {
            text.append("Content-Length: ").append(content.length).append("\r\n");
        }
        try (RawSocket socket = RawSocket.connect(address())) {
            socket.write(text.append("\r\n").toString());
            socket.write(content);
            return socket.readAnswer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void close();
}
