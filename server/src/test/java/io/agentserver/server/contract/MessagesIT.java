package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Frame;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract 2.7, 3.12, 3.13, 3.16, 3.17 and 9: messages that ask for nothing, or wrongly; none of them ends a connection. */
class MessagesIT {

    private static TestServer server;
    private static WireClient d1;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        d1 = server.device("D1");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void isStillThere() {
        d1.heartbeat();
    }

    @Test
    @DisplayName("64: a second REGISTER is an error, and changes nothing")
    void refusesASecondRegister() {
        d1.send("{'type':'register','status':'ok','client_id':'D1'}").expectError("Unknown message type: register");
        d1.send("{'type':'register','status':'ok','client_id':'other'}")
                .expectError("client_id does not match the registered connection");

        d1.expectNothing();
        assertThat(server.knows("D1")).isTrue();
        assertThat(server.knows("other")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'session_id':'unknown',", "'session_id':null,", ""})
    @DisplayName("65: task_end of no known session is an error")
    void refusesAnUnknownTaskEnd(String session) {
        d1.send("{'type':'task_end'," + session + "'status':'completed'}")
                .expectError("Unknown message type: task_end");
    }

    @Test
    @DisplayName("67: an error is echoed")
    void echoesAnError() {
        d1.send("{'type':'error','status':'error','error':'disk full, sagt das Gerät'}")
                .expectError("disk full, sagt das Gerät");
        d1.send("{'type':'error','status':'error','error':null}").expectError("Unknown error");
        d1.send("{'type':'error'}").expectError("Unknown error");
    }

    @Test
    @DisplayName("68: device_info_response is not answered")
    void ignoresADeviceInfoResponse() {
        d1.send("{'type':'device_info_response','status':'ok','client_type':'device','request_id':'r'}");

        d1.expectNothing();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello|Invalid message: not JSON",
                "''|Invalid message: not JSON",
                "[]|Invalid message: not a JSON object",
                "7|Invalid message: not a JSON object",
                "{\"type\":\"bogus\"}|Invalid message: type: unknown value",
                "{\"type\":\"heartbeat\",\"request_id\":7}|Invalid message: request_id: must be a string",
                "{\"type\":\"heartbeat\",\"status\":\"great\"}|Invalid message: status: unknown value",
                "{}|Invalid message: type: "
            })
    @DisplayName("69: nonsense is an error each time; the connection stays")
    void answersNonsense(String text, String error) {
        d1.send(text);

        JsonNode answer = d1.expect("{'type':'error','status':'error'}");
        assertThat(answer.path("error").asString()).startsWith(error.strip());
        d1.heartbeat();
    }

    @Test
    @DisplayName("2.7: of a key that comes twice the last one counts")
    void takesTheLastOfTwoKeys() {
        d1.send("{'type':'bogus','type':'heartbeat','client_id':'nobody','client_id':'D1'}")
                .expect("{'type':'heartbeat','status':'ok'}");
    }

    @Test
    @DisplayName("2.7: a heartbeat of 14 keys with explicit nulls, and one with escapes and spaces, are the same")
    void toleratesForms() {
        d1.send("{'type':'heartbeat','status':'ok','client_type':'device','session_id':null,'task_name':null,"
                        + "'client_id':'D1','target_id':null,'request':null,'action_results':null,"
                        + "'timestamp':'2026-02-03T08:00:00.000001+00:00','request_id':null,'prev_response_id':null,"
                        + "'error':null,'metadata':null}")
                .expect("{'type':'heartbeat','status':'ok'}");
        d1.send("\t{ 'ty\\u0070e' :\n'heart\\u0062eat' , 'client_id':'\\u0044\\u0031' } \r\n")
                .expect("{'type':'heartbeat','status':'ok'}");
    }

    @Test
    @DisplayName("3.16: error frames name the session of the message they answer")
    void namesTheSessionInErrors() {
        d1.send("{'type':'device_info_request','status':'ok','session_id':'s316'}")
                .expect("{'type':'error','session_id':'s316'}");
    }

    @Test
    @DisplayName("3.17: an announced binary frame is swallowed after the error")
    void swallowsAnAnnouncedBinaryFrame() {
        d1.send("{'type':'binary_data','size':3,'timestamp':'2026-01-01T00:00:00+00:00','filename':'a.bin'}")
                .expectError("Binary transfer is not supported");
        d1.sendFrame(Frame.BINARY, true, new byte[] {1, 2, 3});

        d1.expectNothing();
    }

    @Test
    @DisplayName("3.17: a file transfer earns errors, and its chunks are swallowed")
    void swallowsAFileTransfer() {
        d1.send("{'type':'file_transfer_start','filename':'a','size':4,'chunk_size':2,'total_chunks':2}")
                .expectError("Binary transfer is not supported");
        for (int chunk = 0; chunk < 2; chunk++) {
            d1.send("{'type':'binary_data','size':2,'chunk_num':" + chunk + ",'chunk_size':2}")
                    .expectError("Binary transfer is not supported");
            d1.sendFrame(Frame.BINARY, true, new byte[] {1, 2});
        }
        d1.send("{'type':'file_transfer_complete','filename':'a','total_chunks':2}")
                .expectError("Binary transfer is not supported");

        d1.expectNothing();
    }

    @Test
    @DisplayName("3.17: an unannounced binary frame earns an error; client and sessions stay")
    void staysAfterAnUnannouncedBinaryFrame() {
        d1.send("{'type':'task','status':'continue','session_id':'s317','request':'work'}")
                .expect("{'type':'heartbeat','session_id':'s317'}");
        JsonNode command = d1.expect("{'type':'command','session_id':'s317'}");

        d1.sendFrame(Frame.BINARY, true, new byte[200_000]).expectError("Binary transfer is not supported");
        // In fragments, with a ping between them.
        d1.sendFrame(Frame.BINARY, false, new byte[10]);
        d1.sendFrame(Frame.PING, true, "x".getBytes(StandardCharsets.UTF_8));
        d1.sendFrame(Frame.CONTINUATION, true, new byte[10]);
        d1.expectError("Binary transfer is not supported");
        assertThat(d1.expectFrame(Frame.PONG).payload()).isEqualTo("x".getBytes(StandardCharsets.UTF_8));

        assertThat(server.snapshot().activeSessions()).isEqualTo(1);
        d1.send("{'type':'command_results','status':'ok','session_id':'s317','prev_response_id':'"
                + command.path("response_id").asString() + "','action_results':[]}");
        d1.expect("{'type':'task_end','status':'completed','session_id':'s317'}");
        Eventually.that("the session is gone", () -> server.snapshot().activeSessions() == 0);
    }

    @Test
    @DisplayName("1.4: a ping is answered with its payload")
    void answersPings() {
        byte[] payload = "are you there?".getBytes(StandardCharsets.UTF_8);

        d1.sendFrame(Frame.PING, true, payload);

        assertThat(d1.expectFrame(Frame.PONG).payload()).isEqualTo(payload);
    }
}
