package io.agentserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.7 and 2.8, line by line: what the server accepts although the original may not. */
class ClientToleranceTest {

    private final AipCodec codec = AipCodec.create();

    @ParameterizedTest
    @DisplayName("2.7 unknown fields, any depth: ignored")
    @ValueSource(
            strings = {
                "{'type':'heartbeat','x':1}",
                "{'x':{'type':'task','deep':[{'status':1},[[]]]},'type':'heartbeat'}",
                "{'type':'heartbeat','Type':'task','types':5,'typ':5,'':5,'client_ID':7,'ädress':7}",
                "{'type':'heartbeat','result':5,'messages':7,'actions':7,'response_id':7}"
            })
    void ignoresUnknownFields(String json) {
        assertThat(decode(json)).isEqualTo(new ClientMessage.Heartbeat(header(MessageStatus.OK, null), null));
    }

    @Test
    @DisplayName("2.7 unknown fields, any depth: ignored in results too")
    void ignoresUnknownFieldsOfResults() {
        String json =
                "{'type':'command_results','action_results':[{'status':'success','x':{'call_id':1},'call_id':'k'}]}";

        assertThat(results(json)).containsExactly(Result.success(null, "k"));
    }

    @Test
    @DisplayName("2.7 explicit nulls for optional fields: accepted")
    void acceptsExplicitNulls() {
        for (ClientMessageType type : ClientMessageType.values()) {
            ClientMessage absent = decode("{'type':'" + type.wire() + "'}");
            ClientMessage nulls = decode("{'type':'" + type.wire() + "','status':null,'client_type':null,"
                    + "'session_id':null,'task_name':null,'client_id':null,'target_id':null,'request':null,"
                    + "'action_results':null,'timestamp':null,'request_id':null,'prev_response_id':null,"
                    + "'error':null,'metadata':null,'result':null}");

            assertThat(nulls).isEqualTo(absent);
            assertThat(absent.type()).isEqualTo(type);
            assertThat(absent.header()).isEqualTo(header(MessageStatus.OK, null));
        }
    }

    @Test
    @DisplayName("2.7 missing status: ok")
    void takesMissingStatusAsOk() {
        assertThat(decode("{'type':'register','client_id':'a'}").header().status())
                .isEqualTo(MessageStatus.OK);
    }

    @ParameterizedTest
    @DisplayName("2.7 missing or null client_type: none claimed")
    @ValueSource(strings = {"{'type':'register'}", "{'type':'register','client_type':null}"})
    void readsMissingClientTypeAsNone(String json) {
        assertThat(decode(json).header().clientType()).isNull();
    }

    @ParameterizedTest
    @DisplayName("2.7 missing or null client_id: none claimed")
    @ValueSource(strings = {"{'type':'heartbeat'}", "{'type':'heartbeat','client_id':null}"})
    void readsMissingClientIdAsNone(String json) {
        assertThat(decode(json).header().clientId()).isNull();
    }

    @Test
    @DisplayName("2.7 HEARTBEAT with client_type device on a constellation socket: readable")
    void readsHeartbeatOfGalaxy() {
        ClientMessage message = codec.decodeClientOwned(Goldens.client("heartbeat-constellation"));

        assertThat(message.header().clientType()).isEqualTo(ClientType.DEVICE);
        assertThat(message.header().clientId()).isEqualTo("night_run@lab-pc-7");
    }

    @ParameterizedTest
    @DisplayName("2.7 upper-case enum values: accepted")
    @EnumSource(ClientMessageType.class)
    void acceptsUpperCaseTypes(ClientMessageType type) {
        assertThat(decode("{'type':'" + type.name() + "','status':'FAILED','client_type':'ConStellation'}"))
                .satisfies(message -> {
                    assertThat(message.type()).isEqualTo(type);
                    assertThat(message.header()).isEqualTo(header(MessageStatus.FAILED, ClientType.CONSTELLATION));
                });
    }

