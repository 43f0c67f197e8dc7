package io.agentserver.loadtest.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import java.net.ConnectException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

final class TransportTest {

    @Test
    void aMachineWithoutFilesOrPortsIsNoRefusalOfTheServers() {
        assertThat(Transport.isWantOfSocket(new ChannelException(
                        "Unable to create Channel from class", new SocketException("Too many open files"))))
                .isTrue();
        assertThat(Transport.isWantOfSocket(new ConnectException("Cannot assign requested address: /127.0.0.1:5000")))
                .isTrue();
        assertThat(Transport.isWantOfSocket(new ConnectException("Connection refused: /127.0.0.1:5000")))
                .isFalse();
    }
}
