package io.agentserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract 2.1 and 2.6: a client drops what the real clients drop, and takes what they take. */
class ServerRefusalTest {

    private final AipCodec codec = AipCodec.create();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    x                                                        | not JSON
                    []                                                       | not a JSON object
                    {'status':'ok'}                                          | type: required
                    {'type':'heartbeat'}                                     | status: required
                    {'type':'heartbeat','status':null}                       | status: required
                    {'type':'register','status':'ok'}                        | type: unknown value
                    {'type':'heartbeat','status':'cancelled'}                | status: unknown value
                    {'type':'heartbeat','status':'ok','response_id':7}       | response_id: must be a string
                    {'type':'heartbeat','status':'ok','timestamp':7}         | timestamp: must be a string
                    {'type':'heartbeat','status':'ok','messages':'x'}        | messages: must be an array
                    {'type':'command','status':'ok','actions':{}}            | actions: must be an array
                    {'type':'command','status':'ok','actions':['x']}         | actions[0]: must be an object
                    {'type':'command','status':'ok','actions':[{'tool_type':'action'}]}                   | actions[0].tool_name: required
                    {'type':'command','status':'ok','actions':[{'tool_name':null,'tool_type':'action'}]}  | actions[0].tool_name: required
                    {'type':'command','status':'ok','actions':[{'tool_name':5,'tool_type':'action'}]}     | actions[0].tool_name: must be a string
                    {'type':'command','status':'ok','actions':[{'tool_name':'t'}]}                        | actions[0].tool_type: required
                    {'type':'command','status':'ok','actions':[{'tool_name':'t','tool_type':'tool'}]}     | actions[0].tool_type: unknown value
                    {'type':'command','status':'ok','actions':[{'tool_name':'t','tool_type':'action','parameters':[]}]} | actions[0].parameters: must be an object
                    {'type':'heartbeat','status':'ok','actions':[{}]}        | actions[0].tool_name: required
                    """)
    void namesTheFirstFieldThatIsWrong(String json, String fault) {
        byte[] bytes = quoted(json);

        assertThat(catchThrowableOfType(AipFormatException.class, () -> codec.decodeServerOwned(bytes)))
                .hasMessage("Invalid message: " + fault)
                .satisfies(refusal -> assertThat(refusal.messageType()).isNull());
    }

    @Test
    void tellsTheSessionOfARefusedMessage() {
        byte[] json = quoted("{'type':'task_end','session_id':'s-1'}");

        assertThat(catchThrowableOfType(AipFormatException.class, () -> codec.decodeServerOwned(json))
                        .sessionId())
                .isEqualTo("s-1");
    }

    @Test
    void takesOmittedAndUnknownKeysAsTheRealClientsDo() {
        assertThat(codec.decodeServerOwned(
                        quoted("{'type':'command','status':'continue','later':{},'actions':[{'later':1,'tool_name':'t',"
                                + "'tool_type':'action'}]}")))
                .isEqualTo(new ServerMessage.Commands(
                        new ServerHeader(MessageStatus.CONTINUE, null, null, null),
                        null,
                        null,
                        null,
                        List.of(Command.action("t", null)),
                        null));
    }

    @ParameterizedTest
    @MethodSource("io.agentserver.protocol.GoldenMessagesTest#serverNames")
    void refusesEveryMessageCutShortAnywhere(String name) {
        byte[] json = Goldens.server(name);
        for (int length = 0; length < json.length; length++) {
            byte[] cut = Arrays.copyOf(json, length);
            assertThat(catchThrowableOfType(AipFormatException.class, () -> codec.decodeServerOwned(cut)))
                    .as("cut at %s", length)
                    .hasMessage("Invalid message: not JSON");
        }
    }

    private static byte[] quoted(String singleQuoted) {
        return singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