    @ParameterizedTest
    @DisplayName("2.7 upper-case enum values: accepted for every status and Result status")
    @EnumSource(ResultStatus.class)
    void acceptsUpperCaseResultStatus(ResultStatus status) {
        for (MessageStatus messageStatus : MessageStatus.values()) {
            String json = "{'type':'command_results','status':'" + messageStatus.name()
                    + "','action_results':[{'status':'" + status.name() + "'},{'status':'" + status.wire() + "'}]}";

            assertThat(decode(json).header().status()).isEqualTo(messageStatus);
            assertThat(results(json)).extracting(Result::status).containsExactly(status, status);
        }
    }

    @ParameterizedTest
    @DisplayName("2.7 Result without call_id, result, error: accepted")
    @ValueSource(
            strings = {
                "{'status':'success'}",
                "{'status':'success','error':null,'result':null,'namespace':null,'call_id':null}"
            })
    void acceptsResultWithItsStatusAlone(String result) {
        assertThat(results("{'type':'command_results','action_results':[" + result + "]}"))
                .containsExactly(new Result(ResultStatus.SUCCESS, null, null, null, null));
    }

    @ParameterizedTest
    @DisplayName("2.7 Result with unknown status: failure")
    @ValueSource(strings = {"'timeout'", "''", "null", "7", "{'status':'success'}", "'succes\\u0073s'"})
    void takesUnknownResultStatusAsFailure(String status) {
        assertThat(results("{'type':'command_results','action_results':[{'status':" + status
                        + ",'result':1,'call_id':'k'},{'call_id':'l'}]}"))
                .containsExactly(
                        new Result(ResultStatus.FAILURE, null, RawJson.of("1"), null, "k"),
                        new Result(ResultStatus.FAILURE, null, null, null, "l"));
    }

