package io.agentserver.loadtest.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.AipCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeartbeatTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isWhatTheCodecWouldWrite(boolean constellation) {
        String timestamp = "2026-01-01T10:15:00.123456+00:00";
        AipIdentity identity = new AipIdentity("gerät-7", constellation, null);
        byte[] id = identity.clientId().getBytes(StandardCharsets.UTF_8);
        byte[] time = timestamp.getBytes(StandardCharsets.US_ASCII);
        ByteBuf bytes = Unpooled.buffer();

        Heartbeat.write(bytes, id, time, constellation);

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(AipCodec.create()
                        .encode(Heartbeat.message(identity, timestamp))
                        .toString());
        assertThat(bytes.readableBytes()).isEqualTo(Heartbeat.length(id, time, constellation));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\\b", "a\nb"})
    void leavesIdsThatNeedEscapingToTheCodec(String id) {
        assertThat(Heartbeat.isPlain(id.getBytes(StandardCharsets.UTF_8))).isFalse();
    }
}
