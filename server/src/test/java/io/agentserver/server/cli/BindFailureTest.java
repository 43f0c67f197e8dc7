package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentserver.server.AgentServerConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;
import reactor.netty.ChannelBindException;

class BindFailureTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 80);
    private static final AgentServerConfig.Server LISTEN =
            AgentServerConfig.defaults().server().withPort(80);

    @Test
    void saysWhichAddressAndWhatToDo() {
        assertThat(message(new BindException("bind(..) failed: Address already in use")))
                .isEqualTo(
                        "Cannot listen on 127.0.0.1:80: the address is in use (stop the other program, or choose another"
                                + " port with --port)");
        assertThat(message(new BindException("Permission denied")))
                .isEqualTo("Cannot listen on 127.0.0.1:80: permission denied (choose a port above 1023 with --port)");
        assertThat(message(new IOException("bind(..) failed with error(-99): Cannot assign requested address")))
                .isEqualTo(
                        "Cannot listen on 127.0.0.1:80: not an address of this machine (choose another with --host)");
        assertThat(message(new UnknownHostException("nowhere")))
                .isEqualTo(
                        "Cannot listen on 127.0.0.1:80: no such host (choose an address of this machine with --host)");
        assertThat(message(new UnresolvedAddressException())).contains("no such host");
        assertThat(message(new BindException("no more sockets"))).contains("no more sockets");
    }

    @Test
    void leavesABugABug() {
        RuntimeException bug = new IllegalStateException("bug", new IOException("disk"));
        assertThatThrownBy(() -> BindFailure.describe(bug, LISTEN)).isSameAs(bug);
    }

    @Test
    void namesAddressesByWhichThisMachineReachesTheServer() throws Exception {
        assertThat(new ServerAddress(new InetSocketAddress("0.0.0.0", 5000), false).http())
                .isEqualTo("http://127.0.0.1:5000");
        assertThat(new ServerAddress(new InetSocketAddress(InetAddress.getByName("::1"), 5000), true).webSocket())
                .isEqualTo("wss://[0:0:0:0:0:0:0:1]:5000/ws");
    }

    private static String message(Exception cause) {
        return BindFailure.describe(ChannelBindException.fail(ADDRESS, cause), LISTEN)
                .getMessage();
    }
}