    @ParameterizedTest
    @DisplayName("2.7 action_results null: empty")
    @ValueSource(
            strings = {
                "{'type':'command_results'}",
                "{'type':'command_results','action_results':null}",
                "{'type':'command_results','action_results':[]}",
                "{'type':'command_results','action_results':[{'status':'success'}],'action_results':null}"
            })
    void takesNullActionResultsAsEmpty(String json) {
        assertThat(results(json)).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("2.7 duplicate JSON keys: last wins")
    @ValueSource(
            strings = {
                "{'type':'task','type':'heartbeat','client_id':'a','client_id':'b'}",
                "{'type':7,'client_id':7,'type':'heartbeat','client_id':'b','task_name':[],'task_name':null}",
                "{'type':'heartbeat','client_id':null,'client\\u005fid':'b'}",
                "{'type':'heartbeat','metadata':5,'metadata':null,'client_id':'b'}"
            })
    void lastOfDuplicatesWins(String json) {
        ClientMessage message = decode(json);

        assertThat(message.type()).isEqualTo(ClientMessageType.HEARTBEAT);
        assertThat(message.header().clientId()).isEqualTo("b");
    }

    @Test
    @DisplayName("2.7 duplicate JSON keys: last wins inside results and metadata")
    void lastOfNestedDuplicatesWins() {
        assertThat(results("{'type':'command_results','action_results':[7],"
                        + "'action_results':[{'status':5,'status':'skipped','call_id':5,'call_id':'k'}]}"))
                .containsExactly(new Result(ResultStatus.SKIPPED, null, null, null, "k"));
        assertThat(register("{'platform':'linux','platform':'mobile'},'metadata':{'platform':'windows'}")
                        .platform())
                .isEqualTo("windows");
        assertThat(register("{'platform':'linux','platform':'mobile'}").platform())
                .isEqualTo("mobile");
    }

    @Test
    @DisplayName("3.3 empty target_id at REGISTER: absent; elsewhere as it came")
    void takesEmptyTargetOfRegisterAsAbsent() {
        assertThat(((ClientMessage.Register) decode("{'type':'register','target_id':''}")).targetId())
                .isNull();
        assertThat(((ClientMessage.Task) decode("{'type':'task','target_id':''}")).targetId())
                .isEmpty();
    }

    @ParameterizedTest
    @DisplayName("2.8 registration works whatever metadata holds: a wrong platform or system_info is none")
    @ValueSource(
            strings = {
                "{'platform':5,'system_info':'x'}",
                "{'platform':null,'system_info':null}",
                "{'platform':['linux'],'system_info':[{}]}",
                "{'platform':true,'system_info':17}",
                "{}"
            })
    void toleratesWrongMetadata(String metadata) {
        ClientMessage.Register register = register(metadata);

        assertThat(register.platform()).isNull();
        assertThat(register.systemInfo()).isNull();
        assertThat(register.metadata()).isEqualTo(RawJson.of(quoted(metadata)));
    }

    @Test
    @DisplayName("2.8 metadata and system_info are kept as they came")
    void keepsMetadataAsItCame() {
        ClientMessage.Register register =
                register("{ 'platform' : 'linux', 'system_info' :\n{ 'cpu_count' : 1e0 } , 'x':[ ] }");

        assertThat(register.platform()).isEqualTo("linux");
        assertThat(register.systemInfo()).hasToString("{ \"cpu_count\" : 1e0 }");
        assertThat(register.metadata())
                .hasToString("{ \"platform\" : \"linux\", \"system_info\" :\n{ \"cpu_count\" : 1e0 } , \"x\":[ ] }");
    }

    @ParameterizedTest
    @DisplayName("3.17 the headers of a binary transfer are read with whatever they carry")
    @ValueSource(
            strings = {
                "{'type':'binary_data','size':5,'timestamp':'t','filename':'f','chunk_num':0}",
                "{'type':'file_transfer_start','filename':'f','size':5,'chunk_size':1,'total_chunks':5}",
                "{'type':'file_transfer_complete','filename':'f','total_chunks':5,'checksum':null}"
            })
    void readsHeadersOfBinaryTransfers(String json) {
        assertThat(decode(json)).isInstanceOf(ClientMessage.BinaryTransfer.class);
    }

    @Test
    @DisplayName("3.12 a client's task_end may carry error and result")
    void readsResultOfTaskEnd() {
        assertThat(decode("{'type':'task_end','status':'failed','error':'e','result':{'a':[1]}}"))
                .isEqualTo(
                        new ClientMessage.TaskEnd(header(MessageStatus.FAILED, null), "e", RawJson.of("{\"a\":[1]}")));
    }

    @Test
    @DisplayName("2.1 text is unescaped, half surrogate pairs included")
    void unescapesText() {
        Map<String, String> texts = Map.of(
                "\\u0041\\n\\r\\t\\b\\f\\/\\\\\\\"", "A\n\r\t\b\f/\\\"",
                "\\ud83d\\ude00x\\uD800y\\udc00", "\uD83D\uDE00x\uD800y\uDC00",
                "äö\\u00e4日本\uD83E\uDDF9", "äöä日本\uD83E\uDDF9",
                "\\u0000", "\0");

        texts.forEach((escaped, text) -> assertThat(
                        ((ClientMessage.Error) decode("{'type':'error','error':'" + escaped + "'}")).error())
                .isEqualTo(text));
    }

    private ClientMessage decode(String singleQuoted) {
        return codec.decodeClientOwned(quoted(singleQuoted).getBytes(StandardCharsets.UTF_8));
    }

    private List<Result> results(String singleQuoted) {
        return ((ClientMessage.CommandResults) decode(singleQuoted)).actionResults();
    }

    private ClientMessage.Register register(String metadata) {
        return (ClientMessage.Register) decode("{'type':'register','metadata':" + metadata + "}");
    }

    private static String quoted(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    private static ClientHeader header(MessageStatus status, ClientType clientType) {
        return new ClientHeader(status, clientType, null, null, null);
    }
}
