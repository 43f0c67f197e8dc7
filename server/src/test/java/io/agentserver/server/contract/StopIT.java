package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Frame;
import io.agentserver.server.testkit.HttpAnswer;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;

/** Decisions (drain) and contract 1.5: how a hub ends. */
class StopIT {

    @Test
    @DisplayName("a session that ends in time is waited for; nothing new begins meanwhile; then everybody gets 1001")
    void waitsForARunningSession() throws IOException {
        TestServer server =
                TestServer.start(config -> config.withServer(s -> s.withDrainTimeout(Duration.ofSeconds(20))));
        try (WireClient d1 = server.device("D1");
                WireClient c1 = server.constellation("run@D1", "D1");
                RawSocket late = RawSocket.connect(server.address())) {
            JsonNode command = begin(c1, d1);

            Disposable stopping = server.hub().stop().subscribe();

            Eventually.that("it drains", () -> server.get("/api/health/ready").status() == 503);
            assertThat(server.get("/api/health/live").status()).isEqualTo(200);
            assertThat(server.get("/api/health").status()).isEqualTo(200);
            HttpAnswer dispatch = server.dispatch("{'client_id':'D1','request':'x'}");
            assertThat(dispatch.status()).isEqualTo(503);
            assertThat(dispatch.header("retry-after")).isNotNull();
            HttpAnswer upgrade = late.upgrade("/ws?token=K");
            assertThat(upgrade.status()).isEqualTo(503);
            assertThat(upgrade.header("retry-after")).isNotNull();
            c1.send("{'type':'task','status':'continue','target_id':'D1','session_id':'more','request':'x'}")
                    .expectTaskRefused("more", "Server is shutting down");
            c1.heartbeat();
            assertThat(stopping.isDisposed()).isFalse();

            d1.send("{'type':'command_results','status':'continue','session_id':'s','prev_response_id':'"
                    + command.path("response_id").asString()
                    + "','action_results':[{'status':'success','result':'in time'}]}");

            c1.expect("{'type':'task_end','status':'completed','result':[{'request':'work','result':'in time'}]}");
            assertThat(c1.expectClose(1001).closeReason()).isEqualTo("server is shutting down");
            d1.expect("{'type':'task_end','status':'completed'}");
            d1.expectClose(1001);
            server.hub().onStop().block(Duration.ofSeconds(20));
        } finally {
            server.close();
        }
    }

    @Test
    @DisplayName("a session that does not end in time is cancelled with reason server_shutdown; its clients are told")
    void cancelsASessionThatTakesTooLong() {
        TestServer server =
                TestServer.start(config -> config.withServer(s -> s.withDrainTimeout(Duration.ofMillis(300))));
        try (WireClient d1 = server.device("D1");
                WireClient c1 = server.constellation("run@D1", "D1")) {
            begin(c1, d1);

            server.hub().stop().subscribe();

            String end = "{'type':'task_end','status':'failed','session_id':'s',"
                    + "'error':'Task was cancelled (reason: server_shutdown)'}";
            c1.expect(end);
            c1.expectClose(1001);
            d1.expect(end);
            d1.expectClose(1001);
            server.hub().onStop().block(Duration.ofSeconds(20));
        } finally {
            server.close();
        }
    }

    @Test
    @DisplayName("hundreds of clients are told; those that do not answer hold the stop up only for a while")
    void tellsEverybody() throws IOException {
        TestServer server = TestServer.start();
        List<RawSocket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 600; i++) {
                RawSocket client = RawSocket.connect(server.address());
                clients.add(client);
                client.upgrade("/ws?token=K");
                client.writeText("{'type':'register','client_id':'d" + i + "'}");
                client.readFrame();
            }
            long began = System.nanoTime();

            server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            for (RawSocket client : clients) {
                Frame close = client.readClose();
                assertThat(close.closeCode()).isEqualTo(1001);
            }
        } finally {
            for (RawSocket client : clients) {
                client.close();
            }
        }
    }

    private static JsonNode begin(WireClient constellation, WireClient device) {
        constellation
                .send("{'type':'task','status':'continue','target_id':'D1','session_id':'s','request':'work'}")
                .expect("{'type':'heartbeat','session_id':'s'}");
        return device.expect("{'type':'command','session_id':'s'}");
    }
}
