package com.example;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.util.Version;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DependenciesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ch.qos.logback.core.Appender",
                "ch.qos.logback.classic.Logger",
                "net.logstash.logback.encoder.LogstashEncoder",
                "picocli.CommandLine",
                "org.yaml.snakeyaml.Yaml",
                "org.snakeyaml.engine.v2.api.Load",
                "io.netty.handler.codec.http3.Http3",
                "io.netty.handler.codec.quic.Quic",
            })
    void neitherTheCommandsLibrariesNorHttp3ComeAlong(String className) {
        assertThrows(ClassNotFoundException.class, () -> Class.forName(className));
    }

    @Test
    void whatAnEmbedderCallsComesAlong() {
        assertDoesNotThrow(() -> Class.forName("reactor.netty.http.server.HttpServer"));
        assertDoesNotThrow(() -> Class.forName("io.micrometer.core.instrument.MeterRegistry"));
    }

    @Test
    void everyNettyJarIsOfTheVersionWeChose() {
        Map<String, Version> jars = Version.identify();
        assertFalse(jars.isEmpty(), "no Netty jar found");
        jars.forEach((name, version) ->
                assertEquals(System.getProperty("expected.netty.version"), version.artifactVersion(), name));
    }
}
