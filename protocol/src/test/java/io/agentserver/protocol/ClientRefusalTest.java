package io.agentserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract D-23 and 2.1: what is refused, in which words, and what is known of it nevertheless. */
class ClientRefusalTest {

    private final AipCodec codec = AipCodec.create();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "{",
                "[",
                "{'type':'heartbeat'",
                "{'type':'heartbeat'}}",
                "{'type':'heartbeat'} x",
                "{'type':'heartbeat'}{'type':'heartbeat'}",
                "{'type':'heartbeat',}",
                "{,'type':'heartbeat'}",
                "{'type' 'heartbeat'}",
                "{'type':}",
                "{type:'heartbeat'}",
                "{'type':'heartbeat','x':NaN}",
                "{'type':'heartbeat','x':Infinity}",
                "{'type':'heartbeat','x':-Infinity}",
                "{'type':'heartbeat','x':[1,]}",
                "{'type':'heartbeat','x':[,1]}",
                "{'type':'heartbeat','x':[1 2]}",
                "{'type':'heartbeat','x':[1}}",
                "{'type':'heartbeat','x':{'a':1]}",
                "{'type':'heartbeat','x':01}",
                "{'type':'heartbeat','x':+1}",
                "{'type':'heartbeat','x':1.}",
                "{'type':'heartbeat','x':.1}",
                "{'type':'heartbeat','x':1e}",
                "{'type':'heartbeat','x':-}",
                "{'type':'heartbeat','x':0x1}",
                "{'type':'heartbeat','x':True}",
                "{'type':'heartbeat','x':nul}",
                "{'type':'heartbeat','x':nullx}",
                "{'type':'heartbeat','x':'\n'}",
                "{'type':'heartbeat','x':'\0'}",
                "{'type':'heartbeat','x':'\\x'}",
                "{'type':'heartbeat','x':'\\u12g4'}",
                "{'type':'heartbeat','x':'\\u12'}",
                "{'type':'heartbeat','x':'\\'}",
                "{'type':'heartbeat'/**/}",
                "{'type':'heartbeat'}\u00a0",
                "{\u000b'type':'heartbeat'}",
                "\ufeff{'type':'heartbeat'}"
            })
    void refusesWhatIsNoJson(String json) {
        AipFormatException refusal = refusal(json);

        assertThat(refusal).hasMessage("Invalid message: not JSON");
        assertThat(refusal.messageType()).isNull();
        assertThat(refusal.sessionId()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{'type':'heartbeat'}]", "null", "true", "5", " 'text' ", "-0.5e+7"})
    void refusesJsonThatIsNoObject(String json) {
        assertThat(refusal(json)).hasMessage("Invalid message: not a JSON object");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {}                                                       | type: required
                    {'type':null}                                            | type: required
                    {'type':7}                                               | type: must be a string
                    {'type':['task']}                                        | type: must be a string
                    {'type':'ping'}                                          | type: unknown value
                    {'type':''}                                              | type: unknown value
                    {'type':'command'}                                       | type: unknown value
                    {'type':'task','status':'done'}                          | status: unknown value
                    {'type':'task','status':1}                               | status: must be a string
                    {'type':'task','client_type':'robot'}                    | client_type: unknown value
                    {'type':'task','client_type':{}}                         | client_type: must be a string
                    {'type':'task','session_id':1}                           | session_id: must be a string
                    {'type':'task','task_name':1.5}                          | task_name: must be a string
                    {'type':'task','client_id':true}                         | client_id: must be a string
                    {'type':'task','target_id':[]}                           | target_id: must be a string
                    {'type':'task','request':{'a':1}}                        | request: must be a string
                    {'type':'task','timestamp':1770105600}                   | timestamp: must be a string
                    {'type':'task','request_id':5}                           | request_id: must be a string
                    {'type':'task','prev_response_id':5}                     | prev_response_id: must be a string
                    {'type':'task','error':false}                            | error: must be a string
                    {'type':'task','metadata':'x'}                           | metadata: must be an object
                    {'type':'task','metadata':[]}                            | metadata: must be an object
                    {'type':'task','action_results':{}}                      | action_results: must be an array
                    {'type':'task','action_results':'x'}                     | action_results: must be an array
                    {'type':'command_results','action_results':[null]}       | action_results[0]: must be an object
                    {'type':'command_results','action_results':[{},[]]}      | action_results[1]: must be an object
                    {'type':'command_results','action_results':[{'error':1}]}        | action_results[0].error: must be a string
                    {'type':'command_results','action_results':[{},{'namespace':1}]} | action_results[1].namespace: must be a string
                    {'type':'command_results','action_results':[{'call_id':1}]}      | action_results[0].call_id: must be a string
                    {'request_id':5,'session_id':5,'type':'task'}            | session_id: must be a string
                    """)
    void namesTheFirstFieldThatIsWrong(String json, String fault) {
        assertThat(refusal(json)).hasMessage("Invalid message: " + fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'task','session_id':'s-1','request':5}",
                "{'request':5,'session_id':'s-1','type':'TASK'}",
                "{'request':5,'type':'ta\\u0073k','session_id':'s\\u002d1','timestamp':7}"
            })
    @DisplayName("3.9.8 a refused TASK can be ended: type and session are read although a field is wrong")
    void tellsTypeAndSessionOfARefusedTask(String json) {
        AipFormatException refusal = refusal(json);

        assertThat(refusal).hasMessage("Invalid message: request: must be a string");
        assertThat(refusal.messageType()).isEqualTo(ClientMessageType.TASK);
        assertThat(refusal.sessionId()).isEqualTo("s-1");
    }

    @Test
    void tellsTypeAndSessionOnlyIfTheyAreReadable() {
        AipFormatException noSession = refusal("{'type':'task','session_id':5}");
        assertThat(noSession.messageType()).isEqualTo(ClientMessageType.TASK);
        assertThat(noSession.sessionId()).isNull();

        AipFormatException noType = refusal("{'type':'tusk','session_id':'s'}");
        assertThat(noType.messageType()).isNull();
        assertThat(noType.sessionId()).isEqualTo("s");
    }

    @Test
    void neverEchoesWhatWasSentAndHasNoStackTrace() {
        AipFormatException refusal = refusal("{'type':'<script>','<b>':'<i>'}");

        assertThat(refusal.getMessage()).doesNotContain("<");
        assertThat(refusal.getStackTrace()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.agentserver.protocol.GoldenMessagesTest#clientNames")
    void refusesEveryMessageCutShortAnywhere(String name) {
        byte[] json = Goldens.client(name);
        for (int length = 0; length < json.length; length++) {
            byte[] cut = Arrays.copyOf(json, length);
            assertThat(catchThrowableOfType(AipFormatException.class, () -> codec.decodeClientOwned(cut)))
                    .as("cut at %s", length)
                    .hasMessage("Invalid message: not JSON");
            int end = length;
            assertThat(catchThrowableOfType(AipFormatException.class, () -> codec.decodeClient(json, 0, end)))
                    .as("window of %s", length)
                    .hasMessage("Invalid message: not JSON");
        }
    }

    @ParameterizedTest
    @MethodSource("io.agentserver.protocol.Utf8Test#malformed")
    @DisplayName("1.3 invalid UTF-8 is no JSON, wherever it stands")
    void refusesInvalidUtf8(byte[] malformed) {
        for (String place : new String[] {"{'type':'error','error':'@'}", "{'type':'error','x@':[{'@':1}]}", "{@}"}) {
            byte[] template = place.replace('\'', '"').getBytes(StandardCharsets.US_ASCII);
            int at = place.indexOf('@');
            byte[] json = Arrays.copyOf(template, template.length + malformed.length - 1);
            System.arraycopy(malformed, 0, json, at, malformed.length);
            System.arraycopy(template, at + 1, json, at + malformed.length, template.length - at - 1);

            assertThat(catchThrowableOfType(AipFormatException.class, () -> codec.decodeClientOwned(json)))
                    .hasMessage("Invalid message: not JSON");
        }
    }

    private AipFormatException refusal(String singleQuoted) {
        byte[] json = singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        AipFormatException refusal =
                catchThrowableOfType(AipFormatException.class, () -> codec.decodeClientOwned(json));
        assertThat(refusal).as("refusal of %s", singleQuoted).isNotNull();
        return refusal;
    }
}
