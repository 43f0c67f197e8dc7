package io.agentserver.server.session;

import static io.agentserver.server.session.SessionSteps.command;
import static io.agentserver.server.session.SessionSteps.responseId;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rounds of commands and their results (contract 3.11), without sockets, in virtual time. */
class RoundsTest {

    private final HubKit kit = new HubKit();

    @Test
    @DisplayName("47, 48: results of another client or of an unknown round change nothing")
    void ignoresForeignResults() {
        Client device = kit.device("D1");
        Client other = kit.device("D2");
        Client constellation = kit.constellation("run@D1", "D1");
        kit.say(constellation, HubKit.task("s", "D1", "r"));
        String responseId = responseId(device);
        constellation.channel().take();

        kit.say(other, HubKit.results("s", responseId, HubKit.success("1")));
        kit.say(constellation, HubKit.results("s", responseId, HubKit.success("1")));
        kit.say(device, HubKit.results("s", "unknown", HubKit.success("1")));
        kit.say(device, HubKit.results("other", responseId.substring(1), HubKit.success("1")));

        assertThat(other.channel().take()).isEmpty();
        assertThat(device.channel().take()).isEmpty();
        assertThat(kit.sessions().find("s")).isNotNull();
        assertThat(kit.recording().drops()).hasSize(3);
    }

    @Test
    @DisplayName("50: a round that is answered with nothing is answered")
    void takesAnEmptyAnswer() {
        Client device = kit.device("D1");
        kit.say(device, HubKit.ownTask("t", "r"));

        ServerMessage.Commands command = command(device);
        kit.say(
                device,
                HubKit.results(command.header().sessionId(), command.header().responseId()));

        assertThat(device.channel()
                        .takeOne(ServerMessage.TaskEnd.class)
                        .header()
                        .status())
                .isEqualTo(MessageStatus.COMPLETED);
    }

    @Test
    @DisplayName("53: a device that does not answer fails the session after the deadline")
    void endsARoundAtItsDeadline() {
        Client device = kit.device("D1");
        kit.say(device, HubKit.ownTask("t", "r"));
        device.channel().take();

        kit.advance(Duration.ofSeconds(299));
        assertThat(device.channel().take()).isEmpty();
        kit.advance(Duration.ofSeconds(2));

        ServerMessage.TaskEnd end = device.channel().takeOne(ServerMessage.TaskEnd.class);
        assertThat(end.error()).startsWith("Device did not answer execute_task within 300 s");
        assertThat(kit.recording().endings().get(0).outcome()).isEqualTo("timed_out");
    }

    @Test
    @DisplayName("54: sessions on one device keep their own rounds")
    void keepsSessionsApart() {
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        kit.say(constellation, HubKit.task("a", "D1", "ra"));
        kit.say(constellation, HubKit.task("b", "D1", "rb"));
        List<ServerMessage> commands = device.channel().take();
        constellation.channel().take();

        kit.say(device, HubKit.results("b", commands.get(1).header().responseId(), HubKit.success("2")));
        ServerMessage.TaskEnd end = constellation.channel().takeOne(ServerMessage.TaskEnd.class);

        assertThat(end.header().sessionId()).isEqualTo("b");
        assertThat(end.result()).hasToString("[{\"request\":\"rb\",\"result\":2}]");
        assertThat(kit.sessions().find("a")).isNotNull();
    }

    @Test
    @DisplayName("3.11.7: at most four commands are out; a round's deadline starts when the earlier ones are answered")
    void limitsOutstandingCommands() {
        Client device = kit.device("D1");
        Client constellation = kit.constellation("run@D1", "D1");
        for (int i = 0; i < 6; i++) {
            kit.say(constellation, HubKit.task("s" + i, "D1", "r"));
        }
        List<ServerMessage> out = device.channel().take();
        assertThat(out).hasSize(4);

        kit.advance(Duration.ofSeconds(200));
        kit.say(device, HubKit.results("s0", out.get(0).header().responseId()));
        assertThat(device.channel().take()).extracting(m -> m.type().wire()).contains("command");
        kit.advance(Duration.ofSeconds(200));

        assertThat(kit.sessions().find("s1"))
                .as("its own 300 s began when s0 was answered")
                .isNotNull();
        kit.advance(Duration.ofSeconds(101));
        assertThat(kit.sessions().find("s1")).isNull();
        assertThat(kit.sessions().find("s2")).isNotNull();
    }
}
