package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentserver.testing.OwnCertificate;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;

/** wss (contract 1.2) against a server whose certificate is its own and names localhost. */
@Timeout(60)
class TlsIT {

    @TempDir
    private static Path folder;

    private static KeyStore keys;
    private static ScriptedServer server;

    @BeforeAll
    static void startServer() throws Exception {
        OwnCertificate own = OwnCertificate.in(folder);
        keys = own.keys();
        server = ScriptedServer.startSecure(
                SslContextBuilder.forServer(own.managers()).build());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static DeviceClient device(String host) {
        return DeviceClient.create(
                        URI.create("wss://" + host + ":" + server.uri().getPort() + "/ws"))
                .reconnect(ReconnectSchedule.never());
    }

    private static SslContext trusting() throws Exception {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(certificates);
        return SslContextBuilder.forClient().trustManager(managers).build();
    }

    private static void connects(DeviceClient client) throws InterruptedException {
        Disposable run = client.run().subscribe();
        ScriptedServer.Peer peer = server.accept().register();
        peer.sendPing("p");
        assertThat(peer.pong()).isEqualTo("p");
        run.dispose();
        assertThat(peer.closed().code()).isEqualTo(1000);
    }

    @Test
    void refusesACertificateNobodyVouchesFor() {
        assertThatThrownBy(() -> device("localhost").connect().block(Duration.ofSeconds(10)))
                .hasCauseInstanceOf(SSLException.class);
    }

    @Test
    void trustsTheContextItIsGiven() throws Exception {
        connects(device("localhost").tls(trusting()));
    }

    @Test
    void refusesATrustedCertificateOfAnotherHost() {
        assertThatThrownBy(() -> device("127.0.0.1").tls(trusting()).connect().block(Duration.ofSeconds(10)))
                .hasCauseInstanceOf(SSLException.class);
    }

    @Test
    void trustsAnyCertificateWhenTold() throws Exception {
        connects(device("127.0.0.1").trustAnyCertificate());
    }
}
